import NetworkTypes
import RIB

/// Which routes of which neighbours flap too much to be used (RFC 2439, with the figures of RFC 7196).
struct RouteDamper: Sendable {
    struct Key: Hashable, Sendable {
        var neighbor: Int
        var prefix: IPPrefix
    }

    /// Routes remembered at most; what flaps beyond that is not dampened until others are forgotten.
    static let limit = 1 << 20

    private var penalties: [Key: FlapPenalty] = [:]
    /// Suppressed ones in the order in which they became so.
    private var suppressed: [Key] = []
    /// Never later than the first of them is due.
    private(set) var nextDeadline: Instant?
    /// Before this, looking for what may be forgotten is not worth its time.
    private var nextSweep = Instant.zero

    /// A route was lost, changed or came back; returns whether it begins to be suppressed, and whether it is.
    mutating func note(
        _ key: Key,
        _ kind: RouteFlap.Kind,
        at now: Instant,
        _ parameters: DampeningParameters
    ) -> (begins: Bool, isSuppressed: Bool) {
        let known = penalties[key]
        guard var penalty = known ?? (kind == .announced ? nil : FlapPenalty()) else { return (false, false) }
        if known == nil, !hasRoom(at: now, parameters) { return (false, false) }
        var begins = false
        switch kind {
        case .withdrawn: begins = penalty.flap(FlapPenalty.loss, at: now, parameters)
        case .changed: begins = penalty.flap(FlapPenalty.change, at: now, parameters)
        case .announced: break
        }
        penalties[key] = !begins && penalty.isForgettable(at: now, parameters) ? nil : penalty
        if begins { suppressed.append(key) }
        if penalty.isSuppressed, let due = penalty.reuseDue {
            nextDeadline = min(nextDeadline ?? .distantFuture, Self.listed(due, parameters))
        }
        return (begins, penalty.isSuppressed)
    }

    /// The routes that are used again from now on.
    ///
    /// Takes time in proportion to the suppressed ones, which is why these come due together.
    mutating func handleDeadline(at now: Instant, _ parameters: (Int) -> DampeningParameters?) -> [Key] {
        guard let due = nextDeadline, due <= now else { return [] }
        var reused: [Key] = []
        var waiting: [Key] = []
        nextDeadline = nil
        for key in suppressed {
            guard var penalty = penalties[key], let parameters = parameters(key.neighbor) else { continue }
            if penalty.handleDeadline(at: now) {
                penalties[key] = penalty
                reused.append(key)
            } else if let due = penalty.reuseDue {
                nextDeadline = min(nextDeadline ?? .distantFuture, Self.listed(due, parameters))
                waiting.append(key)
            }
        }
        suppressed = waiting
        return reused
    }

    /// When a route is looked at that is due at an instant: as with reuse lists (RFC 2439 §4.8.7), 64 times in a half-life.
    private static func listed(_ due: Instant, _ parameters: DampeningParameters) -> Instant {
        let step = max(1, parameters.halfLife.nanoseconds / 64)
        let past = due.nanoseconds % step
        return past == 0 ? due : due + .nanoseconds(step - past)
    }

    /// Forgets what may be forgotten, where there is no room for another route.
    private mutating func hasRoom(at now: Instant, _ parameters: DampeningParameters) -> Bool {
        guard penalties.count >= Self.limit else { return true }
        guard now >= nextSweep else { return false }
        nextSweep = now + parameters.halfLife
        penalties = penalties.filter { !$0.value.isForgettable(at: now, parameters) }
        return penalties.count < Self.limit
    }
}
