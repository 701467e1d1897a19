public import NetworkTypes

/// A neighbour solicitation or advertisement (RFC 4861 §4.3, §4.4).
public struct NeighborMessage: Hashable, Sendable, BitwiseCopyable {
    public var isAdvertisement: Bool
    /// The address that is asked for, or told of.
    public var target: IPv6Address
    /// Source link-layer address of a solicitation, target link-layer address of an advertisement.
    public var linkLayerAddress: MACAddress?
    /// Flags of an advertisement: the sender routes, answers a solicitation, and replaces what was known.
    public var isRouter: Bool
    public var isSolicited: Bool
    public var isOverride: Bool

    public init(solicitationFor target: IPv6Address, from linkLayerAddress: MACAddress?) {
        isAdvertisement = false
        self.target = target
        self.linkLayerAddress = linkLayerAddress
        (isRouter, isSolicited, isOverride) = (false, false, false)
    }

    public init(
        advertisementOf target: IPv6Address,
        at linkLayerAddress: MACAddress?,
        isRouter: Bool,
        isSolicited: Bool,
        isOverride: Bool = true
    ) {
        isAdvertisement = true
        self.target = target
        self.linkLayerAddress = linkLayerAddress
        (self.isRouter, self.isSolicited, self.isOverride) = (isRouter, isSolicited, isOverride)
    }

    /// Reads the message behind a header of either kind.
    ///
    /// The receiver checks that the hop limit was 255.
    public init(decoding bytes: RawSpan, header: ICMPv6Header) throws(HeaderError) {
        guard header.kind == .neighborSolicitation || header.kind == .neighborAdvertisement, header.code == 0 else {
            throw .kind(UInt16(header.kind.rawValue))
        }
        try bytes.require(16, in: header.payload)
        let start = header.payload.lowerBound
        isAdvertisement = header.kind == .neighborAdvertisement
        isRouter = isAdvertisement && header.word >> 31 & 1 == 1
        isSolicited = isAdvertisement && header.word >> 30 & 1 == 1
        isOverride = isAdvertisement && header.word >> 29 & 1 == 1
        target = IPv6Address(high: bytes.loadBigEndian(at: start), low: bytes.loadBigEndian(at: start + 8))
        linkLayerAddress = nil
        // RFC 4861 §4.6: options of a type, a length in units of eight bytes that is never zero, and a value.
        var place = start + 16
        while place < header.payload.upperBound {
            guard place + 8 <= header.payload.upperBound else {
                throw .truncated(offset: place, needed: 8, available: header.payload.upperBound - place)
            }
            let units: UInt8 = bytes.loadBigEndian(at: place + 1)
            guard units > 0, Int(units) * 8 <= header.payload.upperBound - place else { throw .optionLength(units) }
            let wanted: UInt8 = isAdvertisement ? 2 : 1
            if bytes.loadBigEndian(at: place) == wanted, units == 1, linkLayerAddress == nil {
                linkLayerAddress = MACAddress(rawValue: bytes.loadMAC(at: place + 2))
            }
            place += Int(units) * 8
        }
    }

    /// The ICMPv6 header in front of this message.
    public var header: ICMPv6Header {
        let flags: UInt32 = (isRouter ? 1 << 31 : 0) | (isSolicited ? 1 << 30 : 0) | (isOverride ? 1 << 29 : 0)
        return ICMPv6Header(
            kind: isAdvertisement ? .neighborAdvertisement : .neighborSolicitation,
            word: isAdvertisement ? flags : 0
        )
    }

    /// Bytes with the ICMPv6 header: 24 or 32.
    public var byteCount: Int { ICMPv6Header.byteCount + 16 + (linkLayerAddress == nil ? 0 : 8) }

    /// Writes ``byteCount`` bytes at `offset`, ICMPv6 header included, with a checksum of zero.
    public func write(into bytes: inout MutableRawSpan, at offset: Int) {
        header.write(into: &bytes, at: offset)
        bytes.storeBigEndian(target.high, at: offset + 8)
        bytes.storeBigEndian(target.low, at: offset + 16)
        guard let linkLayerAddress else { return }
        bytes.storeBigEndian(UInt16(isAdvertisement ? 0x0201 : 0x0101), at: offset + 24)
        bytes.storeMAC(linkLayerAddress.rawValue, at: offset + 26)
    }
}
