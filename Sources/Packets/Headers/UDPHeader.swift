/// A UDP header (RFC 768).
public struct UDPHeader: Hashable, Sendable {
    public var sourcePort: UInt16
    public var destinationPort: UInt16
    /// Bytes of header and payload.
    public var length: UInt16
    /// 0 if the sender did not compute it.
    public var checksum: UInt16
    /// Where the payload stands in the bytes that were read; in a header that was made, as if it stood at 0.
    public internal(set) var payload: Range<Int>

    public init(sourcePort: UInt16, destinationPort: UInt16, payloadByteCount: Int) {
        precondition(payloadByteCount >= 0 && payloadByteCount <= 65535 - Self.byteCount)
        self.sourcePort = sourcePort
        self.destinationPort = destinationPort
        length = UInt16(Self.byteCount + payloadByteCount)
        checksum = 0
        payload = Self.byteCount..<(Self.byteCount + payloadByteCount)
    }

    /// Reads the header at the start of `range`, an IP packet's payload.
    ///
    /// The checksum is not verified here.
    public init(decoding bytes: RawSpan, in range: Range<Int>) throws(HeaderError) {
        try bytes.require(Self.byteCount, in: range)
        let offset = range.lowerBound
        sourcePort = bytes.loadBigEndian(at: offset)
        destinationPort = bytes.loadBigEndian(at: offset + 2)
        length = bytes.loadBigEndian(at: offset + 4)
        checksum = bytes.loadBigEndian(at: offset + 6)
        guard Int(length) >= Self.byteCount, Int(length) <= range.count else { throw .packetLength(Int(length)) }
        payload = (offset + Self.byteCount)..<(offset + Int(length))
    }

    @inlinable public static var byteCount: Int { 8 }

    /// Writes 8 bytes at `offset`, with ``checksum`` as it stands.
    public func write(into bytes: inout MutableRawSpan, at offset: Int) {
        bytes.storeBigEndian(sourcePort, at: offset)
        bytes.storeBigEndian(destinationPort, at: offset + 2)
        bytes.storeBigEndian(length, at: offset + 4)
        bytes.storeBigEndian(checksum, at: offset + 6)
    }
}
