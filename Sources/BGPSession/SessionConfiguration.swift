public import BGPWire
public import NetworkTypes

/// Everything that decides how one session behaves.
public struct SessionConfiguration: Hashable, Sendable {
    public var localASN: ASN
    /// The AS that the peer must show in its OPEN.
    public var peerASN: ASN
    public var localID: RouterID
    public var families: RouteFamilySet
    /// Proposed hold time, whole seconds; zero proposes to do without (RFC 4271 §4.2).
    public var holdTime: Duration = .seconds(180)
    /// Interval of KEEPALIVE messages; a third of the negotiated hold time if `nil`, and never more than that.
    public var keepalive: Duration?
    /// Time between attempts to connect, jittered.
    public var connectRetry: Duration = .seconds(5)
    /// A peer that would bring the hold time below this is refused with OPEN error 2/6; at least 3 s counts.
    public var minimumHoldTime: Duration = .seconds(3)
    /// Hold time until the peer's OPEN has arrived (RFC 4271 §8.2.2 suggests 4 minutes).
    public var openHoldTime: Duration = .seconds(240)
    /// How long the peer may take in nothing that is sent to it before the session ends (RFC 9687 §4); at least twice the hold time.
    public var sendHoldTime: Duration = .seconds(480)
    /// Waits for the peer to connect.
    public var isPassive = false
    /// Time in Idle after the first failure.
    public var initialIdleHold: Duration = .seconds(1)
    /// Whether that doubles with each further failure, attempts that fail are repeated sooner at first, and all of it is jittered; else every
    /// rest in Idle is the first one, and an attempt that failed is repeated after ``connectRetry``.
    public var backsOff = true
    public var maximumIdleHold: Duration = .seconds(60)
    /// A session that was up this long starts over with the initial idle hold.
    public var stableTime: Duration = .seconds(30)
    /// Whether routes stay in use when BFD goes down that shares the fate of the peer's control plane (RFC 5882 §4.3).
    public var bfdMayBeRestart = true
    /// Time in Idle after the prefix limit was exceeded; `nil` keeps the session down until it is started.
    public var prefixLimitIdleHold: Duration?
    public var offersRouteRefresh = true
    public var offersFourOctetAS = true
    public var offersExtendedMessages = false
    /// What is announced of graceful restart (RFC 4724); its flags are those of a speaker that can do it all.
    ///
    /// The session itself says in each OPEN whether there was a restart and whether forwarding state outlived it.
    public var gracefulRestart: GracefulRestart?
    /// The same for RFC 9494; means nothing without the former.
    public var longLivedGracefulRestart: LongLivedGracefulRestart?
    /// Further capabilities to put into the OPEN.
    public var additionalCapabilities: [Capability] = []

    public init(localASN: ASN, peerASN: ASN, localID: RouterID, families: RouteFamilySet = .ipv4Unicast) {
        self.localASN = localASN
        self.peerASN = peerASN
        self.localID = localID
        self.families = families
    }

    public var isExternal: Bool { localASN != peerASN }
}
