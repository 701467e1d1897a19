import Foundation

/// Numbers as people read them.
enum Quantity {
    /// Three digits at most, with a unit for thousands or millions: `312`, `4.1 k`, `1.32 M`.
    static func rounded(_ value: Double) -> String {
        switch value {
        case ..<1e3: String(Int(value.rounded()))
        case ..<1e6: scaled(value / 1e3) + " k"
        case ..<1e9: scaled(value / 1e6) + " M"
        default: scaled(value / 1e9) + " G"
        }
    }

    static func bytes(_ count: Int) -> String {
        count < 1000 ? "\(count) B" : rounded(Double(count)) + "B"
    }

    /// With one decimal.
    static func seconds(_ duration: Duration) -> String { String(format: "%.1f", duration / .seconds(1)) }

    private static func scaled(_ value: Double) -> String {
        String(format: value < 9.995 ? "%.2f" : value < 99.95 ? "%.1f" : "%.0f", value)
    }
}
