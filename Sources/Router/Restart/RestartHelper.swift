import BGPWire
import NetworkTypes

/// What a router does for a neighbour that restarts: it goes on using its routes, for some time (RFC 4724 §4.2, RFC 9494 §4.2).
struct RestartHelper: Sendable {
    enum Stage: Sendable {
        /// The session is down; the routes are used as if it were not.
        case awaitingSession
        /// The restart time is over; the routes are the last to be chosen.
        case longLived
        /// The session is back; routes that the neighbour does not send again go at its End-of-RIB.
        case awaitingRoutes
    }

    var stage: Stage
    /// Families whose routes from before are still there, with the time at which that ends.
    var deadlines: [(family: RouteFamily, at: Instant)]
    /// The journal's event with which the present stage began.
    var cause: Int?

    var families: RouteFamilySet { deadlines.reduce(into: []) { $0.insert($1.family) } }
    var nextDeadline: Instant? { deadlines.map(\.at).min() }
}

/// How keeping the routes of a neighbour that restarts has ended; the words that the journal uses.
public enum RestartOutcome: String, Sendable {
    /// The neighbour has sent its routes again.
    case completed
    /// It did not come back within its restart time.
    case restartTimeExpired
    /// It asked for more patience than that, and the routes are used as the last to be chosen (RFC 9494).
    case longLived
    /// That time is over as well.
    case longLivedTimeExpired
    /// It came back, but took too long to send its routes.
    case staleTimeExpired
    /// It came back without its forwarding state, or does not restart gracefully any more.
    case forwardingLost
    /// BFD, which goes on while a control plane restarts, found that the neighbour does not forward (RFC 5882 §4.3).
    case forwardingDead
    /// The operator here has shut the session down.
    case administrative
}
