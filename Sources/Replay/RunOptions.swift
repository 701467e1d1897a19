/// How a topology is replayed, whichever engine does it.
public struct RunOptions: Sendable {
    public var seed: UInt64
    /// End of the run, from time zero; the scenario's duration unless given.
    public var until: Duration?
    /// Which frames are kept in the trace, an expression for libpcap.
    public var filter: String?
    /// Whether frames are kept at all.
    public var tracesFrames: Bool
    /// Whether the journal is kept in its file only, as it must be for a run without an end.
    public var isEndless = false

    public init(seed: UInt64 = 1, until: Duration? = nil, filter: String? = nil, tracesFrames: Bool = true) {
        self.seed = seed
        self.until = until
        self.filter = filter
        self.tracesFrames = tracesFrames
    }
}
