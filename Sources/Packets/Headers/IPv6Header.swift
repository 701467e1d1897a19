public import NetworkTypes

/// An IPv6 header (RFC 8200).
///
/// Extension headers are skipped when read and never written.
public struct IPv6Header: Hashable, Sendable {
    public var source: IPv6Address
    public var destination: IPv6Address
    /// Bytes behind the fixed header, extension headers included.
    public var payloadLength: UInt16
    public var hopLimit: UInt8
    /// DSCP (6 bits) and ECN (2 bits).
    public var trafficClass: UInt8
    /// 20 bits.
    public var flowLabel: UInt32
    /// What the payload is, behind any extension headers.
    public var payloadProtocol: IPProtocol
    /// Whether a fragment header stands in front of the payload, and which piece this is, in bytes.
    public internal(set) var isFragment: Bool
    public internal(set) var fragmentOffset: UInt16
    /// Where the payload stands in the bytes that were read, behind any extension headers; in a header that was
    /// made, as if it stood at 0.
    public internal(set) var payload: Range<Int>

    public init(
        source: IPv6Address,
        destination: IPv6Address,
        payloadProtocol: IPProtocol,
        payloadByteCount: Int,
        hopLimit: UInt8 = 64,
        trafficClass: UInt8 = 0,
        flowLabel: UInt32 = 0
    ) {
        precondition(payloadByteCount >= 0 && payloadByteCount <= 65535)
        self.source = source
        self.destination = destination
        self.payloadProtocol = payloadProtocol
        self.hopLimit = hopLimit
        self.trafficClass = trafficClass
        self.flowLabel = flowLabel & 0xF_FFFF
        payloadLength = UInt16(payloadByteCount)
        isFragment = false
        fragmentOffset = 0
        payload = Self.byteCount..<(Self.byteCount + payloadByteCount)
    }

    /// Reads the header at `offset` and skips up to eight extension headers.
    ///
    /// Bytes behind the payload are padding.
    public init(decoding bytes: RawSpan, at offset: Int) throws(HeaderError) {
        try self.init(fixedPartOf: bytes, at: offset)
        let end = offset + Self.byteCount + Int(payloadLength)
        guard end <= bytes.byteCount else { throw .packetLength(Int(payloadLength)) }
        try skipExtensionHeaders(in: bytes, at: offset + Self.byteCount, end: end)
    }

    /// Reads a header that an ICMP error quotes: the packet may be cut short.
    public init(quotedIn bytes: RawSpan, at offset: Int) throws(HeaderError) {
        try self.init(fixedPartOf: bytes, at: offset)
        let end = Swift.min(offset + Self.byteCount + Int(payloadLength), bytes.byteCount)
        try skipExtensionHeaders(in: bytes, at: offset + Self.byteCount, end: end)
    }

    /// Bytes of the fixed header.
    @inlinable public static var byteCount: Int { 40 }
    /// More extension headers than this are refused; nobody sends as many.
    @inlinable public static var extensionHeaderLimit: Int { 8 }

    /// Writes 40 bytes at `offset`.
    public func write(into bytes: inout MutableRawSpan, at offset: Int) {
        let first = 6 << 28 | UInt32(trafficClass) << 20 | flowLabel & 0xF_FFFF
        bytes.storeBigEndian(first, at: offset)
        bytes.storeBigEndian(payloadLength, at: offset + 4)
        bytes.storeBigEndian(UInt16(payloadProtocol.rawValue) << 8 | UInt16(hopLimit), at: offset + 6)
        bytes.storeBigEndian(source.high, at: offset + 8)
        bytes.storeBigEndian(source.low, at: offset + 16)
        bytes.storeBigEndian(destination.high, at: offset + 24)
        bytes.storeBigEndian(destination.low, at: offset + 32)
    }

    private init(fixedPartOf bytes: RawSpan, at offset: Int) throws(HeaderError) {
        try bytes.require(Self.byteCount, at: offset)
        let first: UInt32 = bytes.loadBigEndian(at: offset)
        guard first >> 28 == 6 else { throw .version(UInt8(first >> 28)) }
        trafficClass = UInt8(truncatingIfNeeded: first >> 20)
        flowLabel = first & 0xF_FFFF
        payloadLength = bytes.loadBigEndian(at: offset + 4)
        payloadProtocol = IPProtocol(rawValue: bytes.loadBigEndian(at: offset + 6))
        hopLimit = bytes.loadBigEndian(at: offset + 7)
        source = IPv6Address(high: bytes.loadBigEndian(at: offset + 8), low: bytes.loadBigEndian(at: offset + 16))
        destination = IPv6Address(high: bytes.loadBigEndian(at: offset + 24), low: bytes.loadBigEndian(at: offset + 32))
        isFragment = false
        fragmentOffset = 0
        payload = 0..<0
    }

    /// RFC 8200 §4: hop-by-hop options, routing, fragment and destination options, and the authentication header.
    private mutating func skipExtensionHeaders(in bytes: RawSpan, at start: Int, end: Int) throws(HeaderError) {
        var place = start
        var skipped = 0
        while let unit = payloadProtocol.extensionUnit {
            // The payload of a later fragment begins in the midst of something, which must not be read as a header.
            if fragmentOffset != 0 { break }
            guard skipped < Self.extensionHeaderLimit else { throw .tooManyExtensionHeaders }
            guard place + 8 <= end else {
                throw .truncated(offset: place, needed: 8, available: Swift.max(0, end - place))
            }
            if unit == .fragment {
                let word: UInt16 = bytes.loadBigEndian(at: place + 2)
                fragmentOffset = word & 0xFFF8
                isFragment = word & 0xFFF9 != 0
            }
            let length = Int(bytes.loadBigEndian(at: place + 1, as: UInt8.self))
            payloadProtocol = IPProtocol(rawValue: bytes.loadBigEndian(at: place))
            switch unit {
            case .eightBytes: place += (length + 1) * 8
            case .fourBytes: place += (length + 2) * 4
            case .fragment: place += 8
            }
            guard place <= end else { throw .headerLength(place - start) }
            skipped += 1
        }
        payload = place..<Swift.max(place, end)
    }
}

extension IPProtocol {
    /// How an extension header states its length.
    enum ExtensionUnit { case eightBytes, fourBytes, fragment }

    /// `nil` for everything that is not an IPv6 extension header.
    var extensionUnit: ExtensionUnit? {
        switch rawValue {
        case 0, 43, 60, 135: .eightBytes
        case 44: .fragment
        case 51: .fourBytes
        default: nil
        }
    }
}
