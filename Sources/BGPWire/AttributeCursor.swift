/// Steps through the headers of path attributes (RFC 4271 §4.3).
struct AttributeCursor: ~Escapable {
    let bytes: RawSpan
    private var offset: Int
    private let end: Int
    /// Set when a header or value reaches beyond the end (RFC 7606 §4); iteration stops there.
    private(set) var hasOverrun = false

    struct Attribute {
        var flags: UInt8
        var type: UInt8
        /// Header included.
        var range: Range<Int>
        var value: Range<Int>
    }

    @_lifetime(copy bytes)
    init(_ bytes: RawSpan, range: Range<Int>) {
        self.bytes = bytes
        offset = range.lowerBound
        end = Swift.min(range.upperBound, bytes.byteCount)
    }

    /// Where an attribute of `type` belongs among attributes in ascending order.
    static func offset(of type: UInt8, in attributes: RawSpan) -> Int {
        var cursor = AttributeCursor(attributes, range: 0..<attributes.byteCount)
        while let attribute = cursor.next() {
            if attribute.type >= type { return attribute.range.lowerBound }
        }
        return attributes.byteCount
    }

    /// The type of the attribute whose header was cut short or whose value reaches too far, if that much is there.
    var overrunType: UInt8? { offset + 1 < end ? bytes.loadUInt8(at: offset + 1) : nil }

    @inline(__always)
    mutating func next() -> Attribute? {
        guard offset < end else { return nil }
        guard end - offset >= 3, let flags = bytes.loadUInt8(at: offset), let type = bytes.loadUInt8(at: offset + 1)
        else {
            hasOverrun = true
            return nil
        }
        let isExtended = flags & AttributeType.extendedLengthFlag != 0
        let length =
            isExtended ? bytes.loadUInt16(at: offset + 2).map(Int.init) : bytes.loadUInt8(at: offset + 2).map(Int.init)
        let start = offset + (isExtended ? 4 : 3)
        guard let length, start <= end, length <= end - start else {
            hasOverrun = true
            return nil
        }
        defer { offset = start + length }
        return Attribute(flags: flags, type: type, range: offset..<start + length, value: start..<start + length)
    }
}
