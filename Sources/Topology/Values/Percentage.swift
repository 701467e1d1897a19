/// A share between nothing and all, exact to a millionth.
public struct Percentage: Hashable, Comparable, Sendable {
    /// 0...1_000_000.
    public var partsPerMillion: UInt32

    public init(partsPerMillion: UInt32) { self.partsPerMillion = Swift.min(partsPerMillion, 1_000_000) }

    public static let zero = Percentage(partsPerMillion: 0)

    public static func < (left: Self, right: Self) -> Bool { left.partsPerMillion < right.partsPerMillion }

    static let topologyPattern = #"^[0-9]+(\.[0-9]+)?%$"#
    static let topologySummary = "a percentage such as 5% or 0.1%"

    static func parseTopology(_ text: String) -> Parsed<Percentage> {
        do throws(Decimal.Failure) {
            let value = try Decimal.parse(text, units: [("%", 10_000)])
            guard value <= 1_000_000 else { return .wrong("more than 100%") }
            return .value(Percentage(partsPerMillion: UInt32(value)))
        } catch {
            return switch error {
            case .malformed, .unknownUnit: .wrong("a number and a percent sign are expected")
            case .tooLarge: .wrong("more than 100%")
            case .tooFine: .wrong("finer than 0.0001%")
            }
        }
    }
}
