public import BGPWire

/// Why the owner ends a session.
public enum StopReason: Hashable, Sendable {
    /// Stays down until started (Cease/2), with a text for the other operator.
    case administrativeShutdown(communication: String? = nil)
    /// Comes back by itself (Cease/4).
    case administrativeReset(communication: String? = nil)
    /// The same, but routes stay in use meanwhile where both ends can do that (RFC 8538 §4).
    case gracefulReset(communication: String? = nil)
    /// Stays down (Cease/3).
    case peerDeconfigured
    /// Comes back by itself (Cease/6).
    case configurationChange
    /// Stays down, or comes back after the configured time (Cease/1). Data: family and limit as RFC 4486 §4 lays out.
    case prefixLimit(RouteFamily, limit: UInt32)
    /// Comes back by itself, with the usual back-off (Cease/8).
    case outOfResources
}

extension StopReason {
    /// What the peer is told (RFC 4486, RFC 9003).
    var notification: NotificationError {
        switch self {
        case .administrativeShutdown(let text): NotificationError(.administrativeShutdown, communication: text)
        case .administrativeReset(let text), .gracefulReset(let text):
            NotificationError(.administrativeReset, communication: text)
        case .peerDeconfigured: NotificationError(.peerDeconfigured)
        case .configurationChange: NotificationError(.otherConfigurationChange)
        case .prefixLimit(let family, let limit):
            NotificationError(.maximumPrefixes, data: Self.prefixLimitData(family, limit))
        case .outOfResources: NotificationError(.outOfResources)
        }
    }

    /// Whether a peer that keeps routes over a NOTIFICATION is meant to; RFC 8538 §5.1 has the advice.
    var keepsRoutes: Bool {
        switch self {
        case .gracefulReset, .configurationChange, .outOfResources: true
        case .administrativeShutdown, .administrativeReset, .peerDeconfigured, .prefixLimit: false
        }
    }

    var cause: DownReason.Cause {
        switch self {
        case .prefixLimit: .prefixLimit
        case .outOfResources: .error
        case .administrativeShutdown, .administrativeReset, .gracefulReset, .peerDeconfigured,
            .configurationChange:
            .administrative
        }
    }

    /// AFI, SAFI and the limit (RFC 4486 §4).
    private static func prefixLimitData(_ family: RouteFamily, _ limit: UInt32) -> [UInt8] {
        let identifier = family.identifier
        var data = [UInt8(identifier.afi >> 8), UInt8(identifier.afi & 0xFF), identifier.safi]
        for shift in [24, 16, 8, 0] as [UInt32] { data.append(UInt8(truncatingIfNeeded: limit >> shift)) }
        return data
    }
}
