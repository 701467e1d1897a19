public import NetworkTypes

/// Names an interned set of next hops; equal sets have equal handles, so prefixes share them.
///
/// A handle stays valid until it is reported by ``RIB/drainReleasedNextHopSets(into:)``.
public struct NextHopSetHandle: Hashable, Comparable, Sendable, BitwiseCopyable {
    public let rawValue: UInt32

    @inlinable public init(rawValue: UInt32) { self.rawValue = rawValue }

    /// The empty set: no route.
    public static let none = NextHopSetHandle(rawValue: 0)

    @inlinable public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// One member of a next-hop set, as BGP knows it; the router resolves it to a port and a neighbour.
public enum ProtocolNextHop: Hashable, Sendable, BitwiseCopyable {
    /// The router itself.
    case local
    /// An address in the route's own domain, from the path of a peer (``PeerIndex/local`` for a static route).
    case address(IPAddress, peer: PeerIndex)
    /// A domain of the router at `endpoint`, chosen by `label`; the own backbone address means another domain here.
    case vpn(endpoint: IPv4Address, label: UInt32)
}

/// A next hop that paths begin or cease to depend on.
public struct NextHopUse: Hashable, Sendable, BitwiseCopyable {
    public var domain: DomainIndex
    public var address: IPAddress
    /// Whether paths depend on it now.
    public var isUsed: Bool

    public init(domain: DomainIndex, address: IPAddress, isUsed: Bool) {
        self.domain = domain
        self.address = address
        self.isUsed = isUsed
    }
}
