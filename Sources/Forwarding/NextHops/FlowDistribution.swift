/// How a flow's hash chooses among the members of a group, and so which flows move when one of them dies.
public enum FlowDistribution: Hashable, Sendable, BitwiseCopyable {
    /// Only the flows of a member that dies move; it takes them back when it returns (``BucketRanking``).
    case resilient
    /// The hashes are divided into equal regions, one per living member in a fixed order (RFC 2992 §2): when one dies the
    /// borders move, and between a quarter and half of all flows with them.
    case hashThreshold
    /// The remainder of a division by the number of living members (RFC 2991 §4): when one dies nearly every flow moves.
    case modulo

    /// The place of a bucket's member among `total` shares in a row, none of them dead.
    @inline(__always) func place(of bucket: UInt32, among total: UInt32) -> UInt32 {
        self == .modulo ? bucket % total : (bucket &* total) >> 8
    }
}
