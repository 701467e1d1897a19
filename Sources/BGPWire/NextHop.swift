public import NetworkTypes

/// Where packets for a route go: NEXT_HOP, or the next hop field of MP_REACH_NLRI.
public struct NextHop: Hashable, Sendable, BitwiseCopyable {
    /// The address to resolve; for VPN routes without its zero route distinguisher.
    public var address: IPAddress
    /// The link-local address that may accompany a global IPv6 one (RFC 2545 §3).
    public var linkLocal: IPv6Address?

    @inlinable public init(_ address: IPAddress, linkLocal: IPv6Address? = nil) {
        self.address = address
        self.linkLocal = linkLocal
    }

    @inlinable public init(_ address: IPv4Address) { self.init(.v4(address)) }

    @inlinable public init(_ address: IPv6Address, linkLocal: IPv6Address? = nil) {
        self.init(.v6(address), linkLocal: linkLocal)
    }
}
