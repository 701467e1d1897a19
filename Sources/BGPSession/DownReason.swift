public import BGPWire

/// Why a session left Established, or an attempt to reach it ended.
public struct DownReason: Hashable, Sendable {
    public var cause: Cause
    /// Who ended it.
    public var origin: Origin
    /// The NOTIFICATION that was sent or received, if there was one.
    public var notification: NotificationError?
    /// Whether the session was up, not just an attempt under way.
    public var wasEstablished: Bool
    /// Whether the peer may be restarting, so that its routes stay in use (RFC 4724 §4.2, RFC 8538 §4).
    public var mayBeRestart = false

    /// The words that the journal uses.
    public enum Cause: String, Hashable, Sendable, CaseIterable {
        case carrier
        case bfd
        case holdTimer
        /// The peer keeps talking, but has stopped to read (RFC 9687).
        case sendHoldTimer
        /// The peer sent a NOTIFICATION.
        case notification
        /// The connection failed or was closed without one.
        case transport
        case administrative
        case prefixLimit
        /// The peer broke the protocol, or does not fit the configuration.
        case error
    }

    public enum Origin: Hashable, Sendable {
        case local
        case remote
    }

    public init(
        _ cause: Cause,
        origin: Origin,
        notification: NotificationError? = nil,
        wasEstablished: Bool = false
    ) {
        self.cause = cause
        self.origin = origin
        self.notification = notification
        self.wasEstablished = wasEstablished
    }

    public var code: UInt8? { notification?.code.rawValue }
    public var subcode: UInt8? { notification?.subcode }
    /// What the RFCs call the NOTIFICATION: `unacceptable hold time`.
    public var error: String? { notification?.name }
    /// The shutdown communication (RFC 9003).
    public var message: String? { notification?.communication }
}
