/// Growing memory that blocks are written to, little-endian, so that a file looks the same whoever made it.
@usableFromInline struct BlockBuffer: ~Copyable {
    // SAFETY, for all of this type: it alone owns `base`, every write is preceded by `reserve` of at least as many
    // bytes (asserted in debug builds), and spans that it hands out depend on its lifetime.
    @usableFromInline var base: UnsafeMutableRawPointer
    @usableFromInline var capacity: Int
    @usableFromInline var count = 0

    init(capacity: Int) {
        self.capacity = Swift.max(capacity, 4096)
        base = .allocate(byteCount: self.capacity, alignment: 64)
    }

    // Inlinable, because the owner's own accessors are: optimised builds put it into them.
    @inlinable deinit { base.deallocate() }

    @usableFromInline var bytes: RawSpan {
        @_lifetime(borrow self)
        get { _overrideLifetime(RawSpan(_unsafeStart: base, byteCount: count), borrowing: self) }
    }

    /// Makes room for `extra` more bytes.
    @inlinable mutating func reserve(_ extra: Int) {
        if capacity &- count < extra { grow(extra) }
    }

    @usableFromInline mutating func grow(_ extra: Int) {
        precondition(extra >= 0 && extra < 1 << 40)
        let wanted = Swift.max(capacity * 2, count + extra)
        let larger = UnsafeMutableRawPointer.allocate(byteCount: wanted, alignment: 64)
        larger.copyMemory(from: base, byteCount: count)
        base.deallocate()
        base = larger
        capacity = wanted
    }

    mutating func removeAll() { count = 0 }

    @inlinable mutating func append<T: FixedWidthInteger & BitwiseCopyable>(_ value: T) {
        assert(capacity - count >= MemoryLayout<T>.size)
        (base + count).storeBytes(of: value.littleEndian, as: T.self)
        count &+= MemoryLayout<T>.size
    }

    /// Appends bytes, and zeros up to a multiple of four.
    @inlinable mutating func appendPadded(_ bytes: RawSpan) {
        let padded = (bytes.byteCount &+ 3) & ~3
        assert(capacity - count >= padded)
        // The last word first: its padding is what the bytes leave of it.
        if padded != bytes.byteCount { (base + (count &+ padded &- 4)).storeBytes(of: 0, as: UInt32.self) }
        bytes.withUnsafeBytes { source in
            if let start = source.baseAddress { (base + count).copyMemory(from: start, byteCount: source.count) }
        }
        count &+= padded
    }

    /// Writes the length of a block that began at `start`, in both of its places.
    mutating func closeBlock(from start: Int) {
        reserve(4)
        let length = UInt32(truncatingIfNeeded: count - start + 4)
        append(length)
        (base + (start + 4)).storeBytes(of: length.littleEndian, as: UInt32.self)
    }
}
