import NetworkTypes

/// How late the engine is with what is due: when it was, that is worth a line in the journal.
///
/// Timers of the system are a little late always. What counts is a computer that has no time for longer, be it that others have it,
/// or that this engine has too much to do; then outages seem longer than they would be.
struct LatenessWatch {
    /// More than a timer is late by itself.
    static let threshold = Duration.milliseconds(5)
    /// So long after a line only what was at least twice as late has one of its own.
    static let interval = Duration.seconds(1)

    private var latest = Duration.zero
    private var quietUntil = Instant(nanoseconds: .min)

    /// How late something is that is done now, if that is to be told.
    mutating func note(due: Instant, at now: Instant) -> Duration? {
        let late = now - due
        guard late >= Self.threshold, now >= quietUntil || late >= latest * 2 else { return nil }
        latest = late
        quietUntil = now + Self.interval
        return late
    }
}
