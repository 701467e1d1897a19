/// What passed an interface since it was made.
public struct InterfaceCounters: Hashable, Sendable, BitwiseCopyable {
    public var packetsIn: UInt64 = 0
    /// Bytes of the frames, tags and outer headers included.
    public var bytesIn: UInt64 = 0
    public var packetsOut: UInt64 = 0
    public var bytesOut: UInt64 = 0

    @inlinable public init() {}
}
