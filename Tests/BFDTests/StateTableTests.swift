import BFD
import NetworkTypes
import Testing

/// RFC 5880 §6.8.6: each state of this end with each state that the neighbor can claim.
@Suite("BFD state table") struct StateTableTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let local: SessionState
        let received: SessionState
        let next: SessionState
        let reason: StateChangeReason?
        var testDescription: String { "\(local) receives \(received)" }

        init(
            _ local: SessionState,
            _ received: SessionState,
            _ next: SessionState,
            _ reason: StateChangeReason? = nil
        ) {
            (self.local, self.received, self.next, self.reason) = (local, received, next, reason)
        }
    }

    static let rows = [
        Row(.adminDown, .adminDown, .adminDown), Row(.adminDown, .down, .adminDown),
        Row(.adminDown, .initializing, .adminDown), Row(.adminDown, .up, .adminDown),
        Row(.down, .adminDown, .down), Row(.down, .down, .initializing, .handshake),
        Row(.down, .initializing, .up, .handshake), Row(.down, .up, .down),
        Row(.initializing, .adminDown, .down, .neighborAdministrativelyDown),
        Row(.initializing, .down, .initializing),
        Row(.initializing, .initializing, .up, .handshake), Row(.initializing, .up, .up, .handshake),
        Row(.up, .adminDown, .down, .neighborAdministrativelyDown),
        Row(.up, .down, .down, .neighborSignaledDown),
        Row(.up, .initializing, .up), Row(.up, .up, .up),
    ]

    static func packet(_ state: SessionState, poll: Bool = false, final: Bool = false) -> ControlPacket {
        ControlPacket(
            state: state,
            poll: poll,
            final: final,
            detectMultiplier: 3,
            myDiscriminator: 22,
            yourDiscriminator: 11,
            desiredMinTxMicroseconds: 300_000,
            requiredMinRxMicroseconds: 300_000
        )
    }

    /// A session that was brought to `state` by the shortest way.
    static func session(in state: SessionState) -> BFDSession {
        var session = BFDSession(
            configuration: BFDConfiguration(interval: .milliseconds(300), multiplier: 3, localDiscriminator: 11),
            generator: SeededGenerator(seed: 1)
        )
        var events: [BFDSession.Event] = [.enable]
        switch state {
        case .adminDown: events.append(.disable)
        case .down: break
        case .initializing: events.append(.received(packet(.down)))
        case .up: events.append(.received(packet(.initializing)))
        }
        var actions: [BFDSession.Action] = []
        for event in events { session.handle(event, at: .zero, into: &actions) }
        return session
    }

    @Test(arguments: rows) func `each pair of states leads where the RFC says`(row: Row) {
        var session = Self.session(in: row.local)
        #expect(session.state == row.local)
        var actions: [BFDSession.Action] = []
        session.handle(.received(Self.packet(row.received)), at: .zero, into: &actions)
        #expect(session.state == row.next)
        let changes = actions.compactMap { action -> StateChangeReason? in
            if case .stateChanged(row.local, row.next, _, let reason) = action { reason } else { nil }
        }
        #expect(changes == (row.reason.map { [$0] } ?? []))
        // A change is told at once, in the packet that follows.
        let told = actions.contains {
            if case .send(let packet) = $0 { packet.state == row.next } else { false }
        }
        #expect(told == (row.reason != nil))
    }

    @Test func `only broken paths are failures for clients`() {
        let failures: [StateChangeReason] = [.detectionTimeExpired, .neighborSignaledDown, .pathDown]
        let others: [StateChangeReason] = [
            .enabled, .handshake, .neighborAdministrativelyDown, .administrativelyDown,
        ]
        #expect(failures.allSatisfy { $0.isFailure })
        #expect(!others.contains { $0.isFailure })
    }

    @Test func `a neighbor's fall is answered with diagnostic 3, carrier loss with 5, the operator's order with 7`() {
        var actions: [BFDSession.Action] = []
        var session = Self.session(in: .up)
        session.handle(.received(Self.packet(.down)), at: .zero, into: &actions)
        #expect(session.diagnostic == .neighborSignaledSessionDown)
        session = Self.session(in: .up)
        session.handle(.pathDown, at: .zero, into: &actions)
        #expect(session.diagnostic == .pathDown && session.state == .down)
        session = Self.session(in: .up)
        session.handle(.disable, at: .zero, into: &actions)
        #expect(session.diagnostic == .administrativelyDown && session.state == .adminDown)
    }

    @Test func `before it is enabled a session neither speaks nor listens`() {
        var session = BFDSession(
            configuration: BFDConfiguration(interval: .milliseconds(300), multiplier: 3, localDiscriminator: 11),
            generator: SeededGenerator(seed: 1)
        )
        var actions: [BFDSession.Action] = []
        session.handle(.received(Self.packet(.down, poll: true)), at: .zero, into: &actions)
        session.handle(.disable, at: .zero, into: &actions)
        session.handle(.pathDown, at: .zero, into: &actions)
        session.handle(.deadlineReached, at: .zero, into: &actions)
        #expect(actions.isEmpty)
        #expect(session.nextDeadline == nil)
        #expect(session.state == .adminDown)
    }

    @Test func `packets for another discriminator are counted and ignored`() {
        var session = Self.session(in: .up)
        var packet = Self.packet(.down)
        packet.yourDiscriminator = 12
        var actions: [BFDSession.Action] = []
        session.handle(.received(packet), at: .zero, into: &actions)
        packet = Self.packet(.up)
        packet.yourDiscriminator = 0
        session.handle(.received(packet), at: .zero, into: &actions)
        #expect(session.state == .up)
        #expect(session.counters.discarded == 2)
    }

    @Test func `random events keep the invariants`() {
        var generator = SeededGenerator(seed: 77)
        for _ in 0..<200 {
            var session = Self.session(in: .down)
            var now = Instant.zero
            var actions: [BFDSession.Action] = []
            for _ in 0..<100 {
                actions.removeAll(keepingCapacity: true)
                let before = session.state
                let event = Self.event(drawnFrom: &generator)
                session.handle(event, at: now, into: &actions)
                if let deadline = session.nextDeadline { #expect(deadline >= now || event != .deadlineReached) }
                let changed = actions.contains { if case .stateChanged = $0 { true } else { false } }
                #expect(changed == (before != session.state))
                #expect((session.state == .up) || session.transmitInterval >= .seconds(1))
                #expect(actions.count <= 4)
                now += .milliseconds(Int64(generator.below(500)))
            }
        }
    }

    static func event(drawnFrom generator: inout SeededGenerator) -> BFDSession.Event {
        switch generator.below(10) {
        case 0: return .enable
        case 1: return .disable
        case 2: return .pathDown
        case 3:
            return .configure(
                desiredMinTx: .microseconds(Int64(generator.below(5_000_000))),
                requiredMinRx: .microseconds(Int64(generator.below(5_000_000))),
                multiplier: UInt8(truncatingIfNeeded: generator.next())
            )
        case 4, 5: return .deadlineReached
        default:
            let state = SessionState(rawValue: UInt8(generator.below(4))) ?? .down
            var packet = packet(state, poll: generator.below(2) == 0, final: generator.below(2) == 0)
            packet.desiredMinTxMicroseconds = UInt32(truncatingIfNeeded: generator.next())
            packet.requiredMinRxMicroseconds = UInt32(truncatingIfNeeded: generator.next())
            packet.detectMultiplier = UInt8(truncatingIfNeeded: generator.next())
            packet.demand = generator.below(4) == 0
            return .received(packet)
        }
    }
}
