// SAFETY: the loads are of trivial types, for which every bit pattern is a value, and the ones used here check their bounds in
// every build; the guards in front of them turn a short message into `nil` instead of a trap. The stores stay within the room that
// there is, which their preconditions check, and initialise all octets that then count.

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
        append(addingCapacity: range.count) { octets in octets.append(bytes, range) }
    }

    /// Appends the first `count` octets, at most eight, of a word in network order.
    @inlinable @inline(__always) mutating func append(_ word: UInt64, count: Int) {
        append(addingCapacity: 8) { octets in octets.append(word, count: count) }
    }

    /// Appends a number in network order.
    @inlinable mutating func append(bigEndian value: UInt16) { append(UInt64(value) << 48, count: 2) }

    /// Appends a number in network order.
    @inlinable mutating func append(bigEndian value: UInt32) { append(UInt64(value) << 32, count: 4) }

    /// Appends a number in network order.
    @inlinable mutating func append(bigEndian value: UInt64) { append(value, count: 8) }

    /// Overwrites two octets that were left for a length.
    @inlinable mutating func patch(_ value: UInt16, at offset: Int) {
        self[offset] = UInt8(truncatingIfNeeded: value >> 8)
        self[offset + 1] = UInt8(truncatingIfNeeded: value)
    }
}

extension OutputSpan<UInt8> {
    /// Appends the first `count` octets, at most eight, of a word in network order; needs room for eight.
    @inlinable @inline(__always) mutating func append(_ word: UInt64, count: Int) {
        withUnsafeMutableBufferPointer { buffer, initialized in
            precondition(count >= 0 && count <= 8 && buffer.count - initialized >= 8)
            UnsafeMutableRawBufferPointer(buffer)
                .storeBytes(of: word.bigEndian, toByteOffset: initialized, as: UInt64.self)
            initialized += count
        }
    }

    /// Appends the octets of `range`; traps without room for them.
    package mutating func append(_ bytes: RawSpan, _ range: Range<Int>) {
        bytes.extracting(range).withUnsafeBytes { source in
            guard let start = source.baseAddress, !source.isEmpty else { return }
            withUnsafeMutableBufferPointer { buffer, initialized in
                precondition(buffer.count - initialized >= source.count)
                guard let target = buffer.baseAddress else { return }
                UnsafeMutableRawPointer(target + initialized).copyMemory(from: start, byteCount: source.count)
                initialized += source.count
            }
        }
    }
}
