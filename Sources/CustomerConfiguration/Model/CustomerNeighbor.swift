public import NetworkTypes
public import Router
public import Topology

/// One BGP session of a customer router, as the router is configured for it.
public struct CustomerNeighbor: Sendable {
    public enum Side: Hashable, Sendable {
        /// An MSEE.
        case microsoft
        /// The site's core, or another router of the site.
        case site
    }

    public var side: Side
    /// Unique in the router: letters, digits and dashes, such as `er-ams-pri` or `lan-core-v6`.
    public var name: String
    /// The path of the node at the other end.
    public var description: String
    /// Place among the router's ports.
    public var port: Int
    public var localAddress: IPAddress
    public var localASN: ASN
    public var remoteAddress: IPAddress
    public var remoteASN: ASN
    public var timers: Neighbor.Timers
    public var isPassive: Bool
    /// Key of the TCP MD5 option (RFC 2385).
    public var sharedKey: String?
    public var bfd: Neighbor.BFDParameters?
    public var gracefulRestart: Neighbor.RestartParameters?
    /// Whether it is told that the router is the next hop of everything.
    public var nextHopSelf: Bool
    /// Of its routes; `nil` does without.
    public var dampening: Topology.Dampening?
    public var leak: Topology.Leak
    /// What comes in; `nil` takes everything as it is.
    var importFilter: RouteFilter?
    /// What goes out, of routes that BGP brought and of the router's own.
    var exportFilter: RouteFilter

    public var family: AddressFamily { remoteAddress.family }
    public var isInternal: Bool { localASN == remoteASN }
}
