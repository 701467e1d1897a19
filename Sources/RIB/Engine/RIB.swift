public import NetworkTypes

/// All routes of a router: what its peers said, what it decided, and what it tells them.
public struct RIB: ~Copyable {
    public let configuration: RIBConfiguration
    public init(configuration: RIBConfiguration) { self.configuration = configuration }
}

extension RIB {
    public mutating func addDomain(_ configuration: DomainConfiguration) -> DomainIndex { fatalError() }
    public func domainConfiguration(_ domain: DomainIndex) -> DomainConfiguration? { fatalError() }

    public mutating func addPeer(_ configuration: PeerConfiguration) -> PeerIndex { fatalError() }
    /// Forgets a peer; its routes go as by ``peerDown(_:)``. The index may be used again after the flush.
    public mutating func removePeer(_ peer: PeerIndex) { fatalError() }
    public func peerConfiguration(_ peer: PeerIndex) -> PeerConfiguration? { fatalError() }
    public mutating func peerUp(_ peer: PeerIndex, _ negotiated: NegotiatedPeer) { fatalError() }
    /// The session ended: its paths are ineligible at once and removed in pieces by ``work(budget:)``.
    public mutating func peerDown(_ peer: PeerIndex) { fatalError() }

    /// Handles the body of an UPDATE message (what follows the 19-octet header).
    public mutating func apply(updateBody: RawSpan, from peer: PeerIndex) -> UpdateVerdict { fatalError() }

    public mutating func originate(_ prefix: IPPrefix, _ route: LocalRoute, in domain: DomainIndex) { fatalError() }
    public mutating func withdrawOrigination(_ prefix: IPPrefix, in domain: DomainIndex) { fatalError() }

    /// Appends the next hops that paths began or ceased to use since the last call, in order of occurrence.
    public mutating func drainNextHopUses(into uses: inout [NextHopUse]) { fatalError() }
    /// Says whether a next hop can be reached, and how far it is; `nil`: its paths may not be used (RFC 4271 §9.1.2.1).
    public mutating func setNextHop(_ address: IPAddress, in domain: DomainIndex, metric: UInt32?) { fatalError() }

    /// Whether ``work(budget:)`` has anything to do.
    public var hasWork: Bool { fatalError() }
    /// Runs decisions, exports and flushes on at most about `budget` prefixes; `true`: there is more to do.
    public mutating func work(budget: Int) -> Bool { fatalError() }
    /// Appends the changes that ``work(budget:)`` made since the last call.
    public mutating func drainRouteChanges(into changes: inout [RouteChange]) { fatalError() }
    /// Appends next-hop sets that no prefix uses any more; call after ``drainRouteChanges(into:)``. Their handles may be
    /// given to other sets from now on.
    public mutating func drainReleasedNextHopSets(into handles: inout [NextHopSetHandle]) { fatalError() }
    public func nextHops(of handle: NextHopSetHandle) -> [NextHop] { fatalError() }

    /// Whether ``encodeUpdates(for:into:byteLimit:)`` would write anything.
    public func pendingExport(_ peer: PeerIndex) -> Bool { fatalError() }
    /// Appends whole UPDATE messages for the peer until nothing is left or about `byteLimit` octets were written.
    public mutating func encodeUpdates(
        for peer: PeerIndex, into bytes: inout [UInt8], byteLimit: Int
    ) -> ExportBatch { fatalError() }
    /// Sends everything once more (RFC 2918).
    public mutating func refresh(_ peer: PeerIndex, _ family: RouteFamily) { fatalError() }
    /// Changes how many times this router's AS is prepended towards the peer, and advertises again what that changes.
    public mutating func setPrepend(_ peer: PeerIndex, count: UInt8) { fatalError() }

    /// All routes of a table in order of prefix; the backbone has the VPN families.
    public func routes(in domain: DomainIndex, _ family: RouteFamily) -> [RouteView] { fatalError() }
    /// One route.
    public func route(_ prefix: RoutePrefix, in domain: DomainIndex) -> RouteView? { fatalError() }
    /// What the peer was told, in order of family and prefix.
    public func advertised(to peer: PeerIndex) -> [AdvertisedRoute] { fatalError() }
    public func counters(of peer: PeerIndex) -> PeerCounters { fatalError() }
    /// How many octets the tables take, roughly.
    public var memoryEstimate: Int { fatalError() }
}
