/// Octets written as hexadecimal digits; blanks are ignored.
struct Hex: ExpressibleByStringLiteral {
    let bytes: [UInt8]

    init(stringLiteral text: String) {
        let digits = text.compactMap(\.hexDigitValue)
        bytes = stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }
}

/// Octets of a literal, for rows of tables.
func hex(_ hex: Hex) -> [UInt8] { hex.bytes }

extension [UInt8] {
    /// The body of a message, header cut off.
    var body: [UInt8] { Array(dropFirst(19)) }
}
