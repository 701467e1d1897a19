public import BGPWire

/// What an UPDATE message did, and what it means for the session that it came on.
public struct UpdateVerdict: Hashable, Sendable {
    public enum Outcome: Hashable, Sendable {
        /// Every attribute was right; this includes attributes that RFC 7606 discards.
        case accepted
        /// An attribute was malformed and the routes count as withdrawn (RFC 7606 §2).
        case treatedAsWithdraw(AttributeError)
        /// The session has to end with this NOTIFICATION (RFC 4271 §6.3, RFC 7606 §3).
        case reset(NotificationError)
        /// The peer has more prefixes than allowed: Cease/1 (RFC 4486). What was accepted so far stays until the peer goes down.
        case prefixLimitExceeded(family: RouteFamily, limit: Int)
    }

    public var outcome: Outcome
    /// Prefixes whose path was added or replaced.
    public var announced: Int
    /// Prefixes whose path was removed.
    public var withdrawn: Int
    /// Announced prefixes that were not taken: loops, policy, unusable next hop.
    public var rejected: Int
    /// Set if the message was the End-of-RIB marker of a family (RFC 4724 §2).
    public var endOfRIB: RouteFamily?

    public init(
        outcome: Outcome = .accepted,
        announced: Int = 0,
        withdrawn: Int = 0,
        rejected: Int = 0,
        endOfRIB: RouteFamily? = nil
    ) {
        self.outcome = outcome
        self.announced = announced
        self.withdrawn = withdrawn
        self.rejected = rejected
        self.endOfRIB = endOfRIB
    }
}
