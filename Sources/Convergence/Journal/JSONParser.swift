/// Reads one JSON text (RFC 8259) out of a range of bytes, strictly, and with exact numbers.
struct JSONParser {
    static let maximumDepth = 32

    private let bytes: [UInt8]
    /// Where the next byte is read; after an error, where it showed.
    private(set) var offset: Int
    private let end: Int

    init(_ bytes: [UInt8], in range: Range<Int>) {
        self.bytes = bytes
        let range = range.clamped(to: bytes.indices)
        (offset, end) = (range.lowerBound, range.upperBound)
    }

    /// The text's only value.
    mutating func parse() throws(JSONError) -> JSONValue {
        let value = try value(depth: 0)
        skipSpace()
        guard offset == end else { throw .trailingBytes }
        return value
    }

    private var next: UInt8? { offset < end ? bytes[offset] : nil }

    private mutating func value(depth: Int) throws(JSONError) -> JSONValue {
        guard depth < Self.maximumDepth else { throw .tooDeep }
        skipSpace()
        guard let byte = next else { throw .unexpectedEnd }
        switch byte {
        case UInt8(ascii: "{"): return try object(depth: depth)
        case UInt8(ascii: "["): return try array(depth: depth)
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .boolean(true))
        case UInt8(ascii: "f"): return try word("false", .boolean(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return .number(try number())
        }
    }

    private mutating func object(depth: Int) throws(JSONError) -> JSONValue {
        var members: [JSONValue.Member] = []
        offset += 1
        if try takeAfterSpace(UInt8(ascii: "}")) { return .object(members) }
        while true {
            skipSpace()
            guard let byte = next else { throw .unexpectedEnd }
            guard byte == UInt8(ascii: "\"") else { throw .unexpectedByte(byte) }
            let name = try string()
            guard try takeAfterSpace(UInt8(ascii: ":")) else { throw .unexpectedByte(bytes[offset]) }
            members.append(JSONValue.Member(name: name, value: try value(depth: depth + 1)))
            if try takeAfterSpace(UInt8(ascii: "}")) { return .object(members) }
            guard try takeAfterSpace(UInt8(ascii: ",")) else { throw .unexpectedByte(bytes[offset]) }
        }
    }

    private mutating func array(depth: Int) throws(JSONError) -> JSONValue {
        var elements: [JSONValue] = []
        offset += 1
        if try takeAfterSpace(UInt8(ascii: "]")) { return .array(elements) }
        while true {
            elements.append(try value(depth: depth + 1))
            if try takeAfterSpace(UInt8(ascii: "]")) { return .array(elements) }
            guard try takeAfterSpace(UInt8(ascii: ",")) else { throw .unexpectedByte(bytes[offset]) }
        }
    }

    private mutating func word(_ word: String, _ value: JSONValue) throws(JSONError) -> JSONValue {
        for expected in word.utf8 {
            guard let byte = next else { throw .unexpectedEnd }
            guard byte == expected else { throw .unexpectedByte(byte) }
            offset += 1
        }
        return value
    }

    /// Takes `byte` if it comes next after white space; throws at the end of the text.
    private mutating func takeAfterSpace(_ byte: UInt8) throws(JSONError) -> Bool {
        skipSpace()
        guard let next else { throw .unexpectedEnd }
        guard next == byte else { return false }
        offset += 1
        return true
    }

    private mutating func skipSpace() {
        while let byte = next, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D { offset += 1 }
    }
}

extension JSONParser {
    private mutating func number() throws(JSONError) -> JSONNumber {
        var number = JSONNumber(isNegative: false, mantissa: 0, exponent: 0)
        if next == UInt8(ascii: "-") {
            number.isNegative = true
            offset += 1
        }
        let startsWithZero = next == UInt8(ascii: "0")
        let wholeDigits = try digits(into: &number.mantissa)
        if startsWithZero, wholeDigits > 1 { throw .unexpectedByte(UInt8(ascii: "0")) }
        if next == UInt8(ascii: ".") {
            offset += 1
            number.exponent = -(try digits(into: &number.mantissa))
        }
        if next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
            offset += 1
            let sign = next
            if sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") { offset += 1 }
            var exponent: UInt64 = 0
            _ = try digits(into: &exponent)
            guard exponent <= 1000 else { throw .numberOutOfRange }
            number.exponent += sign == UInt8(ascii: "-") ? -Int(exponent) : Int(exponent)
        }
        return number
    }

    /// Appends decimal digits to `value`, at least one, and says how many there were.
    private mutating func digits(into value: inout UInt64) throws(JSONError) -> Int {
        var count = 0
        while let byte = next, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) {
            let (product, first) = value.multipliedReportingOverflow(by: 10)
            let (sum, second) = product.addingReportingOverflow(UInt64(byte - UInt8(ascii: "0")))
            if first || second { throw .numberOutOfRange }
            value = sum
            count += 1
            offset += 1
        }
        if count == 0 {
            guard let next else { throw .unexpectedEnd }
            throw .unexpectedByte(next)
        }
        return count
    }
}

extension JSONParser {
    private mutating func string() throws(JSONError) -> String {
        var text: [UInt8] = []
        offset += 1
        while let byte = next {
            switch byte {
            case UInt8(ascii: "\""):
                offset += 1
                guard let string = String(validating: text, as: UTF8.self) else { throw .badString }
                return string
            case UInt8(ascii: "\\"):
                offset += 1
                try escape(into: &text)
            case 0..<0x20: throw .badString
            default:
                text.append(byte)
                offset += 1
            }
        }
        throw .unexpectedEnd
    }

    private mutating func escape(into text: inout [UInt8]) throws(JSONError) {
        guard let byte = next else { throw .unexpectedEnd }
        offset += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"): text.append(contentsOf: String(try scalar()).utf8)
        default: throw .badEscape
        }
    }

    /// The scalar of one `\u` escape, or of two that are surrogates of each other.
    private mutating func scalar() throws(JSONError) -> Character {
        var value = UInt32(try codeUnit())
        if value >> 10 == 0xD800 >> 10 {
            guard next == UInt8(ascii: "\\") else { throw .badEscape }
            offset += 1
            guard next == UInt8(ascii: "u") else { throw .badEscape }
            offset += 1
            let low = UInt32(try codeUnit())
            guard low >> 10 == 0xDC00 >> 10 else { throw .badEscape }
            value = 0x10000 + ((value & 0x3FF) << 10 | low & 0x3FF)
        }
        guard let scalar = Unicode.Scalar(value) else { throw .badEscape }
        return Character(scalar)
    }

    private mutating func codeUnit() throws(JSONError) -> UInt16 {
        var value: UInt16 = 0
        for _ in 0..<4 {
            guard let byte = next else { throw .unexpectedEnd }
            guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue, byte < 0x80 else { throw .badEscape }
            value = value << 4 | UInt16(digit)
            offset += 1
        }
        return value
    }
}
