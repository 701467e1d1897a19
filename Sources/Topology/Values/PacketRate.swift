/// A number of packets, or of routes, per second, which need not be whole.
public struct PacketRate: Hashable, Comparable, Sendable {
    /// Thousandths of a packet per minute, so that `0.5/s` and `90/m` stay whole; more than 0.
    var thousandthsPerMinute: UInt64

    init(thousandthsPerMinute: UInt64) { self.thousandthsPerMinute = thousandthsPerMinute }

    /// A whole number of packets per second, more than 0.
    public init(perSecond: UInt64) { thousandthsPerMinute = perSecond * 60_000 }

    /// The time between two packets, rounded down to a nanosecond.
    public var interval: Duration { .nanoseconds(Int64(60_000_000_000_000 / thousandthsPerMinute)) }

    /// Packets per second, rounded down.
    public var perSecond: UInt64 { thousandthsPerMinute / 60_000 }

    public static func < (left: Self, right: Self) -> Bool { left.thousandthsPerMinute < right.thousandthsPerMinute }

    static let topologyPattern = #"^[0-9]+(\.[0-9]+)?/(s|m)$"#
    static let topologySummary = "a packet rate such as 100/s"

    /// A million a second; faster probes measure the probing.
    private static let maximumPerSecond: UInt64 = 1_000_000

    static let routeSummary = "a rate of routes such as 10000/s"

    static func parseTopology(_ text: String) -> Parsed<PacketRate> {
        do throws(Decimal.Failure) {
            let value = try Decimal.parse(text, units: [("/s", 60_000), ("/m", 1_000)])
            guard value > 0 else { return .wrong("it must be more than nothing") }
            guard value <= maximumPerSecond * 60_000 else { return .wrong("more than \(maximumPerSecond)/s") }
            return .value(PacketRate(thousandthsPerMinute: value))
        } catch {
            return switch error {
            case .malformed, .unknownUnit: .wrong("a number and /s or /m are expected")
            case .tooLarge: .wrong("more than \(maximumPerSecond)/s")
            case .tooFine: .wrong("finer than a thousandth")
            }
        }
    }
}
