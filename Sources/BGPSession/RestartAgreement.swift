public import BGPWire
import NetworkTypes

/// What a peer that can restart gracefully said of it, as far as this end can do it too (RFC 4724, RFC 8538, RFC 9494).
public struct RestartAgreement: Hashable, Sendable {
    /// Families whose routes are kept while the peer restarts.
    public var families: RouteFamilySet
    /// Those of them for which the peer's forwarding state is what it was before the session (the F bit).
    public var preservedFamilies: RouteFamilySet
    /// How long the peer may take to come back.
    public var restartTime: Duration
    /// The peer has just restarted (the R bit): nobody waits for its routes before sending own ones.
    public var isRestarting: Bool
    /// NOTIFICATION messages and expired timers count as restarts as well: both ends set the N bit (RFC 8538 §2).
    public var honoursNotification: Bool
    /// How long routes may be kept as the last to be chosen once the restart time is over (RFC 9494 §3); zero where not at all.
    public var longLivedTimes: [RouteFamily: Duration]

    init?(_ own: SessionConfiguration, _ open: OpenMessage, families agreed: RouteFamilySet) {
        guard let ours = own.gracefulRestart, let theirs = open.gracefulRestart else { return nil }
        families = []
        preservedFamilies = []
        for entry in theirs.families {
            guard let family = entry.identifier.family, agreed.contains(family) else { continue }
            families.insert(family)
            if entry.preservesForwarding { preservedFamilies.insert(family) }
        }
        restartTime = .seconds(Int64(theirs.restartTimeSeconds))
        isRestarting = theirs.isRestarting
        honoursNotification = ours.honoursNotification && theirs.honoursNotification
        longLivedTimes = [:]
        guard own.longLivedGracefulRestart != nil else { return }
        for entry in open.longLivedGracefulRestart?.families ?? [] {
            guard let family = entry.identifier.family, families.contains(family) else { continue }
            longLivedTimes[family] = .seconds(Int64(entry.staleTimeSeconds))
            if entry.preservesForwarding { preservedFamilies.insert(family) }
        }
    }

    /// Whether the peer takes routes that are long stale (RFC 9494 §4.3).
    public var isLongLived: Bool { !longLivedTimes.isEmpty }

    /// Whether the end of a session leaves the peer's routes in place (RFC 4724 §4.2, RFC 8538 §4).
    func allows(_ reason: DownReason) -> Bool {
        guard !families.isEmpty else { return false }
        if reason.notification?.isHardReset == true { return false }
        switch reason.cause {
        case .transport: return true
        // BFD alone cannot tell; whoever runs it can (RFC 5882 §4.3).
        case .bfd: return reason.mayBeRestart
        case .holdTimer, .sendHoldTimer, .notification, .error, .administrative: return honoursNotification
        case .carrier, .prefixLimit: return false
        }
    }
}
