public import NetworkTypes

/// An Ethernet II header with up to two VLAN tags.
public struct EthernetHeader: Hashable, Sendable, BitwiseCopyable {
    public var destination: MACAddress
    public var source: MACAddress
    /// 0, 1 or 2; says how many of the next two count.
    public internal(set) var tagCount: UInt8
    public internal(set) var outerTag: VLANTag
    public internal(set) var innerTag: VLANTag
    /// Type of the payload, behind any tags.
    public var etherType: EtherType

    /// A header without tags.
    public init(destination: MACAddress, source: MACAddress, etherType: EtherType) {
        self.destination = destination
        self.source = source
        self.etherType = etherType
        tagCount = 0
        outerTag = VLANTag(tagType: .customerTag, control: 0)
        innerTag = outerTag
    }

    /// A header with one tag, or with an outer and an inner one.
    public init(
        destination: MACAddress,
        source: MACAddress,
        outerTag: VLANTag,
        innerTag: VLANTag? = nil,
        etherType: EtherType
    ) {
        self.init(destination: destination, source: source, etherType: etherType)
        tagCount = innerTag == nil ? 1 : 2
        self.outerTag = outerTag
        if let innerTag { self.innerTag = innerTag }
    }

    /// Reads the header at `offset`; a third tag is left as the payload's type.
    public init(decoding bytes: RawSpan, at offset: Int = 0) throws(HeaderError) {
        try bytes.require(Self.untaggedByteCount, at: offset)
        self.init(
            destination: MACAddress(rawValue: bytes.loadMAC(at: offset)),
            source: MACAddress(rawValue: bytes.loadMAC(at: offset + 6)),
            etherType: EtherType(rawValue: bytes.loadBigEndian(at: offset + 12))
        )
        while etherType.isTag, tagCount < 2 {
            let place = offset + byteCount
            try bytes.require(VLANTag.byteCount, at: place)
            let tag = VLANTag(tagType: etherType, control: bytes.loadBigEndian(at: place))
            if tagCount == 0 { outerTag = tag } else { innerTag = tag }
            tagCount += 1
            etherType = EtherType(rawValue: bytes.loadBigEndian(at: place + 2))
        }
    }

    @inlinable public static var untaggedByteCount: Int { 14 }

    /// 14, 18 or 22.
    @inlinable public var byteCount: Int { Self.untaggedByteCount + Int(tagCount) * VLANTag.byteCount }

    /// Writes ``byteCount`` bytes at `offset`.
    public func write(into bytes: inout MutableRawSpan, at offset: Int = 0) {
        bytes.storeBigEndian(destination.rawValue &<< 16 | source.rawValue &>> 32 & 0xFFFF, at: offset)
        bytes.storeBigEndian(UInt32(truncatingIfNeeded: source.rawValue), at: offset + 8)
        var place = offset + 12
        if tagCount > 0 {
            bytes.storeBigEndian(outerTag.tagType.rawValue, at: place)
            bytes.storeBigEndian(outerTag.control, at: place + 2)
            place += VLANTag.byteCount
        }
        if tagCount > 1 {
            bytes.storeBigEndian(innerTag.tagType.rawValue, at: place)
            bytes.storeBigEndian(innerTag.control, at: place + 2)
            place += VLANTag.byteCount
        }
        bytes.storeBigEndian(etherType.rawValue, at: place)
    }
}
