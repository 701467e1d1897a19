/// AS_PATH as it stands in an encoded set, for comparing.
struct ASPathOctets: ~Escapable {
    private let value: RawSpan

    @_lifetime(copy encoding)
    init(_ encoding: RawSpan) {
        var cursor = AttributeCursor(encoding)
        var range = 0..<0
        while let attribute = cursor.next(), attribute.type <= 2 {
            if attribute.type == 2 { range = attribute.value }
        }
        value = encoding.extracting(range)
    }

    func isEqual(to other: borrowing ASPathOctets) -> Bool {
        guard value.byteCount == other.value.byteCount else { return false }
        for offset in 0..<value.byteCount where value.octet(at: offset) != other.value.octet(at: offset) {
            return false
        }
        return true
    }
}
