/// Walks encoded path attributes (RFC 4271 §4.3), stopping at the first that is cut short.
struct AttributeCursor: ~Escapable {
    private let bytes: RawSpan
    private(set) var offset = 0

    @_lifetime(copy bytes)
    init(_ bytes: RawSpan) { self.bytes = bytes }

    struct Attribute {
        var type: UInt8
        var flags: UInt8
        /// Where the attribute's header begins.
        var start: Int
        var value: Range<Int>
    }

    mutating func next() -> Attribute? {
        guard let flags = bytes.octet(at: offset), let type = bytes.octet(at: offset + 1) else { return nil }
        let length: Int
        let header: Int
        if flags & 0x10 != 0 {
            guard let long = bytes.number(at: offset + 2, as: UInt16.self) else { return nil }
            (length, header) = (Int(long), 4)
        } else {
            guard let short = bytes.octet(at: offset + 2) else { return nil }
            (length, header) = (Int(short), 3)
        }
        guard bytes.byteCount - offset - header >= length else { return nil }
        let start = offset
        offset += header + length
        return Attribute(type: type, flags: flags, start: start, value: start + header..<offset)
    }
}
