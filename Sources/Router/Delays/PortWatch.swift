public import NetworkTypes

/// What a router makes of a port's carrier: it may doubt a change for some time, and may not use a port that flaps.
public struct PortWatch: Sendable {
    public enum Event: Hashable, Sendable {
        /// The port is up or down from now on; what made it so late, and the id noted for the change, if it waited.
        case believes(isUp: Bool, cause: Int?, cost: SettingCost?)
        /// A change is doubted until then, or not used until then.
        case waits(until: Instant, SettingCost)
        /// It was undone before anybody noticed.
        case undone
        /// The port has flapped too much: it stays down until then at least.
        case suppressed(until: Instant)
        /// It may be used again, but has no carrier.
        case released
    }

    private var debounce: CarrierDebounce
    private let dampening: DampeningParameters?
    private var penalty = FlapPenalty()
    /// A carrier that is back while the port is suppressed: since when, and the id noted for it.
    private var held: (since: Instant, cause: Int?)?

    public init(_ debounce: CarrierDebounce, dampening: DampeningParameters? = nil) {
        self.debounce = debounce
        self.dampening = dampening
    }

    public var nextDeadline: Instant? {
        switch (debounce.nextDeadline, penalty.reuseDue) {
        case (let a?, let b?): min(a, b)
        case (let a, let b): a ?? b
        }
    }

    /// The carrier was lost or is back; `cause` is the id that a wait is noted under.
    public mutating func carrierChanged(isUp: Bool, at now: Instant, cause: Int?) -> [Event] {
        switch debounce.carrierChanged(isUp: isUp, at: now, cause: cause) {
        case .changed: settle(isUp: isUp, at: now, cause: cause, cost: nil, isLate: false)
        case .waits(let until): [.waits(until: until, SettingCost(.carrierDelay, until - now))]
        case .undone: [.undone]
        case .none: []
        }
    }

    public mutating func handleDeadline(at now: Instant) -> [Event] {
        var events: [Event] = []
        if let change = debounce.handleDeadline(at: now) {
            events += settle(isUp: change.isUp, at: now, cause: change.cause, cost: change.cost, isLate: true)
        }
        if penalty.handleDeadline(at: now) {
            if let held, debounce.isUp {
                let cost = SettingCost(.interfaceDampening, now - held.since)
                events.append(.believes(isUp: true, cause: held.cause, cost: cost))
            } else {
                events.append(.released)
            }
            held = nil
        }
        return events
    }

    private mutating func settle(
        isUp: Bool,
        at now: Instant,
        cause: Int?,
        cost: SettingCost?,
        isLate: Bool
    ) -> [Event] {
        let believes = Event.believes(isUp: isUp, cause: isLate ? cause : nil, cost: cost)
        guard let dampening else { return [believes] }
        if isUp {
            guard penalty.isSuppressed, let due = penalty.reuseDue else { return [believes] }
            held = (now, cause)
            return [.waits(until: due, SettingCost(.interfaceDampening, due - now))]
        }
        let wasSuppressed = penalty.isSuppressed
        held = nil
        let begins = penalty.flap(FlapPenalty.loss, at: now, dampening)
        guard let due = penalty.reuseDue, begins else { return wasSuppressed ? [] : [believes] }
        return [believes, .suppressed(until: due)]
    }
}
