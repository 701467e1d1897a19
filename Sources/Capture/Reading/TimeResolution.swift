/// The unit and origin of an interface's time stamps (pcapng options if_tsresol and if_tsoffset).
struct TimeResolution: Hashable, Sendable {
    /// Units in a second: a power of ten, or of two.
    var unitsPerSecond: UInt64 = 1_000_000
    var offsetSeconds: Int64 = 0

    /// Takes the option's byte; exponents beyond what 64 bits hold count as the largest that fits.
    mutating func setExponent(_ code: UInt8) {
        let exponent = UInt64(code & 0x7F)
        if code & 0x80 != 0 {
            unitsPerSecond = 1 << Swift.min(exponent, 63)
        } else {
            unitsPerSecond = (0..<Swift.min(exponent, 19)).reduce(1) { product, _ in product * 10 }
        }
    }

    /// Nanoseconds since 1970, saturated.
    func nanoseconds(_ stamp: UInt64) -> Int64 {
        let (seconds, rest) = stamp.quotientAndRemainder(dividingBy: unitsPerSecond)
        // The rest is below the units of a second, so the quotient is below 10^9.
        let product = rest.multipliedFullWidth(by: 1_000_000_000)
        let fraction = Int64(unitsPerSecond.dividingFullWidth(product).quotient)
        let (whole, overflow) = Int64(clamping: seconds).addingReportingOverflow(offsetSeconds)
        let (scaled, scaleOverflow) = whole.multipliedReportingOverflow(by: 1_000_000_000)
        let (sum, sumOverflow) = scaled.addingReportingOverflow(fraction)
        if overflow { return offsetSeconds < 0 ? .min : .max }
        if scaleOverflow { return whole < 0 ? .min : .max }
        return sumOverflow ? .max : sum
    }
}
