/// A point in time: nanoseconds since the start of a run.
///
/// Engines produce instants; everything below them receives them as arguments and never asks a clock.
/// Arithmetic saturates, so a duration that came from outside (a file, a peer) cannot trap.
public struct Instant: Hashable, Comparable, Sendable, BitwiseCopyable {
    public var nanoseconds: Int64

    @inlinable public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    public static let zero = Instant(nanoseconds: 0)
    public static let distantFuture = Instant(nanoseconds: .max)

    @inlinable public static func < (left: Instant, right: Instant) -> Bool { left.nanoseconds < right.nanoseconds }

    /// This instant moved by a number of nanoseconds, saturating at the ends of the range.
    @inlinable public func advanced(byNanoseconds delta: Int64) -> Instant {
        let (sum, overflow) = nanoseconds.addingReportingOverflow(delta)
        return Instant(nanoseconds: overflow ? (delta < 0 ? .min : .max) : sum)
    }

    @inlinable public static func + (left: Instant, right: Duration) -> Instant {
        left.advanced(byNanoseconds: right.nanoseconds)
    }

    @inlinable public static func - (left: Instant, right: Duration) -> Instant {
        // The smallest number has no opposite.
        left.advanced(byNanoseconds: right.nanoseconds == .min ? .max : -right.nanoseconds)
    }

    /// Time that passed from `right` to `left`; negative if `left` is the earlier one.
    @inlinable public static func - (left: Instant, right: Instant) -> Duration {
        let (difference, overflow) = left.nanoseconds.subtractingReportingOverflow(right.nanoseconds)
        return .nanoseconds(overflow ? (left < right ? .min : .max) : difference)
    }

    @inlinable public static func += (left: inout Instant, right: Duration) { left = left + right }
}

extension Instant: CustomStringConvertible {
    /// Seconds with nine decimals, such as `12.901312000`.
    public var description: String { Duration.nanoseconds(nanoseconds).decimalSeconds(fractionDigits: 9) }
}
