public import NetworkTypes

/// One BFD session in asynchronous mode (RFC 5880 §6), as a value: events and the time in, packets and state
/// changes out.
///
/// A new session is administratively down and silent until ``Event/enable``. The owner chooses the session for
/// a received packet by ``ControlPacket/selector``, checks the TTL (RFC 5881 §5), and calls again at
/// ``nextDeadline``.
public struct BFDSession: Sendable {
    public typealias State = SessionState

    public enum Event: Hashable, Sendable {
        /// The operator wants the session.
        case enable
        /// The operator takes the session down on purpose; the neighbor is told, and goes on being told.
        case disable
        case received(ControlPacket)
        /// Time has come to `nextDeadline`; early or repeated calls are harmless.
        case deadlineReached
        /// The path is known to be dead (carrier lost): no need to wait for a detection time.
        case pathDown
        /// New parameters, by poll sequence where RFC 5880 §6.8.3 asks for one.
        case configure(desiredMinTx: Duration, requiredMinRx: Duration, multiplier: UInt8)
    }

    public enum Action: Hashable, Sendable {
        case send(ControlPacket)
        /// `diagnostic` is what the neighbor will read; `reason` is what clients go by.
        case stateChanged(from: State, to: State, diagnostic: Diagnostic, reason: StateChangeReason)
    }

    public private(set) var configuration: BFDConfiguration
    public private(set) var state = State.adminDown
    public private(set) var diagnostic = Diagnostic.none
    public private(set) var counters = BFDCounters()

    private var generator: SeededGenerator
    private var intervals: SessionIntervals
    private var remote = RemoteSystem()
    /// False until the session is first enabled: until then it neither speaks nor listens.
    private var isActive = false
    private var lastSent: Instant?
    private var lastReceived: Instant?
    private var transmitDeadline: Instant?
    private var detectionDeadline: Instant?
    /// The interval that `transmitDeadline` was drawn from, to notice when it changes.
    private var scheduledInterval: Duration?

    /// A session that is administratively down.
    ///
    /// - Precondition: the local discriminator and the multiplier are not zero.
    public init(configuration: BFDConfiguration, generator: SeededGenerator) {
        precondition(configuration.localDiscriminator != 0 && configuration.multiplier != 0)
        self.configuration = configuration
        self.generator = generator
        intervals = SessionIntervals(configuration)
    }

    /// When `deadlineReached` is wanted next.
    public var nextDeadline: Instant? {
        guard let transmitDeadline, let detectionDeadline else { return transmitDeadline ?? detectionDeadline }
        return min(transmitDeadline, detectionDeadline)
    }

    /// Silence after which the session is declared down: the neighbor's multiplier times the interval agreed
    /// for its packets (RFC 5880 §6.8.4).
    ///
    /// `nil` while the neighbor is unknown or was asked to be silent.
    public var detectionTime: Duration? {
        guard remote.discriminator != 0, intervals.receiveMinimum != 0 else { return nil }
        let interval = max(intervals.receiveMinimum, remote.desiredMinTxMicroseconds)
        return .microseconds(Int64(interval) * Int64(remote.multiplier))
    }

    /// The agreed interval between this end's packets, before jitter (RFC 5880 §6.8.2).
    public var transmitInterval: Duration {
        .microseconds(Int64(max(intervals.transmitMinimum, remote.requiredMinRxMicroseconds)))
    }

    /// Zero while the neighbor is unknown.
    public var remoteDiscriminator: UInt32 { remote.discriminator }
    public var remoteState: State { remote.state }
    public var remoteDiagnostic: Diagnostic { remote.diagnostic }
    /// Both ends' BFD goes on while a control plane restarts (the C bit): what it finds broken is the path (RFC 5882 §4.3).
    public private(set) var isControlPlaneIndependent = false
    /// A change of parameters waits for the neighbor's Final.
    public var isPolling: Bool { intervals.isPolling }

    /// Never fails: every event has a defined outcome in every state.
    public mutating func handle(_ event: Event, at now: Instant, into actions: inout [Action]) {
        switch event {
        case .enable:
            guard state == .adminDown else { return }
            isActive = true
            move(to: .down, .none, because: .enabled, into: &actions)
            transmit(at: now, into: &actions)
        case .disable:
            guard isActive, state != .adminDown else { return }
            move(to: .adminDown, .administrativelyDown, because: .administrativelyDown, into: &actions)
            transmit(at: now, into: &actions)
        case .pathDown:
            guard state == .up || state == .initializing else { return }
            move(to: .down, .pathDown, because: .pathDown, into: &actions)
            transmit(at: now, into: &actions)
        case .configure(let desiredMinTx, let requiredMinRx, let multiplier):
            let multiplierChanged = configuration.multiplier != max(1, multiplier)
            configuration.desiredMinTx = desiredMinTx
            configuration.requiredMinRx = requiredMinRx
            configuration.multiplier = max(1, multiplier)
            if state != .up {
                intervals.reset(to: configuration)
            } else if intervals.change(to: configuration) || multiplierChanged {
                transmit(at: now, into: &actions)
            }
            scheduleDetection(at: now)
        case .received(let packet):
            receive(packet, at: now, into: &actions)
        case .deadlineReached:
            if let detectionDeadline, detectionDeadline <= now { expire(at: now, into: &actions) }
            if let transmitDeadline, transmitDeadline <= now { transmit(at: now, into: &actions) }
        }
        scheduleTransmission(at: now)
    }
}

extension BFDSession {
    /// RFC 5880 §6.8.6, from the choice of the session on.
    private mutating func receive(_ packet: ControlPacket, at now: Instant, into actions: inout [Action]) {
        guard isActive, packet.isAcceptable(to: configuration.localDiscriminator) else {
            counters.discarded &+= 1
            return
        }
        counters.received &+= 1
        remote = RemoteSystem(sender: packet)
        isControlPlaneIndependent = configuration.controlPlaneIndependent && remote.isControlPlaneIndependent
        if packet.final { intervals.finalWasReceived(configuration) }
        lastReceived = now
        let before = state
        advance(onReceived: packet.state, into: &actions)
        scheduleDetection(at: now)
        if state == .adminDown { return }
        if packet.poll {
            send(final: true, at: now, into: &actions)
        } else if state != before {
            transmit(at: now, into: &actions)
        }
    }

    /// The table of RFC 5880 §6.8.6: this end's state and the neighbor's give this end's next state.
    private mutating func advance(onReceived remoteState: State, into actions: inout [Action]) {
        switch (state, remoteState) {
        case (.initializing, .adminDown), (.up, .adminDown):
            let reason = StateChangeReason.neighborAdministrativelyDown
            move(to: .down, .neighborSignaledSessionDown, because: reason, into: &actions)
        case (.up, .down):
            move(to: .down, .neighborSignaledSessionDown, because: .neighborSignaledDown, into: &actions)
        case (.down, .down):
            move(to: .initializing, diagnostic, because: .handshake, into: &actions)
        case (.down, .initializing), (.initializing, .initializing), (.initializing, .up):
            move(to: .up, .none, because: .handshake, into: &actions)
        case (.adminDown, _), (.down, .adminDown), (.down, .up), (.initializing, .down),
            (.up, .initializing), (.up, .up):
            break
        }
    }

    /// Nothing was heard for a detection time (RFC 5880 §6.8.4): the neighbor is forgotten, the session falls.
    private mutating func expire(at now: Instant, into actions: inout [Action]) {
        remote = RemoteSystem()
        detectionDeadline = nil
        guard state == .up || state == .initializing else { return }
        move(to: .down, .controlDetectionTimeExpired, because: .detectionTimeExpired, into: &actions)
        transmit(at: now, into: &actions)
    }

    private mutating func move(
        to next: State,
        _ diagnostic: Diagnostic,
        because reason: StateChangeReason,
        into actions: inout [Action]
    ) {
        let previous = state
        state = next
        self.diagnostic = diagnostic
        if next == .up {
            _ = intervals.change(to: configuration)
        } else {
            intervals.reset(to: configuration)
        }
        actions.append(.stateChanged(from: previous, to: next, diagnostic: diagnostic, reason: reason))
    }
}

extension BFDSession {
    /// RFC 5880 §6.8.7: a passive end waits to be spoken to.
    private var maySpeak: Bool { isActive && !(configuration.passive && remote.discriminator == 0) }

    /// RFC 5880 §6.8.7: who asked for silence gets it, and so does who is satisfied in demand mode.
    private var speaksPeriodically: Bool {
        guard maySpeak, remote.requiredMinRxMicroseconds != 0 else { return false }
        return !(remote.isInDemandMode && state == .up && remote.state == .up && !intervals.isPolling)
    }

    /// Sends a packet at once, which restarts the interval; does nothing where RFC 5880 asks for silence.
    private mutating func transmit(at now: Instant, into actions: inout [Action]) {
        scheduledInterval = nil
        transmitDeadline = nil
        guard maySpeak, remote.requiredMinRxMicroseconds != 0 else { return }
        send(final: false, at: now, into: &actions)
    }

    private mutating func send(final: Bool, at now: Instant, into actions: inout [Action]) {
        guard maySpeak else { return }
        // An answer to a Poll stands outside the schedule: a neighbor that polls often must not delay our own Poll.
        if !final { lastSent = now }
        counters.sent &+= 1
        let packet = packet(final: final)
        if packet.poll { intervals.pollWasSent() }
        actions.append(.send(packet))
    }

    private func packet(final: Bool) -> ControlPacket {
        ControlPacket(
            diagnostic: diagnostic,
            state: state,
            poll: intervals.isPolling && !final,
            final: final,
            controlPlaneIndependent: configuration.controlPlaneIndependent,
            detectMultiplier: configuration.multiplier,
            myDiscriminator: configuration.localDiscriminator,
            yourDiscriminator: remote.discriminator,
            desiredMinTxMicroseconds: intervals.desiredMinTx,
            requiredMinRxMicroseconds: intervals.requiredMinRx
        )
    }

    /// Draws the next transmission if the agreed interval changed; a shorter one counts from the last packet
    /// (RFC 5880 §6.8.3).
    private mutating func scheduleTransmission(at now: Instant) {
        guard speaksPeriodically else {
            transmitDeadline = nil
            scheduledInterval = nil
            return
        }
        let interval = transmitInterval
        guard interval != scheduledInterval else { return }
        scheduledInterval = interval
        guard let lastSent else {
            transmitDeadline = now
            return
        }
        transmitDeadline = max(now, lastSent + jittered(interval))
    }

    /// 75 to 100 per cent of the interval, and not above 90 if one lost packet is enough to fail (RFC 5880 §6.8.7).
    private mutating func jittered(_ interval: Duration) -> Duration {
        guard configuration.multiplier == 1 else { return generator.jittered(interval, percent: 25) }
        let whole = UInt64(clamping: interval.nanoseconds)
        return .nanoseconds(Int64(clamping: whole - whole / 10 - generator.below(whole / 100 * 15 + 1)))
    }

    private mutating func scheduleDetection(at now: Instant) {
        guard let lastReceived, let detectionTime else {
            detectionDeadline = nil
            return
        }
        detectionDeadline = max(now, lastReceived + detectionTime)
    }
}

extension ControlPacket {
    /// What decoding checks is checked again, for packets that never were bytes.
    fileprivate func isAcceptable(to localDiscriminator: UInt32) -> Bool {
        guard myDiscriminator != 0, detectMultiplier != 0 else { return false }
        if yourDiscriminator == 0 { return state == .down || state == .adminDown }
        return yourDiscriminator == localDiscriminator
    }
}
