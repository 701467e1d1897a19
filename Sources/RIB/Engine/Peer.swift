internal import BGPWire
internal import NetworkTypes

/// A peer as the tables see it.
struct Peer: ~Copyable, Sendable {
    var configuration: PeerConfiguration
    var importPolicy: CompiledPolicy
    /// The AS that this router is towards the peer.
    let localASN: ASN
    let isExternal: Bool
    var negotiated: NegotiatedPeer?
    /// Whose routes are still used although the session is down (RFC 4724 §4.2).
    var retained: RetainedPeer?
    /// The session is about to be closed: the routes from it are the last to be chosen (RFC 8326 §3.1).
    var isShuttingDown = false
    /// Set when the peer was removed while its paths are still being flushed.
    var isRemoved = false
    var counters = PeerCounters()

    init(_ configuration: PeerConfiguration, of router: RIBConfiguration) {
        self.configuration = configuration
        importPolicy = CompiledPolicy(configuration.importPolicy)
        localASN = configuration.localASN ?? router.localASN
        isExternal = configuration.remoteASN != localASN
    }

    var isUp: Bool { negotiated != nil }

    /// The peer's identifier, if its routes of a family may be used: while it is up, or while they are retained.
    @inline(__always)
    func usableID(place: Int) -> RouterID? {
        if let negotiated { return negotiated.remoteID }
        guard let retained, retained.has(place: place) else { return nil }
        return retained.remoteID
    }

    var source: Path.Source {
        isExternal ? .external : configuration.isRouteReflectorClient ? .client : .nonClient
    }

    var context: WireContext {
        WireContext(
            fourOctetAS: negotiated?.fourOctetAS ?? true,
            families: negotiated?.families ?? [],
            isExternal: isExternal,
            maximumMessageLength: negotiated?.maximumMessageSize ?? MessageHeader.standardMaximumLength
        )
    }
}

/// What is remembered of a peer that restarts.
struct RetainedPeer: Hashable, Sendable {
    var remoteID: RouterID
    /// Of IPv4 and of IPv6, as ``RouteFamily/place`` says.
    var places: UInt8

    @inline(__always)
    func has(place: Int) -> Bool { places >> UInt8(truncatingIfNeeded: place) & 1 == 1 }
}

/// What a walk over a peer's paths does to them.
enum FlushKind: UInt8, Sendable {
    /// Removes them.
    case all
    /// Removes those that the present session has not brought.
    case stale
    /// Marks them as long stale, or removes them where the peer does not want that (RFC 9494 §4.2).
    case longLived
    /// Makes them the last to be chosen (RFC 8326 §3.1).
    case shuttingDown
}

/// A peer and a table: what it has in there, what it was told of it, and what it has yet to be told.
///
/// The last two are a bit per route each, so a peer that reads slowly costs a quarter of a megabyte per million routes, ever.
struct Adjacency: ~Copyable {
    let peer: PeerIndex
    let table: Int
    var group: Int?
    /// Paths of the peer in the table.
    var accepted = 0
    var limit: Int?
    var advertised = BitSet()
    var pending = BitSet()
    /// Whether End-of-RIB is still owed.
    var owesEndOfRIB = false
    /// The mark of paths that the present session brought, or the last one; others are stale.
    var epoch = false
    /// Whether there may be paths from before the present session.
    var hasStale = false
    /// Progress of a walk over the peer's paths; `nil` if there is none.
    var flush: Int?
    var flushKind = FlushKind.all

    init(peer: PeerIndex, table: Int) {
        self.peer = peer
        self.table = table
    }
}
