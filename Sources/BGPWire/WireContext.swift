/// What a session has negotiated, as far as it decides how UPDATE messages are read and written.
public struct WireContext: Hashable, Sendable, BitwiseCopyable {
    /// Whether AS numbers have four octets in AS_PATH and AGGREGATOR (RFC 6793).
    public var fourOctetAS: Bool
    /// The families that both ends announced; routes of others are ignored.
    public var families: RouteFamilySet
    /// Whether the peer is in another AS: LOCAL_PREF, ORIGINATOR_ID and CLUSTER_LIST from it are discarded (RFC 7606 §7).
    public var isExternal: Bool
    /// The longest message that may be written: 4096, or 65535 once the peer announced extended messages (RFC 8654).
    public var maximumMessageLength: Int

    public init(
        fourOctetAS: Bool = true,
        families: RouteFamilySet = .ipv4Unicast,
        isExternal: Bool = true,
        maximumMessageLength: Int = MessageHeader.standardMaximumLength
    ) {
        self.fourOctetAS = fourOctetAS
        self.families = families
        self.isExternal = isExternal
        self.maximumMessageLength = maximumMessageLength
    }
}
