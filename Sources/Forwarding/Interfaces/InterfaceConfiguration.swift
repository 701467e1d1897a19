public import NetworkTypes

/// An address of an interface and the length of the prefix that it stands in.
public struct InterfaceAddress: Hashable, Sendable, BitwiseCopyable {
    public var address: IPAddress
    /// 32 or 128 for an address without neighbours of its own (unnumbered).
    public var prefixLength: UInt8

    /// Lengths beyond the family's are shortened to it.
    public init(_ address: IPAddress, prefixLength: UInt8) {
        self.address = address
        self.prefixLength = Swift.min(prefixLength, address.family.bitWidth)
    }

    /// The connected prefix.
    public var prefix: IPPrefix { IPPrefix(address, length: prefixLength) }
}

/// What an interface is when it is made.
public struct InterfaceConfiguration: Hashable, Sendable {
    public enum Kind: Hashable, Sendable, BitwiseCopyable {
        /// Frames of a port with these tags; neighbours are found by ARP and ND.
        case ethernet(port: PortIndex, tags: VLANTags)
        /// An endpoint in a VXLAN overlay; its neighbours are programmed (``Forwarder/programNeighbor(_:address:mac:remote:)``).
        case overlay(networkIdentifier: UInt32, localEndpoint: IPv4Address, underlay: DomainIndex)
        /// The receiving end of L3 VXLAN: whatever arrives at the local endpoint with this identifier is routed here.
        case tunnel(networkIdentifier: UInt32, localEndpoint: IPv4Address, underlay: DomainIndex)
        /// No wire: addresses that are up as long as the router is.
        case loopback
    }

    public var kind: Kind
    public var domain: DomainIndex
    /// Of Ethernet and overlay interfaces; a link-local IPv6 address is derived from it.
    public var mac: MACAddress
    public var addresses: [InterfaceAddress]
    /// Longest IP packet in bytes.
    public var mtu: UInt16
    public var isUp: Bool
    /// Whether ARP, ND and echo requests are answered here; `false` where a kernel does it.
    public var answersNeighbors: Bool
    /// Of packets that come in here.
    public var reversePathFilter = ReversePathFilter.off

    public init(
        kind: Kind,
        domain: DomainIndex,
        mac: MACAddress = MACAddress(rawValue: 0),
        addresses: [InterfaceAddress] = [],
        mtu: UInt16 = 1500,
        isUp: Bool = true,
        answersNeighbors: Bool = true
    ) {
        self.kind = kind
        self.domain = domain
        self.mac = mac
        self.addresses = addresses
        self.mtu = mtu
        self.isUp = isUp
        self.answersNeighbors = answersNeighbors
    }
}

extension IPv6Address {
    /// The link-local address that an interface derives from its MAC address (RFC 4291 appendix A).
    public init(linkLocalOf mac: MACAddress) {
        let upper = mac.rawValue >> 24 ^ 0x02_0000
        self.init(high: 0xFE80 << 48, low: upper << 40 | 0xFFFE << 24 | mac.rawValue & 0xFF_FFFF)
    }
}
