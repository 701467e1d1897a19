/// Options of pcapng blocks: a code, a length, a value padded to four bytes.
extension BlockBuffer {
    mutating func appendOption(_ code: UInt16, text: String) {
        appendOption(code, bytes: Self.wellFormed(text))
    }

    mutating func appendOption(_ code: UInt16, number: UInt64) {
        reserve(12)
        append(code)
        append(UInt16(8))
        append(number)
    }

    mutating func appendOption(_ code: UInt16, bytes: [UInt8]) {
        reserve(8 + bytes.count)
        append(code)
        append(UInt16(truncatingIfNeeded: bytes.count))
        appendPadded(bytes.span.bytes)
    }

    /// Code and length zero.
    mutating func appendEndOfOptions() {
        reserve(4)
        append(UInt32(0))
    }

    /// UTF-8 without the zero byte that would end it early, cut between characters to what an option can hold.
    static func wellFormed(_ text: String, limit: Int = 0xFFF0) -> [UInt8] {
        var bytes = text.utf8.map { $0 == 0 ? UInt8(ascii: " ") : $0 }
        guard bytes.count > limit else { return bytes }
        var end = limit
        while end > 0, bytes[end] & 0xC0 == 0x80 { end -= 1 }
        bytes.removeSubrange(end...)
        return bytes
    }
}
