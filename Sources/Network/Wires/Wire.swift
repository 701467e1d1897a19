public import NetworkTypes

/// A full-duplex Ethernet link between two ports, with a state of its own for each direction.
///
/// A wire has carrier while nothing holds it down; `epoch` changes whenever carrier is lost, so that frames which were
/// on their way then are recognised as lost when they would have arrived.
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

    /// What one direction does to frames.
    public struct Direction: Sendable, BitwiseCopyable {
        /// How many faults swallow everything silently at present.
        public var blackholes: Int16 = 0
        /// Until when the sender is busy with earlier frames.
        public var busyUntil = Instant(nanoseconds: .min)
        public var frames: UInt64 = 0
        public var bytes: UInt64 = 0
        public var lostFrames: UInt64 = 0

        public init() {}
    }

    /// The wire's name in journal, trace and commands, such as `link/er-ams/primary/customer`.
    public let path: String
    public let a: End
    public let b: End
    public let latencyNanoseconds: Int64
    /// Bits per second; 0 is without limit.
    public let bandwidth: UInt64
    /// How many reasons hold the carrier down at present: cuts, dead ends, link-loss forwarding.
    public private(set) var holds = 0
    public private(set) var epoch: UInt32 = 0
    public var towardsA = Direction()
    public var towardsB = Direction()
    /// The journal event that last changed what this wire does to frames.
    public var lastCause: Int?

    /// How long a frame may wait for a busy sender before it is dropped.
    static let queueLimitNanoseconds: Int64 = 50_000_000

    public init(path: String, a: End, b: End, latency: Duration, bandwidth: UInt64) {
        self.path = path
        self.a = a
        self.b = b
        self.latencyNanoseconds = max(0, latency.nanoseconds)
        self.bandwidth = bandwidth
    }

    @inlinable public var hasCarrier: Bool { holds == 0 }

    @inlinable public func end(_ side: WireSide) -> End { side == .a ? a : b }

    @inlinable public subscript(towards side: WireSide) -> Direction {
        get { side == .a ? towardsA : towardsB }
        set { if side == .a { towardsA = newValue } else { towardsB = newValue } }
    }

    /// Adds a reason for having no carrier; true if the wire had carrier until now.
    mutating func hold() -> Bool {
        holds += 1
        guard holds == 1 else { return false }
        epoch &+= 1
        towardsA.busyUntil = Instant(nanoseconds: .min)
        towardsB.busyUntil = Instant(nanoseconds: .min)
        return true
    }

    /// Takes one reason away; true if the wire has carrier from now on.
    mutating func release() -> Bool {
        precondition(holds > 0, "a wire is released as often as it was held")
        holds -= 1
        return holds == 0
    }

    /// Nanoseconds that a frame of `byteCount` octets occupies the sender.
    @inlinable func transmissionNanoseconds(byteCount: Int) -> Int64 {
        bandwidth == 0 ? 0 : Int64(clamping: UInt64(byteCount) * 8 * 1_000_000_000 / bandwidth)
    }
}
