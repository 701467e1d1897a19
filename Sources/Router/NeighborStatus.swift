public import BGPSession
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

    /// The place of the neighbour that a path came from in the configuration; `nil` for the router itself.
    public func neighbor(of peer: PeerIndex) -> Int? { peers.firstIndex { $0.index == peer } }
}
