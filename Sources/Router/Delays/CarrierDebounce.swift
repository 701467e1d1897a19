public import NetworkTypes

/// Believes a port's carrier only once it has stayed as it is for some time.
///
/// A change that is undone before is not noticed at all.
public struct CarrierDebounce: Sendable {
    public enum Outcome: Hashable, Sendable {
        /// The port is up or down from now on.
        case changed
        /// It will be at that instant, unless the carrier changes back.
        case waits(until: Instant)
        /// The carrier is again as it was thought to be.
        case undone
        case none
    }

    private struct Change: Sendable {
        var isUp: Bool
        var since: Instant
        var due: Instant
        var cause: Int?
    }

    /// How long a lost carrier, and one that is back, is not believed.
    public let down: Duration
    public let up: Duration
    /// What the router thinks.
    public private(set) var isUp: Bool
    private var pending: Change?

    public init(down: Duration, up: Duration, isUp: Bool = true) {
        self.down = down
        self.up = up
        self.isUp = isUp
    }

    public var nextDeadline: Instant? { pending?.due }

    /// The carrier was lost or is back.
    public mutating func carrierChanged(isUp: Bool, at now: Instant, cause: Int?) -> Outcome {
        guard isUp != self.isUp else {
            defer { pending = nil }
            return pending == nil ? .none : .undone
        }
        guard pending == nil else { return .none }
        let delay = isUp ? up : down
        guard delay > .zero else {
            self.isUp = isUp
            return .changed
        }
        pending = Change(isUp: isUp, since: now, due: now + delay, cause: cause)
        return .waits(until: now + delay)
    }

    /// The change that is believed from now on, with what was noted as its cause; `nil` if none is due.
    public mutating func handleDeadline(at now: Instant) -> (isUp: Bool, cause: Int?, cost: SettingCost)? {
        guard let change = pending, change.due <= now else { return nil }
        pending = nil
        isUp = change.isUp
        return (change.isUp, change.cause, SettingCost(.carrierDelay, now - change.since))
    }
}
