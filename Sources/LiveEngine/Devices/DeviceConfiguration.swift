public import Network
public import NetworkTypes

/// What a real router needs: its ports with their addresses, and the programs that make it one.
public struct DeviceConfiguration: Sendable {
    /// A port as the router's own software sees it.
    public struct Port: Sendable {
        /// At most 15 octets, such as `er-ams-pri`.
        public var name: String
        /// The node's port that it stands for.
        public var port: UInt16
        public var mac: MACAddress
        public var addresses: [(address: IPAddress, prefixLength: UInt8)]
        public var mtu: Int

        public init(
            name: String,
            port: UInt16,
            mac: MACAddress,
            addresses: [(address: IPAddress, prefixLength: UInt8)],
            mtu: Int
        ) {
            self.name = name
            self.port = port
            self.mac = mac
            self.addresses = addresses
            self.mtu = mtu
        }
    }

    public var node: NodeIndex
    public var ports: [Port]
    /// What makes it a router.
    public var inside: Inside

    public enum Inside: Sendable {
        /// Programs that are started, in this order, in a namespace made for them.
        case programs(Programs)
        /// Whatever runs in a namespace with this name or path, which gets the ports.
        case namespace(String)
        /// Whatever is at the other end of this machine's interfaces, by port of the node; frames there have the link's VLAN tags.
        case interfaces([UInt16: String])
    }

    public init(node: NodeIndex, ports: [Port], inside: Inside) {
        self.node = node
        self.ports = ports
        self.inside = inside
    }
}

extension DeviceConfiguration {
    public struct Programs: Sendable {
        public var list: [Program]
        /// Where they work and leave their files, an absolute path.
        public var directory: String
        /// Name of a file there that they see as `/etc/group`.
        public var groups: String?

        public init(_ list: [Program], directory: String, groups: String? = nil) {
            self.list = list
            self.directory = directory
            self.groups = groups
        }
    }

    /// A program that runs in the foreground.
    ///
    /// Its files are named relative to the directory that it works in.
    public struct Program: Sendable {
        public var executable: String
        public var arguments: [String]
        /// Where its output goes.
        public var log: String
        /// The next program waits until there is this file.
        public var ready: String?
        /// The part of the router that ends with it.
        public var part: NodeParts.Part?
        public var start: Start

        public init(
            executable: String,
            arguments: [String],
            log: String,
            ready: String? = nil,
            part: NodeParts.Part? = nil,
            start: Start = .always
        ) {
            self.executable = executable
            self.arguments = arguments
            self.log = log
            self.ready = ready
            self.part = part
            self.start = start
        }
    }

    /// When a program starts.
    public enum Start: Hashable, Sendable {
        case always
        /// When the router boots, not when its part is back after a crash.
        case booting
        /// When its part is back after a crash, not when the router boots.
        case recovering
    }
}
