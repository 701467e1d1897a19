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
    /// The node's path, such as `router/cpe1`.
    public var path: String
    public var ports: [Port]
    /// Started in this order inside the router's namespace.
    public var programs: [Program]

    public init(node: NodeIndex, path: String, ports: [Port], programs: [Program]) {
        self.node = node
        self.path = path
        self.ports = ports
        self.programs = programs
    }
}

extension DeviceConfiguration {
    /// A program that runs in the foreground until it is ended.
    public struct Program: Sendable {
        public var executable: String
        public var arguments: [String]
        /// Where its output goes.
        public var log: String
        /// How long the next one waits for it.
        public var headStart: Duration

        public init(executable: String, arguments: [String], log: String, headStart: Duration = .zero) {
            self.executable = executable
            self.arguments = arguments
            self.log = log
            self.headStart = headStart
        }
    }
}
