// SAFETY: the loads are of trivial types, for which every bit pattern is a value, and the ones used here check their bounds in
// every build; the guards in front of them turn a short message into `nil` instead of a trap.

extension RawSpan {
    /// The octet at `offset`, or `nil` outside of the span.
    @inlinable func loadUInt8(at offset: Int) -> UInt8? {
        guard offset >= 0, offset < byteCount else { return nil }
        return unsafeLoad(fromByteOffset: offset, as: UInt8.self)
    }

    /// The number at `offset` in network order, or `nil` where fewer than two octets are left.
    @inlinable func loadUInt16(at offset: Int) -> UInt16? {
        guard offset >= 0, byteCount - offset >= 2 else { return nil }
        return UInt16(bigEndian: unsafeLoadUnaligned(fromByteOffset: offset, as: UInt16.self))
    }

    /// The number at `offset` in network order, or `nil` where fewer than four octets are left.
    @inlinable func loadUInt32(at offset: Int) -> UInt32? {
        guard offset >= 0, byteCount - offset >= 4 else { return nil }
        return UInt32(bigEndian: unsafeLoadUnaligned(fromByteOffset: offset, as: UInt32.self))
    }

    /// The number at `offset` in network order, or `nil` where fewer than eight octets are left.
    @inlinable func loadUInt64(at offset: Int) -> UInt64? {
        guard offset >= 0, byteCount - offset >= 8 else { return nil }
        return UInt64(bigEndian: unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }

    /// The octets of `range` cut to the span, as an array.
    func copy(_ range: Range<Int>) -> [UInt8] {
        var octets: [UInt8] = []
        octets.append(self, range)
        return octets
    }

    /// The elements of a list of fixed-size items, read by `load` at each item's offset.
    @inline(__always)
    func loadList<Element>(_ range: Range<Int>, stride: Int, _ load: (RawSpan, Int) -> Element) -> [Element] {
        var list: [Element] = []
        list.reserveCapacity(range.count / stride)
        for index in 0..<range.count / stride { list.append(load(self, range.lowerBound + index * stride)) }
        return list
    }
}

extension [UInt8] {
    /// Appends the octets of `range` cut to the span.
    mutating func append(_ bytes: RawSpan, _ range: Range<Int>) {
        let range = range.clamped(to: 0..<bytes.byteCount)
        bytes.extracting(range).withUnsafeBytes { append(contentsOf: $0) }
    }

    /// Appends a number in network order.
    @inlinable mutating func append(bigEndian value: UInt16) {
        append(UInt8(truncatingIfNeeded: value >> 8))
        append(UInt8(truncatingIfNeeded: value))
    }

    /// Appends a number in network order.
    @inlinable mutating func append(bigEndian value: UInt32) {
        append(bigEndian: UInt16(truncatingIfNeeded: value >> 16))
        append(bigEndian: UInt16(truncatingIfNeeded: value))
    }

    /// Appends a number in network order.
    @inlinable mutating func append(bigEndian value: UInt64) {
        append(bigEndian: UInt32(truncatingIfNeeded: value >> 32))
        append(bigEndian: UInt32(truncatingIfNeeded: value))
    }

    /// Overwrites two octets that were left for a length.
    @inlinable mutating func patch(_ value: UInt16, at offset: Int) {
        self[offset] = UInt8(truncatingIfNeeded: value >> 8)
        self[offset + 1] = UInt8(truncatingIfNeeded: value)
    }
}
