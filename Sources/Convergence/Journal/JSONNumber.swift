/// A decimal number as it was written: `mantissa` × 10 to the power `exponent`, without the rounding of floating point.
struct JSONNumber: Hashable, Sendable {
    var isNegative: Bool
    var mantissa: UInt64
    var exponent: Int

    /// The value times 10 to the power `digits`, if that is a whole number of 64 bits.
    func scaled(byDigits digits: Int) -> Int64? {
        guard let magnitude = magnitude(scaledByDigits: digits) else { return nil }
        if isNegative { return magnitude <= Int64.min.magnitude ? Int64(truncatingIfNeeded: 0 &- magnitude) : nil }
        return Int64(exactly: magnitude)
    }

    /// The value if it is a whole number that is not negative.
    var unsigned: UInt64? { isNegative && mantissa != 0 ? nil : magnitude(scaledByDigits: 0) }

    private func magnitude(scaledByDigits digits: Int) -> UInt64? {
        guard mantissa != 0 else { return 0 }
        var magnitude = mantissa
        let power = exponent + digits
        // Twenty places exceed 64 bits whatever the mantissa.
        guard (-20...20).contains(power) else { return nil }
        for _ in 0..<abs(power) {
            if power > 0 {
                let (product, overflow) = magnitude.multipliedReportingOverflow(by: 10)
                if overflow { return nil }
                magnitude = product
            } else {
                if magnitude % 10 != 0 { return nil }
                magnitude /= 10
            }
        }
        return magnitude
    }
}
