internal import BGPWire
internal import NetworkTypes

/// What decides how routes look to a peer; peers for which it is equal are served as one.
struct ExportProfile: Hashable, Sendable {
    var isExternal: Bool
    /// Put first in AS_PATH for peers of another AS.
    var localASN: ASN
    var isClient: Bool
    var nextHopSelf: Bool
    var localAddress: IPAddress?
    var policy: CompiledPolicy
    var tags: TagMask
    var removeASNs: [ASN]
    var replaceASNs: [PeerConfiguration.Replacement]
    var prepend: UInt8
    var takesLongLivedStale: Bool
    /// Whether long-lived stale routes are put in words that every peer knows (RFC 9494 §4.6).
    var translatesLongLivedStale: Bool

    /// Whether routes need nothing but what RFC 4271 §5.1 asks when they leave the AS.
    var isPlainExternal: Bool {
        isExternal && policy.isTrivial && removeASNs.isEmpty && replaceASNs.isEmpty && prepend < 255
    }

    init(_ peer: borrowing Peer, _ family: RouteFamily) {
        let configuration = peer.configuration
        isExternal = peer.isExternal
        localASN = peer.localASN
        isClient = configuration.isRouteReflectorClient
        nextHopSelf = configuration.nextHopSelf
        switch family {
        case .ipv4Unicast, .vpnIPv4, .vpnIPv6: localAddress = configuration.localIPv4Address.map(IPAddress.v4)
        case .ipv6Unicast: localAddress = configuration.localIPv6Address.map(IPAddress.v6)
        }
        policy = CompiledPolicy(configuration.exportPolicy)
        tags = configuration.exportTags
        removeASNs = configuration.removeASNs
        replaceASNs = configuration.replaceASNs
        prepend = configuration.prepend
        let knows = peer.negotiated?.takesLongLivedStale ?? false
        translatesLongLivedStale = configuration.getsLongLivedStale && !peer.isExternal && !knows
        takesLongLivedStale = knows || translatesLongLivedStale
    }
}

/// The Adj-RIB-Out that peers of one table and one profile share: four bytes per route, whatever the number of peers.
struct ExportGroup: ~Copyable {
    let table: Int
    let profile: ExportProfile
    /// Per route the handle of the attributes to be advertised, 0 for none; holds a use of each.
    var column = UniqueList<UInt32>()
    /// Routes below were computed; the others will be by ``RIB/work(budget:)``.
    var cursor = 0
    var members: [Int] = []
    var memo = ExportMemo()

    init(table: Int, profile: ExportProfile) {
        self.table = table
        self.profile = profile
    }
}
