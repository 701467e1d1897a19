public import BGPWire

/// Why a session left Established, or an attempt to reach it ended.
public struct DownReason: Hashable, Sendable {
    public var cause: Cause
    /// Who ended it.
    public var origin: Origin
    /// The NOTIFICATION that was sent or received, if there was one.
    public var notification: NotificationError?

    /// The words that the journal uses.
    public enum Cause: String, Hashable, Sendable, CaseIterable {
        case carrier
        case bfd
        case holdTimer
        /// The peer sent a NOTIFICATION.
        case notification
        /// The connection failed or was closed without one.
        case transport
        case administrative
        case prefixLimit
        /// The peer broke the protocol, or does not fit the configuration.
        case error
        /// Two connections met, and this one lost (RFC 4271 §6.8).
        case collision
    }

    public enum Origin: Hashable, Sendable {
        case local
        case remote
    }

    public init(_ cause: Cause, origin: Origin, notification: NotificationError? = nil) {
        self.cause = cause
        self.origin = origin
        self.notification = notification
    }

    public var code: UInt8? { notification?.code.rawValue }
    public var subcode: UInt8? { notification?.subcode }
    /// The shutdown communication (RFC 9003).
    public var message: String? { notification?.communication }
}

/// Why the owner ends a session.
public enum StopReason: Hashable, Sendable {
    /// Stays down until started (Cease/2), with a text for the other operator.
    case administrativeShutdown(communication: String? = nil)
    /// Comes back by itself (Cease/4).
    case administrativeReset(communication: String? = nil)
    /// Stays down (Cease/3).
    case peerDeconfigured
    /// Comes back by itself (Cease/6).
    case configurationChange
    /// Stays down, or comes back after the configured time (Cease/1). Data: family and limit as RFC 4486 §4 lays out.
    case prefixLimit(RouteFamily, limit: UInt32)
    /// Comes back by itself, with the usual back-off (Cease/8).
    case outOfResources
}
