import BFD
public import BGPWire
public import NetworkTypes
public import RIB

/// One BGP session as its owner is configured for it.
public struct Neighbor: Sendable {
    /// The session's path, the same at both ends.
    public var path: String
    /// Place of the routing domain; `nil` for VPN sessions of the backbone, whose transport runs in domain 0.
    public var domain: Int?
    public var localAddress: IPAddress
    public var remoteAddress: IPAddress
    public var remoteASN: ASN
    /// The AS that the router claims to be in this session; its own unless given.
    public var localASN: ASN?
    public var families: RouteFamilySet
    public var timers: Timers
    /// Waits for the peer to connect.
    public var isPassive = false
    /// Password of the TCP session (RFC 2385).
    public var sharedKey: String?
    /// The TCP port that the peer listens on.
    public var port: UInt16 = 179
    /// TTL or hop limit of what is sent to the peer; `nil`: 1 to a neighbour on link, the system's own to others.
    public var timeToLive: UInt8?
    /// What arrives with a smaller TTL or hop limit is dropped (RFC 5082).
    public var minimumTimeToLive: UInt8?
    /// The interface whose carrier the session depends on; also the one that BFD uses.
    public var interface: Int?
    public var bfd: BFDParameters?
    /// How the router restarts, and helps the neighbour to; `nil`: neither (RFC 4724).
    public var gracefulRestart: RestartParameters?
    /// Gets long-lived stale routes in any case, if it is of the same AS (RFC 9494 §4.6).
    public var getsLongLivedStale = false
    /// Routes with GRACEFUL_SHUTDOWN from another AS are the last to be chosen (RFC 8326).
    public var honoursGracefulShutdown = false

    public var importTag: RouteTag = .internal
    public var exportTags: TagMask = .all
    /// What was learned elsewhere and has no business here, but is advertised all the same; `nil`: nothing.
    public var leak: Leak?
    public var importPolicy = Policy()
    public var exportPolicy = Policy()
    public var weight: UInt32 = 0
    /// What flapping routes of the neighbour's cost; `nil` dampens none.
    public var dampening: DampeningParameters?
    public var nextHopSelf = false
    public var isReflectorClient = false
    /// ASNs that are taken out of AS paths on export.
    public var removedASNs: [ASN] = []
    /// ASNs that the router puts its own in the place of on export.
    public var replacedASNs: [ASN] = []
    public var prefixLimitIPv4: Int?
    public var prefixLimitIPv6: Int?
    /// The next hop that IPv6 routes get, where the session itself runs over IPv4; and the other way round.
    public var nextHopIPv4: IPv4Address?
    public var nextHopIPv6: IPv6Address?

    /// Whether the neighbour shares a link with the router: one hop away, not several.
    public var isOnLink: Bool { interface != nil }

    /// The UDP port of BFD control packets in both directions (RFC 5881 §4, RFC 5883 §5).
    public var controlPort: UInt16 { isOnLink ? SingleHop.controlPort : MultiHop.controlPort }

    public init(
        path: String,
        domain: Int?,
        localAddress: IPAddress,
        remoteAddress: IPAddress,
        remoteASN: ASN,
        families: RouteFamilySet,
        timers: Timers
    ) {
        self.path = path
        self.domain = domain
        self.localAddress = localAddress
        self.remoteAddress = remoteAddress
        self.remoteASN = remoteASN
        self.families = families
        self.timers = timers
    }

    /// Routes that somebody forgot to keep back (RFC 7908), by where they entered the router and by what is left of them.
    public struct Leak: Hashable, Sendable {
        public var tag: RouteTag
        /// The routes went through another protocol on the way, so that nobody sees any more where they came from.
        public var isRedistributed: Bool

        public init(of tag: RouteTag, isRedistributed: Bool) {
            self.tag = tag
            self.isRedistributed = isRedistributed
        }
    }

    /// What the router proposes and accepts (RFC 4271 §10).
    public struct Timers: Hashable, Sendable {
        public var holdTime: Duration
        public var keepalive: Duration
        public var minimumHoldTime: Duration
        public var connectRetry: Duration
        public var advertisementInterval: Duration
        /// How long the peer may take in nothing (RFC 9687).
        public var sendHoldTime: Duration

        public init(
            holdTime: Duration,
            keepalive: Duration,
            minimumHoldTime: Duration,
            connectRetry: Duration,
            advertisementInterval: Duration,
            sendHoldTime: Duration = .seconds(480)
        ) {
            self.holdTime = holdTime
            self.keepalive = keepalive
            self.minimumHoldTime = minimumHoldTime
            self.connectRetry = connectRetry
            self.advertisementInterval = advertisementInterval
            self.sendHoldTime = sendHoldTime
        }
    }

    /// Both sides of graceful restart: as the router that restarts, and as the one that helps.
    public struct RestartParameters: Hashable, Sendable {
        /// How long the router asks to be waited for; whole seconds, at most 4095.
        public var restartTime: Duration
        /// How long the neighbour, once back, may take to send its routes again.
        public var staleTime: Duration
        /// How long the router, once back, waits for its neighbours' routes before it chooses.
        public var selectionDeferral: Duration
        /// The router forwards on while its control plane restarts.
        public var preservesForwarding = true
        /// NOTIFICATION and expired timers count as restarts too (RFC 8538).
        public var honoursNotification = true
        /// How long the router asks for patience beyond the restart time (RFC 9494); `nil`: not at all.
        public var longLivedStaleTime: Duration?

        public init(restartTime: Duration, staleTime: Duration, selectionDeferral: Duration) {
            self.restartTime = restartTime
            self.staleTime = staleTime
            self.selectionDeferral = selectionDeferral
        }
    }

    /// How BFD is run beside the session (RFC 5882).
    public struct BFDParameters: Hashable, Sendable {
        public var interval: Duration
        public var multiplier: UInt8
        /// Says nothing before the neighbour does (RFC 5880 §6.1): an MSEE leaves it to the customer whether to run BFD.
        public var isPassive = false
        /// The router's BFD goes on while its control plane restarts, as in hardware (the C bit).
        public var isControlPlaneIndependent = false

        public init(interval: Duration, multiplier: UInt8) {
            self.interval = interval
            self.multiplier = multiplier
        }
    }
}
