public import BFD
public import NetworkTypes

/// What a ``LivenessTable`` asks of its owner; the owner keeps it and uses it again.
public struct LivenessOutput: Sendable {
    /// A control packet to be sent to a neighbour.
    public struct Packet: Hashable, Sendable {
        public var neighbor: Int
        public var packet: ControlPacket

        /// The UDP source port, the same for the life of the session (RFC 5881 §4).
        public var sourcePort: UInt16 { SingleHop.sourcePort(forDiscriminator: packet.myDiscriminator) }
    }

    public var packets: [Packet] = []
    public var changes: [LivenessChange] = []

    public init() {}
}

/// A BFD session that reached Up, or left it because the path is broken.
public struct LivenessChange: Hashable, Sendable {
    public var neighbor: Int
    public var isUp: Bool
    public var diagnostic: Diagnostic
    public var reason: StateChangeReason
    /// Neither end's BFD depends on a control plane: it is the path that is broken (RFC 5882 §4.3).
    public var isControlPlaneIndependent = false
}

/// How a control packet reached the router.
public struct ControlPacketArrival: Hashable, Sendable {
    public var source: IPAddress
    /// Place of the routing domain in the configuration.
    public var domain: Int
    public var destinationPort: UInt16
    /// TTL or hop limit on arrival.
    public var timeToLive: UInt8

    public init(source: IPAddress, domain: Int, destinationPort: UInt16, timeToLive: UInt8) {
        self.source = source
        self.domain = domain
        self.destinationPort = destinationPort
        self.timeToLive = timeToLive
    }
}
