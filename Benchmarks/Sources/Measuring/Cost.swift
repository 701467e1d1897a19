import Foundation

/// What some work took of a single-threaded process.
public struct Cost: Sendable {
    public var wallSeconds = 0.0
    /// Processor time, in the kernel too.
    public var cpuSeconds = 0.0

    public init() {}

    /// Adds what `body` takes.
    public mutating func measure<Result>(_ body: () throws -> Result) rethrows -> Result {
        let (wall, cpu) = (Self.clock(CLOCK_MONOTONIC), Self.clock(CLOCK_PROCESS_CPUTIME_ID))
        defer {
            wallSeconds += Self.clock(CLOCK_MONOTONIC) - wall
            cpuSeconds += Self.clock(CLOCK_PROCESS_CPUTIME_ID) - cpu
        }
        return try body()
    }

    public static func + (left: Cost, right: Cost) -> Cost {
        var sum = left
        sum.wallSeconds += right.wallSeconds
        sum.cpuSeconds += right.cpuSeconds
        return sum
    }

    private static func clock(_ clock: clockid_t) -> Double {
        var time = timespec()
        clock_gettime(clock, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    /// The most memory that the process has had resident so far, in megabytes.
    public static var peakResidentMegabytes: Double {
        var usage = rusage()
        #if canImport(Darwin)
            getrusage(RUSAGE_SELF, &usage)
            return Double(usage.ru_maxrss) / 1e6
        #else
            getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
            return Double(usage.ru_maxrss) * 1024 / 1e6
        #endif
    }
}
