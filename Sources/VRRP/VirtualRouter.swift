public import NetworkTypes

/// One router's part in a virtual router (RFC 5798 §6), as a value: events and the time in, advertisements and state changes out.
///
/// The owner sends what it is told to, checks what it receives (``Advertisement/init(decoding:from:timeToLive:)``), and calls
/// again at ``nextDeadline``. Every event has an outcome in every state; early or repeated calls are harmless.
public struct VirtualRouter: Sendable {
    public enum State: String, Hashable, Sendable, CaseIterable {
        case initialize, backup, master
    }

    public enum Event: Hashable, Sendable {
        /// The interface has come up.
        case startup
        /// The interface, or the router, goes down.
        case shutdown
        /// From a router whose own address on the LAN is `source`.
        case received(Advertisement, source: IPAddress)
        case deadlineReached
        /// What is tracked has changed.
        case setPriority(UInt8)
    }

    /// Why a state was left for another.
    public enum Reason: String, Hashable, Sendable {
        case startup, shutdown
        /// Nothing was heard from the master for Master_Down_Interval.
        case masterDown
        /// The master said that it leaves.
        case masterLeft
        /// The master has a lower priority than this router, whose turn it is.
        case preemption
        /// Another router, with a better claim, advertises.
        case betterMaster
    }

    public enum Action: Hashable, Sendable {
        case send(Advertisement)
        /// Say on the LAN that the virtual addresses are here: gratuitous ARP, or unsolicited neighbour advertisements.
        case announceAddresses
        case stateChanged(from: State, to: State, Reason)
    }

    public private(set) var configuration: VirtualRouterConfiguration
    public private(set) var state = State.initialize
    /// When ``Event/deadlineReached`` is wanted: the Adver_Timer of a master, the Master_Down_Timer of a backup.
    public private(set) var nextDeadline: Instant?
    /// The priority at present: the configured one less what tracking takes from it.
    public private(set) var priority: UInt8
    /// What the master said about its interval (Master_Adver_Interval).
    private var masterIntervalCentiseconds: UInt16
    /// From when on a master of lower priority is not put up with any more; `nil` while there is none.
    private var preemptsFrom: Instant?
    private var masterHasLeft = false

    public init(_ configuration: VirtualRouterConfiguration) {
        self.configuration = configuration
        priority = configuration.priority
        masterIntervalCentiseconds = configuration.intervalCentiseconds
    }

    public mutating func handle(_ event: Event, at now: Instant, into actions: inout [Action]) {
        switch (state, event) {
        case (_, .setPriority(let value)): setPriority(value)
        case (.initialize, .startup): start(at: now, into: &actions)
        case (.backup, .shutdown):
            nextDeadline = nil
            move(to: .initialize, .shutdown, into: &actions)
        case (.master, .shutdown):
            nextDeadline = nil
            actions.append(.send(advertisement(priority: 0)))
            move(to: .initialize, .shutdown, into: &actions)
        case (.backup, .received(let advertisement, _)): take(advertisement, at: now)
        case (.master, .received(let advertisement, let source)):
            contend(with: advertisement, from: source, at: now, into: &actions)
        case (.backup, .deadlineReached): masterDown(at: now, into: &actions)
        case (.master, .deadlineReached): advertise(at: now, into: &actions)
        case (.initialize, .shutdown), (.initialize, .received), (.initialize, .deadlineReached), (.backup, .startup),
            (.master, .startup):
            break
        }
    }

    /// Skew_Time (§6.1): the lower the priority, the longer a backup waits.
    public var skewTime: Duration {
        .nanoseconds((256 - Int64(priority)) * Int64(masterIntervalCentiseconds) * 10_000_000 / 256)
    }

    /// Master_Down_Interval (§6.1).
    public var masterDownInterval: Duration {
        .nanoseconds(3 * Int64(masterIntervalCentiseconds) * 10_000_000) + skewTime
    }

    // MARK: - §6.4.1 Initialize

    private mutating func start(at now: Instant, into actions: inout [Action]) {
        masterIntervalCentiseconds = configuration.intervalCentiseconds
        (preemptsFrom, masterHasLeft) = (nil, false)
        if priority == VirtualRouterConfiguration.ownerPriority {
            becomeMaster(.startup, at: now, into: &actions)
        } else {
            nextDeadline = now + masterDownInterval
            move(to: .backup, .startup, into: &actions)
        }
    }

    // MARK: - §6.4.2 Backup

    private mutating func take(_ advertisement: Advertisement, at now: Instant) {
        if advertisement.priority == 0 {
            masterHasLeft = true
            nextDeadline = now + skewTime
            return
        }
        masterHasLeft = false
        if advertisement.priority < priority, configuration.preempts {
            let from = preemptsFrom ?? now + configuration.preemptDelay
            preemptsFrom = from
            // Such an advertisement is discarded, and the timer goes on, but not before the delay is over.
            if from <= now { return }
        } else {
            preemptsFrom = nil
        }
        masterIntervalCentiseconds = advertisement.intervalCentiseconds
        nextDeadline = now + masterDownInterval
    }

    private mutating func masterDown(at now: Instant, into actions: inout [Action]) {
        guard let deadline = nextDeadline, deadline <= now else { return }
        let preempted = preemptsFrom.map { $0 <= now } ?? false
        becomeMaster(masterHasLeft ? .masterLeft : preempted ? .preemption : .masterDown, at: now, into: &actions)
    }

    // MARK: - §6.4.3 Master

    private mutating func contend(
        with advertisement: Advertisement,
        from source: IPAddress,
        at now: Instant,
        into actions: inout [Action]
    ) {
        if advertisement.priority == 0 {
            actions.append(.send(self.advertisement(priority: priority)))
            nextDeadline = now + interval
        } else if advertisement.priority > priority
            || advertisement.priority == priority && source > configuration.primaryAddress
        {
            masterIntervalCentiseconds = advertisement.intervalCentiseconds
            (preemptsFrom, masterHasLeft) = (nil, false)
            nextDeadline = now + masterDownInterval
            move(to: .backup, .betterMaster, into: &actions)
        }
    }

    private mutating func advertise(at now: Instant, into actions: inout [Action]) {
        guard let deadline = nextDeadline, deadline <= now else { return }
        actions.append(.send(advertisement(priority: priority)))
        nextDeadline = now + interval
    }

    // MARK: - Private parts

    private var interval: Duration { .nanoseconds(Int64(configuration.intervalCentiseconds) * 10_000_000) }

    private mutating func becomeMaster(_ reason: Reason, at now: Instant, into actions: inout [Action]) {
        actions.append(.send(advertisement(priority: priority)))
        actions.append(.announceAddresses)
        nextDeadline = now + interval
        move(to: .master, reason, into: &actions)
    }

    private func advertisement(priority: UInt8) -> Advertisement {
        Advertisement(
            virtualRouterID: configuration.virtualRouterID,
            priority: priority,
            intervalCentiseconds: configuration.intervalCentiseconds,
            addresses: configuration.addresses
        )
    }

    private mutating func move(to next: State, _ reason: Reason, into actions: inout [Action]) {
        let previous = state
        state = next
        if next != .backup { (preemptsFrom, masterHasLeft) = (nil, false) }
        actions.append(.stateChanged(from: previous, to: next, reason))
    }

    private mutating func setPriority(_ value: UInt8) {
        guard configuration.priority != VirtualRouterConfiguration.ownerPriority else { return }
        priority = Swift.min(Swift.max(value, 1), VirtualRouterConfiguration.ownerPriority - 1)
    }
}
