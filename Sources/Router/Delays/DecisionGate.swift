import NetworkTypes

/// Lets a router decide some time after there is something to decide, rather than at once.
///
/// The first change begins the wait, later ones join it, and then everything is decided that there is.
struct DecisionGate: Sendable {
    private enum State: Sendable {
        case idle
        case waiting(since: Instant, cause: Int?)
        case open(since: Instant, cause: Int?)
    }

    let delay: Duration
    private var state = State.idle
    /// Until then everything is decided at once.
    private var promptUntil: Instant?

    init(delay: Duration) { self.delay = delay }

    /// Whether nothing may be decided now.
    var isClosed: Bool {
        if case .waiting = state { true } else { false }
    }

    var deadline: Instant? {
        if case .waiting(let since, _) = state { since + delay } else { nil }
    }

    /// There is something to decide; returns whether it may be done now.
    mutating func mayDecide(at now: Instant, because cause: Int?) -> Bool {
        guard delay > .zero else { return true }
        if let promptUntil, now < promptUntil { return true }
        switch state {
        case .idle:
            state = .waiting(since: now, cause: cause)
            return false
        case .waiting: return false
        case .open: return true
        }
    }

    mutating func handleDeadline(at now: Instant) {
        guard case .waiting(let since, let cause) = state, since + delay <= now else { return }
        state = .open(since: since, cause: cause)
    }

    /// A process that has started works its queue already: for as long as it would wait, nothing has to.
    mutating func hasStarted(at now: Instant) {
        state = .idle
        promptUntil = now + delay
    }

    /// Nothing is left to decide.
    mutating func close() { state = .idle }

    /// The event that began the wait, and how long it was.
    func wait(at now: Instant) -> (cause: Int?, cost: SettingCost)? {
        guard case .open(let since, let cause) = state else { return nil }
        return (cause, SettingCost(.decisionDelay, now - since))
    }
}
