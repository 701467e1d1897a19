extension RawSpan {
    /// The number in network order at `offset`; reading beyond the end is the caller's mistake and traps.
    @inlinable public func loadBigEndian<T: FixedWidthInteger & BitwiseCopyable>(
        at offset: Int,
        as type: T.Type = T.self
    ) -> T {
        T(bigEndian: unsafeLoadUnaligned(fromByteOffset: offset, as: T.self))
    }

    /// The number in network order at `offset`, for offsets that came from outside.
    @inlinable public func readBigEndian<T: FixedWidthInteger & BitwiseCopyable>(
        at offset: Int,
        as type: T.Type = T.self
    ) throws(HeaderError) -> T {
        try require(MemoryLayout<T>.size, at: offset)
        return loadBigEndian(at: offset)
    }

    /// Throws unless `count` bytes stand at `offset`.
    @inlinable public func require(_ count: Int, at offset: Int) throws(HeaderError) {
        guard offset >= 0, count >= 0, offset <= byteCount, count <= byteCount &- offset else {
            throw .truncated(offset: offset, needed: count, available: Swift.max(0, byteCount - Swift.max(0, offset)))
        }
    }

    /// Throws unless `range` lies within these bytes and begins with `count` bytes.
    @inlinable public func require(_ count: Int, in range: Range<Int>) throws(HeaderError) {
        try require(range.count, at: range.lowerBound)
        guard count <= range.count else {
            throw .truncated(offset: range.lowerBound, needed: count, available: range.count)
        }
    }

    /// The 48-bit address at `offset`; traps beyond the end.
    @inlinable func loadMAC(at offset: Int) -> UInt64 {
        UInt64(loadBigEndian(at: offset, as: UInt32.self)) << 16
            | UInt64(loadBigEndian(at: offset &+ 4, as: UInt16.self))
    }
}

extension MutableRawSpan {
    /// The number in network order at `offset`; traps beyond the end.
    @inlinable public func loadBigEndian<T: FixedWidthInteger & BitwiseCopyable>(
        at offset: Int,
        as type: T.Type = T.self
    ) -> T {
        T(bigEndian: unsafeLoadUnaligned(fromByteOffset: offset, as: T.self))
    }

    /// Writes a number in network order; writing beyond the end is the caller's mistake and traps.
    @inlinable public mutating func storeBigEndian<T: FixedWidthInteger & BitwiseCopyable>(_ value: T, at offset: Int) {
        storeBytes(of: value.bigEndian, toByteOffset: offset, as: T.self)
    }

    /// Writes a 48-bit number in network order.
    @inlinable mutating func storeMAC(_ value: UInt64, at offset: Int) {
        storeBigEndian(UInt32(truncatingIfNeeded: value >> 16), at: offset)
        storeBigEndian(UInt16(truncatingIfNeeded: value), at: offset &+ 4)
    }

    /// Copies `source` to `offset`; traps if it does not fit.
    @inlinable public mutating func copyBytes(_ source: RawSpan, at offset: Int) {
        precondition(offset >= 0 && offset <= byteCount && source.byteCount <= byteCount &- offset)
        // SAFETY: the range was checked above, and the two spans cannot overlap, since this one is held exclusively.
        withUnsafeMutableBytes { target in
            source.withUnsafeBytes { bytes in
                guard bytes.count > 0, let start = target.baseAddress, let from = bytes.baseAddress else { return }
                (start + offset).copyMemory(from: from, byteCount: bytes.count)
            }
        }
    }
}
