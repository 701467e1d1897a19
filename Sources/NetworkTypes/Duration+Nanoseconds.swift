extension Duration {
    /// Whole nanoseconds, truncated towards zero and saturated to what 64 bits hold (292 years).
    @inlinable public var nanoseconds: Int64 {
        let parts = components
        let (whole, overflow) = parts.seconds.multipliedReportingOverflow(by: 1_000_000_000)
        if overflow { return parts.seconds < 0 ? -Int64.max : .max }
        let (sum, carried) = whole.addingReportingOverflow(parts.attoseconds / 1_000_000_000)
        return carried ? (whole < 0 ? -Int64.max : .max) : sum
    }

    /// Seconds as a decimal number with exactly `fractionDigits` decimals (0 to 9), truncated, without floating point.
    public func decimalSeconds(fractionDigits: Int) -> String {
        let total = nanoseconds
        let magnitude = total.magnitude
        let whole = magnitude / 1_000_000_000
        var fraction = String(magnitude % 1_000_000_000)
        fraction = String(repeating: "0", count: 9 - fraction.count) + fraction
        let digits = Swift.max(0, Swift.min(9, fractionDigits))
        let sign = total < 0 ? "-" : ""
        return digits == 0 ? "\(sign)\(whole)" : "\(sign)\(whole).\(fraction.prefix(digits))"
    }
}
