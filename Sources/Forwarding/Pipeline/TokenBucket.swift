import NetworkTypes

/// A limit on how often something may be done: so many at once, and so many per second in the long run.
struct TokenBucket: Sendable {
    private let costNanoseconds: Int64
    private let burst: Int64
    /// When the bucket was, or will be, empty.
    private var emptyAt: Instant?

    init(perSecond: Int64, burst: Int64) {
        costNanoseconds = 1_000_000_000 / Swift.max(1, perSecond)
        self.burst = burst
    }

    /// Takes a token if there is one.
    mutating func take(at now: Instant) -> Bool {
        let fullSince = now.advanced(byNanoseconds: -costNanoseconds * burst)
        let empty = Swift.max(emptyAt ?? fullSince, fullSince).advanced(byNanoseconds: costNanoseconds)
        guard empty <= now else { return false }
        emptyAt = empty
        return true
    }
}
