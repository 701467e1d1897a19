/// A number of bits per second.
public struct BitRate: Hashable, Comparable, Sendable {
    public var bitsPerSecond: UInt64

    public init(bitsPerSecond: UInt64) { self.bitsPerSecond = bitsPerSecond }

    public static func < (left: Self, right: Self) -> Bool { left.bitsPerSecond < right.bitsPerSecond }

    private static let units: [(name: String, factor: UInt64)] = [
        ("bps", 1), ("kbps", 1_000), ("Kbps", 1_000), ("Mbps", 1_000_000), ("Gbps", 1_000_000_000),
        ("Tbps", 1_000_000_000_000),
    ]

    static let topologyPattern = #"^[0-9]+(\.[0-9]+)?([kKMGT]?bps)$"#
    static let topologySummary = "a bandwidth such as 200Mbps or 1Gbps"

    static func parseTopology(_ text: String) -> Parsed<BitRate> {
        do throws(Decimal.Failure) {
            let value = try Decimal.parse(text, units: units)
            guard value > 0 else { return .wrong("it must be more than nothing") }
            return .value(BitRate(bitsPerSecond: value))
        } catch {
            return switch error {
            case .malformed: .wrong(nil)
            case .unknownUnit(""): .wrong("the unit is missing (bps, kbps, Mbps, Gbps or Tbps)")
            case .unknownUnit(let unit): .wrong("'\(unit)' is not a unit (bps, kbps, Mbps, Gbps or Tbps)")
            case .tooLarge: .wrong("too large")
            case .tooFine: .wrong("finer than a bit per second")
            }
        }
    }
}

extension BitRate: CustomStringConvertible {
    /// In the largest unit that leaves a whole number, such as `200Mbps`.
    public var description: String {
        let unit = Self.units.last { $0.name != "Kbps" && bitsPerSecond >= $0.factor && bitsPerSecond % $0.factor == 0 }
        guard let unit else { return "0bps" }
        return "\(bitsPerSecond / unit.factor)\(unit.name)"
    }
}
