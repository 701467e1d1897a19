extension Duration {
    /// Whole nanoseconds, truncated towards zero and saturated to what 64 bits hold (292 years).
    @inlinable public var nanoseconds: Int64 {
        let whole = attoseconds / 1_000_000_000
        return Int64(exactly: whole) ?? (whole < 0 ? -Int64.max : .max)
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
