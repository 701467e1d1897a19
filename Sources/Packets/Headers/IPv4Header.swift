public import NetworkTypes

/// An IPv4 header (RFC 791).
///
/// Options are skipped when read and never written.
public struct IPv4Header: Hashable, Sendable {
    public var source: IPv4Address
    public var destination: IPv4Address
    public var payloadProtocol: IPProtocol
    public var timeToLive: UInt8
    /// DSCP (6 bits) and ECN (2 bits).
    public var trafficClass: UInt8
    public var identification: UInt16
    public var dontFragment: Bool
    public var moreFragments: Bool
    /// Place of this fragment in the packet, in bytes.
    public var fragmentOffset: UInt16
    /// Bytes of the packet, header included.
    public var totalLength: UInt16
    /// Bytes of the header, options included; 20 to 60.
    public internal(set) var headerByteCount: UInt8
    /// Where the payload stands in the bytes that were read; in a header that was made, as if it stood at 0.
    public internal(set) var payload: Range<Int>

    public init(
        source: IPv4Address,
        destination: IPv4Address,
        payloadProtocol: IPProtocol,
        payloadByteCount: Int,
        timeToLive: UInt8 = 64,
        trafficClass: UInt8 = 0,
        identification: UInt16 = 0,
        dontFragment: Bool = true
    ) {
        precondition(payloadByteCount >= 0 && payloadByteCount <= 65535 - Self.byteCount)
        self.source = source
        self.destination = destination
        self.payloadProtocol = payloadProtocol
        self.timeToLive = timeToLive
        self.trafficClass = trafficClass
        self.identification = identification
        self.dontFragment = dontFragment
        moreFragments = false
        fragmentOffset = 0
        totalLength = UInt16(Self.byteCount + payloadByteCount)
        headerByteCount = UInt8(Self.byteCount)
        payload = Self.byteCount..<(Self.byteCount + payloadByteCount)
    }

    /// Reads the header at `offset` and verifies lengths and checksum.
    ///
    /// Bytes behind the total length are padding.
    public init(decoding bytes: RawSpan, at offset: Int) throws(HeaderError) {
        try self.init(quotedIn: bytes, at: offset)
        let end = offset + Int(totalLength)
        guard end <= bytes.byteCount else { throw .packetLength(Int(totalLength)) }
        payload = (offset + Int(headerByteCount))..<end
        var sum = InternetChecksum()
        sum.add(bytes, in: offset..<(offset + Int(headerByteCount)))
        guard sum.value == 0 else { throw .checksum(bytes.loadBigEndian(at: offset + 10)) }
    }

    /// Reads a header that an ICMP error quotes: the packet may be cut short, and its checksum may be of any time.
    public init(quotedIn bytes: RawSpan, at offset: Int) throws(HeaderError) {
        try bytes.require(Self.byteCount, at: offset)
        let first: UInt8 = bytes.loadBigEndian(at: offset)
        guard first >> 4 == 4 else { throw .version(first >> 4) }
        let headerLength = Int(first & 15) * 4
        guard headerLength >= Self.byteCount else { throw .headerLength(headerLength) }
        try bytes.require(headerLength, at: offset)
        totalLength = bytes.loadBigEndian(at: offset + 2)
        guard Int(totalLength) >= headerLength else { throw .packetLength(Int(totalLength)) }
        let fragment: UInt16 = bytes.loadBigEndian(at: offset + 6)
        source = IPv4Address(rawValue: bytes.loadBigEndian(at: offset + 12))
        destination = IPv4Address(rawValue: bytes.loadBigEndian(at: offset + 16))
        payloadProtocol = IPProtocol(rawValue: bytes.loadBigEndian(at: offset + 9))
        timeToLive = bytes.loadBigEndian(at: offset + 8)
        trafficClass = bytes.loadBigEndian(at: offset + 1)
        identification = bytes.loadBigEndian(at: offset + 4)
        dontFragment = fragment & 0x4000 != 0
        moreFragments = fragment & 0x2000 != 0
        fragmentOffset = (fragment & 0x1FFF) << 3
        headerByteCount = UInt8(headerLength)
        payload = (offset + headerLength)..<Swift.min(offset + Int(totalLength), bytes.byteCount)
    }

    /// Bytes of a header without options.
    @inlinable public static var byteCount: Int { 20 }

    /// Whether this is one of several pieces, the first one included.
    @inlinable public var isFragment: Bool { moreFragments || fragmentOffset != 0 }

    /// Writes 20 bytes at `offset`, checksum included.
    public func write(into bytes: inout MutableRawSpan, at offset: Int) {
        let flags: UInt16 = (dontFragment ? 0x4000 : 0) | (moreFragments ? 0x2000 : 0)
        bytes.storeBigEndian(UInt16(0x4500) | UInt16(trafficClass), at: offset)
        bytes.storeBigEndian(totalLength, at: offset + 2)
        bytes.storeBigEndian(identification, at: offset + 4)
        bytes.storeBigEndian(flags | fragmentOffset >> 3, at: offset + 6)
        bytes.storeBigEndian(UInt16(timeToLive) << 8 | UInt16(payloadProtocol.rawValue), at: offset + 8)
        bytes.storeBigEndian(UInt16(0), at: offset + 10)
        bytes.storeBigEndian(source.rawValue, at: offset + 12)
        bytes.storeBigEndian(destination.rawValue, at: offset + 16)
        var sum = InternetChecksum()
        sum.add(bytes.bytes, in: offset..<(offset + Self.byteCount))
        bytes.storeBigEndian(sum.value, at: offset + 10)
    }
}
