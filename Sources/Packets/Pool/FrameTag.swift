/// What travels with a frame without being part of its bytes.
///
/// The network's own bookkeeping: which probe this is, where it stands in the trace, and what became of it.
public struct FrameTag: Hashable, Sendable, BitwiseCopyable {
    /// Record of the frame's last appearance in the trace; 0 = none.
    public var traceRecord: UInt64
    /// Probe flow that the frame belongs to; 0 = none.
    public var probe: UInt32
    /// Number of the packet within its probe flow.
    public var sequence: UInt32
    /// Journal event that caused the frame; -1 = none.
    public var cause: Int32
    /// Wires that the frame has crossed.
    public var hop: UInt16
    /// Free for the owner of the pool.
    public var flags: UInt16

    @inlinable public init(
        probe: UInt32 = 0,
        sequence: UInt32 = 0,
        traceRecord: UInt64 = 0,
        hop: UInt16 = 0,
        flags: UInt16 = 0,
        cause: Int32 = -1
    ) {
        self.traceRecord = traceRecord
        self.probe = probe
        self.sequence = sequence
        self.cause = cause
        self.hop = hop
        self.flags = flags
    }
}
