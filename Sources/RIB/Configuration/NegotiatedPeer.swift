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

    public init(
        families: RouteFamilySet,
        remoteID: RouterID,
        fourOctetAS: Bool = true,
        maximumMessageSize: Int = 4096
    ) {
        self.families = families
        self.remoteID = remoteID
        self.fourOctetAS = fourOctetAS
        self.maximumMessageSize = maximumMessageSize
    }
}
