/// What a stack has sent, taken in and thrown away.
public struct TCPCounters: Hashable, Sendable {
    public internal(set) var segmentsSent: UInt64 = 0
    public internal(set) var segmentsReceived: UInt64 = 0
    public internal(set) var bytesRetransmitted: UInt64 = 0
    /// Segments that were sent before, SYNs among them.
    public internal(set) var segmentsRetransmitted: UInt64 = 0
    public internal(set) var resetsSent: UInt64 = 0
    /// Packets that are not TCP, or whose headers contradict their length.
    public internal(set) var malformed: UInt64 = 0
    public internal(set) var badChecksum: UInt64 = 0
    /// Packets that came from further away than the neighbor's options allow.
    public internal(set) var timeToLiveTooLow: UInt64 = 0
    /// Segments without signature where one is demanded, and signed ones where none is expected.
    public internal(set) var md5Missing: UInt64 = 0
    public internal(set) var md5Unexpected: UInt64 = 0
    public internal(set) var md5Mismatch: UInt64 = 0
    /// All three of them.
    public var badSignatures: UInt64 { md5Missing &+ md5Unexpected &+ md5Mismatch }
    /// First segments that were dropped because the stack holds as many connections as it may.
    public internal(set) var overflow: UInt64 = 0

    public init() {}
}
