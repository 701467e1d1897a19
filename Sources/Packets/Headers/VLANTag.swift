/// One 802.1Q or 802.1ad tag: which of the two, and its control information.
public struct VLANTag: Hashable, Sendable, BitwiseCopyable {
    /// ``EtherType/customerTag`` or ``EtherType/serviceTag``.
    public var tagType: EtherType
    /// Priority (3 bits), drop eligibility (1 bit) and VLAN id (12 bits).
    public var control: UInt16

    @inlinable public init(tagType: EtherType, control: UInt16) {
        self.tagType = tagType
        self.control = control
    }

    /// A customer (802.1Q) tag.
    @inlinable public init(customer vlan: UInt16, priority: UInt8 = 0) {
        self.init(tagType: .customerTag, control: UInt16(priority & 7) << 13 | vlan & 0xFFF)
    }

    /// A service (802.1ad) tag.
    @inlinable public init(service vlan: UInt16, priority: UInt8 = 0) {
        self.init(tagType: .serviceTag, control: UInt16(priority & 7) << 13 | vlan & 0xFFF)
    }

    @inlinable public var vlan: UInt16 { control & 0xFFF }
    @inlinable public var priority: UInt8 { UInt8(control >> 13) }

    /// Bytes that a tag adds to a frame.
    @inlinable public static var byteCount: Int { 4 }
}
