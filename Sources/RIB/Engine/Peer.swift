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
    /// Progress of the removal of the peer's paths; `nil` if there are none to remove.
    var flush: Int?

    init(peer: PeerIndex, table: Int) {
        self.peer = peer
        self.table = table
    }
}
