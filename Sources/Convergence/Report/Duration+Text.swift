internal import NetworkTypes

extension Duration {
    /// The span as people write it: whole and thousandth milliseconds below a second, seconds with up to three
    /// decimals above.
    var text: String {
        let total = nanoseconds
        let sign = total < 0 ? "-" : ""
        let magnitude = total.magnitude
        if magnitude == 0 { return "0 s" }
        // Rounding may carry over into a whole second.
        let microseconds = (magnitude + 500) / 1000
        if microseconds < 1_000_000 { return sign + Self.decimal(microseconds, "ms") }
        return sign + Self.decimal((magnitude + 500_000) / 1_000_000, "s")
    }

    private static func decimal(_ thousandths: UInt64, _ unit: String) -> String {
        var fraction = String(1000 + thousandths % 1000).dropFirst()
        while fraction.last == "0" { fraction.removeLast() }
        return "\(thousandths / 1000)\(fraction.isEmpty ? "" : "." + fraction) \(unit)"
    }
}
