import NetworkTypes

/// Counts connections that were refused, so that a flood of them becomes one line a second.
struct Refusals {
    private static let interval = Duration.seconds(1)

    private var count = 0
    private var lastReport: Instant?

    /// Counts one more; returns how many there were since the last report if it is time for another.
    mutating func note(at now: Instant) -> Int? {
        count += 1
        if let lastReport, now - lastReport < Self.interval { return nil }
        lastReport = now
        defer { count = 0 }
        return count
    }
}
