internal import NetworkTypes

/// How far two times may lie apart and still count as the same: the larger of a share and a span.
public struct Tolerance: Hashable, Sendable {
    /// Of the time in the first run, in thousandths.
    public var permille: Int
    public var span: Duration

    public init(permille: Int, span: Duration) {
        self.permille = permille
        self.span = span
    }

    /// 10 % or 20 ms.
    public static let standard = Tolerance(permille: 100, span: .milliseconds(20))

    /// How much longer or shorter than `time` is still the same.
    public func room(at time: Duration) -> Duration {
        let nanoseconds = Int128(time.nanoseconds.magnitude) * Int128(permille) / 1000
        return max(span, .nanoseconds(Int64(clamping: nanoseconds)))
    }

    public func areSame(_ first: Duration, _ second: Duration) -> Bool {
        let distance = first < second ? second - first : first - second
        return distance <= room(at: first)
    }
}
