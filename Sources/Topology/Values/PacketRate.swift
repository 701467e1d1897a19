/// A number of packets per second, kept as the time between two of them.
struct PacketRate: Hashable, Sendable {
    var interval: Duration

    static let topologyPattern = #"^[0-9]+(\.[0-9]+)?/(s|m)$"#
    static let topologySummary = "a packet rate such as 100/s"

    /// A million a second; faster probes measure the probing.
    private static let maximumPerSecond: UInt64 = 1_000_000

    static func parseTopology(_ text: String) -> Parsed<PacketRate> {
        do throws(Decimal.Failure) {
            // Thousandths of a packet per minute, so that `0.5/s` and `90/m` stay whole.
            let value = try Decimal.parse(text, units: [("/s", 60_000), ("/m", 1_000)])
            guard value > 0 else { return .wrong("it must be more than nothing") }
            guard value <= maximumPerSecond * 60_000 else { return .wrong("more than \(maximumPerSecond)/s") }
            return .value(PacketRate(interval: .nanoseconds(Int64(60_000_000_000_000 / value))))
        } catch {
            return switch error {
            case .malformed, .unknownUnit: .wrong("a number and /s or /m are expected")
            case .tooLarge: .wrong("more than \(maximumPerSecond)/s")
            case .tooFine: .wrong("finer than a thousandth")
            }
        }
    }
}
