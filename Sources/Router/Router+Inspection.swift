public import BGPSession
public import BGPWire
import Forwarding
public import NetworkTypes
public import RIB

/// A neighbour as it is at present, for people.
public struct NeighborStatus: Sendable {
    public var state: BGPSession.State
    /// When the session last came up or went down; `nil` if it never was up.
    public var changedAt: Instant?
    /// What the two ends agreed on; `nil` unless established.
    public var negotiated: NegotiatedParameters?
    /// Why the last session, or the last attempt at one, ended.
    public var lastDown: DownReason?
    /// The transport has no room: routes wait for the peer to read.
    public var isBlocked: Bool
    public var counters: PeerCounters
}

extension Router {
    public func status(neighbor: Int) -> NeighborStatus {
        let peer = peers[neighbor]
        return NeighborStatus(
            state: peer.session.state,
            changedAt: peer.changedAt,
            negotiated: peer.session.negotiated,
            lastDown: peer.lastDown,
            isBlocked: peer.isBlocked,
            counters: rib.counters(of: peer.index)
        )
    }

    /// The most specific route around a prefix in a domain.
    public func route(covering prefix: IPPrefix, domain: Int = 0) -> RouteView? {
        rib.route(covering: prefix, in: ribDomains[domain])
    }

    /// The numbers of a domain's routes in order of prefix (``RIB/routeNumbers(in:_:)``).
    public func routeNumbers(_ family: RouteFamily, domain: Int = 0) -> [UInt32] {
        rib.routeNumbers(in: ribDomains[domain], family)
    }

    public func route(number: UInt32, _ family: RouteFamily, domain: Int = 0) -> RouteView? {
        rib.route(number: number, in: ribDomains[domain], family)
    }

    /// Whether the router forwards by a route to exactly this prefix, and not into nothing.
    public func forwards(_ prefix: IPPrefix, domain: Int = 0) -> Bool {
        guard let group = forwarder.route(of: prefix, in: forwardingDomains[domain]) else { return false }
        return forwarder.members(of: group).contains { $0.nextHop != .discard }
    }

    /// Whether the router has a route to a longer prefix inside of this one.
    ///
    /// O(routes).
    public func hasRoute(inside prefix: IPPrefix, domain: Int = 0) -> Bool {
        let family: RouteFamily = prefix.family == .ipv4 ? .ipv4Unicast : .ipv6Unicast
        return rib.routeNumbers(in: ribDomains[domain], family).contains(where: { number in
            guard let view = rib.route(number: number, in: ribDomains[domain], family) else { return false }
            let inner = view.prefix.prefix
            return inner.length > prefix.length && prefix.contains(inner.address) && view.nextHops != .none
        })
    }

    /// The place of the neighbour that a path came from in the configuration; `nil` for the router itself.
    public func neighbor(of peer: PeerIndex) -> Int? { peers.firstIndex { $0.index == peer } }
}
