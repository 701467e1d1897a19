internal import NetworkTypes

/// The canonical encoding of a set, without NEXT_HOP, about to be sent.
struct EncodedAttributes: ~Escapable {
    private let bytes: RawSpan

    @_lifetime(copy bytes)
    init(_ bytes: RawSpan) { self.bytes = bytes }

    /// Appends the attributes with NEXT_HOP in its place by type, between AS_PATH and MULTI_EXIT_DISC, if there is one to add.
    func append(to target: inout [UInt8], nextHop: IPv4Address?) {
        var cursor = AttributeCursor(bytes)
        var split = bytes.byteCount
        while let attribute = cursor.next() {
            if attribute.type > 3 {
                split = attribute.start
                break
            }
        }
        target.append(bytes, 0..<split)
        if let address = nextHop?.rawValue {
            target.append(0x40)
            target.append(3)
            target.append(4)
            for shift in stride(from: UInt32(24), through: 0, by: -8) {
                target.append(UInt8(truncatingIfNeeded: address >> shift))
            }
        }
        target.append(bytes, split..<bytes.byteCount)
    }
}

extension [UInt8] {
    /// Appends a part of a span.
    mutating func append(_ bytes: RawSpan, _ range: Range<Int>) {
        for offset in range { if let octet = bytes.octet(at: offset) { append(octet) } }
    }
}
