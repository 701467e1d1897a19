internal import BGPWire

/// The canonical encoding of a set, without NEXT_HOP.
struct EncodedAttributes: ~Escapable {
    let bytes: RawSpan

    @_lifetime(copy bytes)
    init(_ bytes: RawSpan) { self.bytes = bytes }
}

extension [UInt8] {
    /// Appends a part of a span.
    mutating func append(_ bytes: RawSpan, _ range: Range<Int>) {
        append(addingCapacity: range.count) { octets in octets.append(bytes, range) }
    }
}
