import NetworkTypes

extension Duration {
    private static let units: [(name: String, factor: UInt64)] = [
        ("ns", 1), ("us", 1_000), ("ms", 1_000_000), ("s", 1_000_000_000), ("m", 60_000_000_000),
        ("h", 3_600_000_000_000),
    ]
    /// A year; nothing in a topology lasts longer.
    private static let maximumNanoseconds: UInt64 = 365 * 24 * 3_600 * 1_000_000_000

    static let topologyPattern = #"^-?[0-9]+(\.[0-9]+)?(ns|us|ms|s|m|h)$"#
    static let topologySummary = "a duration such as 300ms or 1.5s"

    /// Parses `300ms`, `1.5s`, `2m`, `-1s`; nothing finer than a nanosecond, nothing longer than a year.
    static func parseTopology(_ text: String) -> Parsed<Duration> {
        let isNegative = text.hasPrefix("-")
        do throws(Decimal.Failure) {
            let nanoseconds = try Decimal.parse(isNegative ? text.dropFirst() : text[...], units: units)
            guard nanoseconds <= maximumNanoseconds else { return .wrong("longer than a year") }
            let signed = Int64(clamping: nanoseconds)
            return .value(.nanoseconds(isNegative ? -signed : signed))
        } catch {
            return switch error {
            case .malformed: .wrong(nil)
            case .unknownUnit(""): .wrong("the unit is missing (ns, us, ms, s, m or h)")
            case .unknownUnit(let unit): .wrong("'\(unit)' is not a unit of time (ns, us, ms, s, m or h)")
            case .tooLarge: .wrong("longer than a year")
            case .tooFine: .wrong("finer than a nanosecond")
            }
        }
    }

    /// The shortest text that parses to the same duration, such as `300ms` or `1.5s`; nanoseconds at the finest.
    public var topologyText: String {
        let total = nanoseconds
        if total == 0 { return "0s" }
        let sign = total < 0 ? "-" : ""
        let magnitude = total.magnitude
        // Seconds are clearer than minutes in a list of times.
        let unit = Self.units.prefix { $0.name != "m" }.last { magnitude % $0.factor == 0 } ?? Self.units[0]
        return "\(sign)\(magnitude / unit.factor)\(unit.name)"
    }
}

/// A text that is no duration.
public struct InvalidDuration: Error, Hashable, Sendable {
    /// What is wrong with it, as a clause.
    public var reason: String
}

extension Duration {
    /// Understands text as topology files write it, such as `300ms`; negative durations too.
    public init(topologyText text: String) throws(InvalidDuration) {
        switch Self.parseTopology(text) {
        case .value(let value): self = value
        case .wrong(let reason): throw InvalidDuration(reason: reason ?? "expected \(Self.topologySummary)")
        }
    }
}
