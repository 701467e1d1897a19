public import BGPWire
public import NetworkTypes

/// What a session agreed on with its peer when it came up.
public struct NegotiatedPeer: Hashable, Sendable {
    /// Families that both ends announced; others are ignored.
    public var families: RouteFamilySet
    /// Whether AS numbers have four octets on this session (RFC 6793).
    public var fourOctetAS: Bool
    /// The peer's BGP identifier.
    public var remoteID: RouterID
    /// The longest message that the peer takes: 4096 octets, or 65535 (RFC 8654).
    public var maximumMessageSize: Int
    /// Families whose routes from the last session stay in use until the peer has sent them again (RFC 4724 §4.2).
    public var keptFamilies: RouteFamilySet
    /// Whether the peer is told of routes that are long stale (RFC 9494 §4.3).
    public var takesLongLivedStale: Bool

    public init(
        families: RouteFamilySet,
        remoteID: RouterID,
        fourOctetAS: Bool = true,
        maximumMessageSize: Int = 4096,
        keptFamilies: RouteFamilySet = [],
        takesLongLivedStale: Bool = false
    ) {
        self.keptFamilies = keptFamilies
        self.takesLongLivedStale = takesLongLivedStale
        self.families = families
        self.remoteID = remoteID
        self.fourOctetAS = fourOctetAS
        self.maximumMessageSize = maximumMessageSize
    }
}
