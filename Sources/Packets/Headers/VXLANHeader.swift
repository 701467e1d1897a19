/// A VXLAN header (RFC 7348 §5).
public struct VXLANHeader: Hashable, Sendable, BitwiseCopyable {
    /// VXLAN network identifier, 24 bits.
    public var networkIdentifier: UInt32

    @inlinable public init(networkIdentifier: UInt32) { self.networkIdentifier = networkIdentifier & 0xFF_FFFF }

    /// Reads the header at the start of `range`, a UDP payload; the inner frame follows.
    ///
    /// Reserved bits are ignored.
    public init(decoding bytes: RawSpan, in range: Range<Int>) throws(HeaderError) {
        try bytes.require(Self.byteCount, in: range)
        let flags: UInt8 = bytes.loadBigEndian(at: range.lowerBound)
        guard flags & 0x08 != 0 else { throw .kind(UInt16(flags)) }
        networkIdentifier = bytes.loadBigEndian(at: range.lowerBound + 4, as: UInt32.self) >> 8
    }

    @inlinable public static var byteCount: Int { 8 }
    /// The UDP destination port that IANA assigned.
    @inlinable public static var port: UInt16 { 4789 }

    /// Writes 8 bytes at `offset`.
    public func write(into bytes: inout MutableRawSpan, at offset: Int) {
        bytes.storeBigEndian(0x0800_0000 << 32 | UInt64(networkIdentifier) << 8, at: offset)
    }
}
