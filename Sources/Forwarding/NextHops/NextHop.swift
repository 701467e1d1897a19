public import NetworkTypes

/// What becomes of a packet whose destination a prefix covers.
public enum NextHop: Hashable, Sendable, BitwiseCopyable {
    /// To the neighbour with that address on that interface, whether or not a connected prefix covers it.
    case neighbor(InterfaceIndex, IPAddress)
    /// The destination itself is the neighbour.
    case attached(InterfaceIndex)
    /// To another router's tunnel endpoint, where the network identifier selects the routing domain.
    case tunnel(TunnelNextHop)
    /// To this router itself.
    case local
    /// Nowhere, silently.
    case discard
}

/// An L3 VXLAN next hop: the inner packet has no neighbour of its own, the far endpoint routes it again.
public struct TunnelNextHop: Hashable, Sendable, BitwiseCopyable {
    /// This router's endpoint.
    public var source: IPv4Address
    /// The far router's endpoint (VTEP).
    public var remote: IPv4Address
    /// VXLAN network identifier, 24 bits: the far router's label of the VPN.
    public var networkIdentifier: UInt32
    /// The domain in which the outer packet is routed.
    public var underlay: DomainIndex

    @inlinable public init(
        source: IPv4Address,
        remote: IPv4Address,
        networkIdentifier: UInt32,
        underlay: DomainIndex
    ) {
        self.source = source
        self.remote = remote
        self.networkIdentifier = networkIdentifier & 0xFF_FFFF
        self.underlay = underlay
    }
}

/// A member of a group and its share: of two members with weights 3 and 1 the first carries three quarters of the flows.
public struct WeightedNextHop: Hashable, Sendable, BitwiseCopyable {
    public var nextHop: NextHop
    /// 1 to 16; other values are brought into that range.
    public var weight: UInt8

    @inlinable public init(_ nextHop: NextHop, weight: UInt8 = 1) {
        self.nextHop = nextHop
        self.weight = Swift.max(1, Swift.min(weight, 16))
    }
}
