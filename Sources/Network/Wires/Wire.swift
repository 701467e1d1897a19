import NetworkTypes

/// A full-duplex Ethernet link between two ports, as it was planned.
public struct Wire: Sendable {
    /// Where a wire ends: a port of a node.
    public struct End: Hashable, Sendable, BitwiseCopyable {
        public var node: NodeIndex
        public var port: UInt16

        public init(node: NodeIndex, port: UInt16) {
            self.node = node
            self.port = port
        }
    }

    /// The wire's name in journal, trace and commands, such as `link/er-ams/primary/customer`.
    public let path: String
    public let a: End
    public let b: End
    public let latencyNanoseconds: Int64
    /// Bits per second; 0 is without limit.
    public let bandwidth: UInt64
    /// What a sender that wants more than `bandwidth` is clamped to; 0 if it is not.
    public var clampedBandwidth: UInt64 = 0
    /// Octets of the longest IP packet that gets through; 0 is no limit.
    public var mtu: UInt16 = 0

    public init(path: String, a: End, b: End, latency: Duration, bandwidth: UInt64) {
        self.path = path
        self.a = a
        self.b = b
        self.latencyNanoseconds = max(0, latency.nanoseconds)
        self.bandwidth = bandwidth
    }

    @inlinable public func end(_ side: WireSide) -> End { side == .a ? a : b }
}
