/// Encoded attributes of all sets in one buffer, in blocks of whole 16 bytes; freed blocks are reused for their size.
struct ByteArena: ~Copyable {
    private static let unit = 16
    private var bytes = UniqueList<UInt8>()
    /// Per size in units: first free block plus one, whose first four bytes hold the next.
    private var firstFree: [UInt32] = []

    var byteCount: Int { bytes.byteCount + firstFree.capacity * 4 }

    /// Stores octets; the result is where, in units.
    mutating func store(_ source: [UInt8]) -> UInt32 {
        let size = (source.count + Self.unit - 1) / Self.unit
        if size < firstFree.count, firstFree[size] != 0 {
            let block = firstFree[size] - 1
            let start = Int(block) * Self.unit
            firstFree[size] = link(at: start)
            bytes.overwrite(from: start, with: source.span)
            return block
        }
        let start = bytes.count
        bytes.append(contentsOf: source.span)
        bytes.extend(to: start + size * Self.unit, with: 0)
        return UInt32(truncatingIfNeeded: start / Self.unit)
    }

    mutating func free(_ block: UInt32, length: Int) {
        let size = (length + Self.unit - 1) / Self.unit
        if size == 0 { return }
        if size >= firstFree.count {
            firstFree.append(contentsOf: repeatElement(0, count: size + 1 - firstFree.count))
        }
        let start = Int(block) * Self.unit
        for index in 0..<4 { bytes[start + index] = UInt8(truncatingIfNeeded: firstFree[size] >> UInt32(index * 8)) }
        firstFree[size] = block + 1
    }

    @_lifetime(borrow self)
    func span(_ block: UInt32, length: Int) -> RawSpan {
        let start = Int(block) * Self.unit
        let span = bytes.span.bytes.extracting(start..<start + length)
        return _overrideLifetime(span, borrowing: self)
    }

    private func link(at start: Int) -> UInt32 {
        (0..<4).reduce(0) { $0 | UInt32(bytes[start + $1]) << UInt32($1 * 8) }
    }
}
