internal import NetworkTypes

/// Writes JSON text into a byte array, in the order in which it is told, the same on every machine.
///
/// Nesting is by closures, so what was opened is closed. Numbers come from integers only: a decimal is an integer and
/// the
/// place of its point, and its trailing zeros are left out. The caller writes a key before each value inside an object.
///
///     var json = JSONWriter(layout: .line)
///     json.object {
///         $0.member("kind", "carrier.down")
///         $0.member("via", ["router/cpe1", "msee/amsterdam/1"])
///     }
public struct JSONWriter: Sendable {
    public enum Layout: Sendable {
        /// Everything on one line, with a space after each comma and colon.
        case line
        /// Each member on a line of its own, two spaces deeper per level; containers marked `inline` stay on one line.
        case indented
    }

    /// The text so far, UTF-8.
    public internal(set) var bytes: [UInt8] = []
    private var isInline: Bool
    private var isFirst = true
    private var followsKey = false
    private var depth = 0

    public init(layout: Layout) { isInline = layout == .line }

    /// Writes an object whose members `body` writes.
    public mutating func object(inline: Bool = false, _ body: (inout JSONWriter) -> Void) {
        container("{", "}", inline: inline, body)
    }

    /// Writes an array whose elements `body` writes.
    public mutating func array(inline: Bool = false, _ body: (inout JSONWriter) -> Void) {
        container("[", "]", inline: inline, body)
    }

    /// Writes the name of the member whose value comes next.
    public mutating func key(_ name: String) {
        separate()
        quote(name)
        append(": ")
        followsKey = true
    }

    public mutating func string(_ value: String) {
        separate()
        quote(value)
    }

    public mutating func integer(_ value: some FixedWidthInteger) {
        separate()
        append(String(value))
    }

    public mutating func boolean(_ value: Bool) {
        separate()
        append(value ? "true" : "false")
    }

    public mutating func null() {
        separate()
        append("null")
    }

    /// Writes a span of time as seconds.
    public mutating func seconds(_ value: Duration) { decimal(value.nanoseconds, fractionDigits: 9) }

    /// Writes `value` with its point moved `fractionDigits` places to the left and without trailing zeros.
    public mutating func decimal(_ value: Int64, fractionDigits: Int) {
        separate()
        let digits = String(value.magnitude)
        let padded = String(repeating: "0", count: max(0, fractionDigits + 1 - digits.count)) + digits
        var fraction = padded.suffix(max(0, fractionDigits))
        let whole = padded.dropLast(fraction.count)
        while fraction.last == "0" { fraction.removeLast() }
        if value < 0 { append("-") }
        append(String(whole))
        if !fraction.isEmpty { append("." + fraction) }
    }

    /// Ends the text with a line feed.
    public mutating func endLine() {
        bytes.append(UInt8(ascii: "\n"))
        isFirst = true
    }

    private mutating func container(
        _ opening: String,
        _ closing: String,
        inline: Bool,
        _ body: (inout JSONWriter) -> Void
    ) {
        separate()
        append(opening)
        let outerIsInline = isInline
        isInline = isInline || inline
        isFirst = true
        depth += 1
        body(&self)
        depth -= 1
        if !isFirst, !isInline { breakLine() }
        isInline = outerIsInline
        isFirst = false
        append(closing)
    }

    /// Puts what belongs between the previous value and the next one.
    private mutating func separate() {
        if followsKey {
            followsKey = false
            return
        }
        if !isFirst { bytes.append(UInt8(ascii: ",")) }
        if depth > 0, !isInline {
            breakLine()
        } else if !isFirst {
            bytes.append(UInt8(ascii: " "))
        }
        isFirst = false
    }

    private mutating func breakLine() {
        bytes.append(UInt8(ascii: "\n"))
        for _ in 0..<depth * 2 { bytes.append(UInt8(ascii: " ")) }
    }

    private mutating func append(_ text: some StringProtocol) { bytes.append(contentsOf: text.utf8) }

    /// RFC 8259 §7: quotation mark, reverse solidus and the control characters are escaped, everything else stays as
    /// it is.
    private mutating func quote(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""): append("\\\"")
            case UInt8(ascii: "\\"): append("\\\\")
            case 0x08: append("\\b")
            case 0x09: append("\\t")
            case 0x0A: append("\\n")
            case 0x0C: append("\\f")
            case 0x0D: append("\\r")
            case 0..<0x20: append(byte < 0x10 ? "\\u000" : "\\u00"); append(String(byte, radix: 16))
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }
}

extension JSONWriter {
    public mutating func member(_ name: String, _ value: String?) {
        key(name)
        if let value { string(value) } else { null() }
    }

    public mutating func member(_ name: String, _ value: (some FixedWidthInteger)?) {
        key(name)
        if let value { integer(value) } else { null() }
    }

    public mutating func member(_ name: String, _ value: Bool) {
        key(name)
        boolean(value)
    }

    /// Writes a span of time as seconds, or `null`.
    public mutating func member(_ name: String, seconds value: Duration?) {
        key(name)
        if let value { seconds(value) } else { null() }
    }

    /// Writes a list of strings on one line.
    public mutating func member(_ name: String, _ values: [String]) {
        key(name)
        array(inline: true) { for value in values { $0.string(value) } }
    }
}
