/// What made a session change its state: more than the diagnostic code says, because clients need more (RFC 5882 §3).
public enum StateChangeReason: Hashable, Sendable {
    /// The session was enabled and now waits for its neighbor.
    case enabled
    /// The handshake with the neighbor went a step further.
    case handshake
    /// Nothing was heard for a detection time.
    case detectionTimeExpired
    /// The neighbor says that its session is down: most often it does not hear us.
    case neighborSignaledDown
    /// The neighbor's operator took its session down on purpose.
    case neighborAdministrativelyDown
    /// This end's operator took the session down on purpose.
    case administrativelyDown
    /// The path below the session is known to be dead, such as a port without carrier.
    case pathDown

    /// Whether forwarding to the neighbor is known or suspected to be broken.
    ///
    /// A client such as BGP closes its session for these only: a session that somebody took down on purpose, at
    /// either end, says nothing about the path (RFC 5882 §3.2 and §4.2).
    public var isFailure: Bool {
        switch self {
        case .detectionTimeExpired, .neighborSignaledDown, .pathDown: true
        case .enabled, .handshake, .neighborAdministrativelyDown, .administrativelyDown: false
        }
    }
}
