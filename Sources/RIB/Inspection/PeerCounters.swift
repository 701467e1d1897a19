public import BGPWire

/// What a peer has sent and been sent since its session came up, and what it has in the tables now.
public struct PeerCounters: Hashable, Sendable {
    /// Prefixes accepted and in the tables now, indexed by family.
    public var acceptedPrefixes: [RouteFamily: Int] = [:]
    /// Prefixes that the peer was told of and has not been told the opposite, indexed by family.
    public var advertisedPrefixes: [RouteFamily: Int] = [:]
    public var updatesReceived = 0
    public var announcementsReceived = 0
    public var withdrawalsReceived = 0
    /// Announcements refused: loops, policy, unusable next hops.
    public var announcementsRejected = 0
    /// UPDATE messages that were handled as withdrawals (RFC 7606).
    public var treatedAsWithdraw = 0
    public var updatesSent = 0

    public init() {}
}
