extension RawSpan {
    /// The octet at `offset`, or `nil` outside of the span.
    @inline(__always)
    func octet(at offset: Int) -> UInt8? {
        guard offset >= 0, offset < byteCount else { return nil }
        return unsafeLoad(fromByteOffset: offset, as: UInt8.self)
    }

    /// The number at `offset` in network order, or `nil` where too few octets are left.
    @inline(__always)
    func number<T: FixedWidthInteger & BitwiseCopyable>(at offset: Int, as: T.Type) -> T? {
        guard offset >= 0, byteCount - offset >= MemoryLayout<T>.size else { return nil }
        return T(bigEndian: unsafeLoadUnaligned(fromByteOffset: offset, as: T.self))
    }
}
