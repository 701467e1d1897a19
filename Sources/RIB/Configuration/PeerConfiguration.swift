public import BGPWire
public import NetworkTypes

/// What a router knows about a peer before any session with it is up.
public struct PeerConfiguration: Hashable, Sendable {
    /// One AS number put in place of another on export.
    public struct Replacement: Hashable, Sendable {
        public var from: ASN
        public var to: ASN

        public init(from: ASN, to: ASN) {
            self.from = from
            self.to = to
        }
    }

    /// The domain that the peer belongs to, or ``DomainIndex/backbone`` for a peer with VPN families.
    public var domain: DomainIndex
    public var remoteASN: ASN
    /// The AS that this router claims to be towards the peer; its own unless given.
    ///
    /// A peer of another AS then finds it in AS_PATH in place of the router's own.
    public var localASN: ASN?
    public var remoteAddress: IPAddress
    public var families: RouteFamilySet

    /// The address that this router puts into NEXT_HOP towards the peer, for routes of IPv4 families.
    public var localIPv4Address: IPv4Address?
    /// The same for routes of IPv6 families; a VPN route takes the backbone's IPv4 address mapped (RFC 4659 §3.2.1).
    public var localIPv6Address: IPv6Address?

    /// Whether routes of other iBGP peers are reflected to it and its own to them (RFC 4456).
    public var isRouteReflectorClient: Bool
    /// Whether this router puts itself into NEXT_HOP of iBGP routes learned by eBGP.
    public var nextHopSelf: Bool

    public var importPolicy: Policy
    public var exportPolicy: Policy
    /// Weight of every path learned from the peer; the highest wins before anything else is looked at.
    public var weight: UInt32
    /// Tag of every path learned from the peer.
    public var importTag: UInt8
    /// Only routes with these tags are exported to the peer.
    public var exportTags: TagMask

    /// ASes removed from AS_PATH on export (eBGP), before this router's own is prepended.
    public var removeASNs: [ASN]
    /// ASes replaced in AS_PATH on export (eBGP), after removal.
    public var replaceASNs: [Replacement]
    /// How many times more than once this router's AS is prepended on export (eBGP).
    public var prepend: UInt8

    /// How often this router's own AS may occur in AS_PATH of a route from the peer.
    public var allowOwnAS: UInt8
    /// Whether an eBGP peer must have put its own AS first in AS_PATH (RFC 4271 §6.3).
    public var enforcesFirstAS: Bool
    /// The most prefixes of each family that the peer may have accepted at one time; a missing one means no limit.
    public var prefixLimits: [RouteFamily: Int]
    /// LOCAL_PREF of routes that arrive without one; the router's default unless given.
    public var defaultLocalPreference: UInt32?
    /// Whether routes of another AS that carry GRACEFUL_SHUTDOWN get LOCAL_PREF 0 (RFC 8326 §4.1).
    public var honoursGracefulShutdown = false
    /// Whether a peer of the same AS gets long-lived stale routes even if it does not know what they are, with the least preference and
    /// not to leave the AS (RFC 9494 §4.6).
    public var getsLongLivedStale = false
    /// Whether the owner is told of routes that flap (RFC 2439).
    public var isDampened = false

    public init(
        domain: DomainIndex,
        remoteASN: ASN,
        localASN: ASN? = nil,
        remoteAddress: IPAddress,
        families: RouteFamilySet = .ipv4Unicast,
        localIPv4Address: IPv4Address? = nil,
        localIPv6Address: IPv6Address? = nil,
        isRouteReflectorClient: Bool = false,
        nextHopSelf: Bool = false,
        importPolicy: Policy = .acceptAll,
        exportPolicy: Policy = .acceptAll,
        weight: UInt32 = 0,
        importTag: UInt8 = 0,
        exportTags: TagMask = .all,
        removeASNs: [ASN] = [],
        replaceASNs: [Replacement] = [],
        prepend: UInt8 = 0,
        allowOwnAS: UInt8 = 0,
        enforcesFirstAS: Bool = true,
        prefixLimits: [RouteFamily: Int] = [:],
        defaultLocalPreference: UInt32? = nil
    ) {
        self.domain = domain
        self.remoteASN = remoteASN
        self.localASN = localASN
        self.remoteAddress = remoteAddress
        self.families = families
        self.localIPv4Address = localIPv4Address
        self.localIPv6Address = localIPv6Address
        self.isRouteReflectorClient = isRouteReflectorClient
        self.nextHopSelf = nextHopSelf
        self.importPolicy = importPolicy
        self.exportPolicy = exportPolicy
        self.weight = weight
        self.importTag = importTag
        self.exportTags = exportTags
        self.removeASNs = removeASNs
        self.replaceASNs = replaceASNs
        self.prepend = prepend
        self.allowOwnAS = allowOwnAS
        self.enforcesFirstAS = enforcesFirstAS
        self.prefixLimits = prefixLimits
        self.defaultLocalPreference = defaultLocalPreference
    }
}
