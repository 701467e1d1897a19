public import BGPWire
public import NetworkTypes

/// What two OPEN messages agree on.
public struct NegotiatedParameters: Hashable, Sendable {
    /// Families that both ends announced.
    public var families: RouteFamilySet
    /// Both ends have four-octet AS numbers (RFC 6793).
    public var fourOctetAS: Bool
    /// The smaller of the two proposals; zero means that neither timer runs.
    public var holdTime: Duration
    /// Interval of KEEPALIVE messages before jitter; zero without hold time.
    public var keepalive: Duration
    public var peerASN: ASN
    public var peerID: RouterID
    public var isExternal: Bool
    /// The peer understands ROUTE-REFRESH (RFC 2918), and we do.
    public var routeRefresh: Bool
    /// Messages up to 65535 octets may be sent to the peer (RFC 8654).
    public var extendedMessages: Bool
    /// What becomes of the peer's routes when it restarts; `nil` unless both ends announce graceful restart.
    public var restart: RestartAgreement?
    public var peerCapabilities: [Capability]

    /// The context in which UPDATE messages of this session are read and written.
    public var wireContext: WireContext {
        WireContext(
            fourOctetAS: fourOctetAS,
            families: families,
            isExternal: isExternal,
            maximumMessageLength: extendedMessages
                ? MessageHeader.extendedMaximumLength : MessageHeader.standardMaximumLength
        )
    }
}
