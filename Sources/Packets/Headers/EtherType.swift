/// What follows the Ethernet header (IEEE 802 numbers).
public struct EtherType: RawRepresentable, Hashable, Sendable, BitwiseCopyable {
    public var rawValue: UInt16

    @inlinable public init(rawValue: UInt16) { self.rawValue = rawValue }

    @inlinable public static var ipv4: EtherType { EtherType(rawValue: 0x0800) }
    @inlinable public static var arp: EtherType { EtherType(rawValue: 0x0806) }
    @inlinable public static var ipv6: EtherType { EtherType(rawValue: 0x86DD) }
    /// An 802.1Q tag follows.
    @inlinable public static var customerTag: EtherType { EtherType(rawValue: 0x8100) }
    /// An 802.1ad service tag follows.
    @inlinable public static var serviceTag: EtherType { EtherType(rawValue: 0x88A8) }

    @inlinable public var isTag: Bool { self == .customerTag || self == .serviceTag }
}
