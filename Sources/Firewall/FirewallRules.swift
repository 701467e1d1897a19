public import NetworkTypes

/// How a stateful device treats packets.
public struct FirewallRules: Hashable, Sendable {
    /// Which side of a device.
    public enum Side: UInt8, Hashable, Sendable, BitwiseCopyable {
        /// Towards the LAN.
        case inside
        /// Towards the router.
        case outside
    }

    /// How long a connection is remembered without a packet.
    public struct Timeouts: Hashable, Sendable {
        public var udp: Duration
        public var tcpEstablished: Duration
        /// TCP that is opening or closing.
        public var tcpTransitory: Duration
        public var icmp: Duration

        public init(udp: Duration, tcpEstablished: Duration, tcpTransitory: Duration, icmp: Duration) {
            self.udp = udp
            self.tcpEstablished = tcpEstablished
            self.tcpTransitory = tcpTransitory
            self.icmp = icmp
        }
    }

    /// Number of the device among those that share a table.
    public var device: UInt16
    /// Whether connections may be opened from outside too.
    public var permitsInbound: Bool
    /// The address that takes the place of the source of what leaves towards outside; `nil` translates nothing.
    public var sourceNAT: IPv4Address?
    public var timeouts: Timeouts
    /// How long it takes until the others of a pair know a connection.
    public var synchronization: Duration
    /// What is between two of these addresses is the LAN's own affair and passes.
    public var local: [IPPrefix]

    public init(
        device: UInt16,
        permitsInbound: Bool,
        sourceNAT: IPv4Address?,
        timeouts: Timeouts,
        synchronization: Duration,
        local: [IPPrefix]
    ) {
        self.device = device
        self.permitsInbound = permitsInbound
        self.sourceNAT = sourceNAT
        self.timeouts = timeouts
        self.synchronization = synchronization
        self.local = local
    }
}
