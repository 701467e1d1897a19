import Glibc
public import NetworkTypes

/// The system's monotonic clock, counted from a moment that several speakers may share.
public struct MonotonicClock: Sendable {
    private let origin: Int64

    /// Starts at zero now.
    public init() { origin = Self.nanoseconds }

    public var now: Instant { Instant(nanoseconds: Self.nanoseconds - origin) }

    private static var nanoseconds: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}
