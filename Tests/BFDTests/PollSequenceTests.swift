import BFD
import NetworkTypes
import Testing

@Suite("BFD poll sequences") struct PollSequenceTests {
    typealias Side = SessionPair.Side

    static func upPair() -> SessionPair {
        var pair = SessionPair()
        pair.enableBoth()
        pair.runUntilUp()
        pair.run(for: .seconds(2))
        return pair
    }

    @Test func `coming up is a change of the interval, so it is polled for and answered`() {
        let pair = Self.upPair()
        for side in Side.allCases {
            #expect(pair.sent.contains { $0.side == side && $0.packet.poll })
            #expect(pair.sent.contains { $0.side == side && $0.packet.final })
        }
        #expect(!pair.sent.contains { $0.packet.poll && $0.packet.final })
    }

    @Test func `a longer transmit interval waits for the Final`() {
        var pair = Self.upPair()
        pair.silenced = [.right]
        let slower = BFDSession.Event.configure(
            desiredMinTx: .milliseconds(600),
            requiredMinRx: .milliseconds(300),
            multiplier: 3
        )
        pair.handle(slower, on: .left)
        #expect(pair[.left].isPolling)
        pair.run(for: .milliseconds(300))
        #expect(pair[.left].transmitInterval == .milliseconds(300))
        // The neighbor has heard, and is patient already.
        #expect(pair[.right].detectionTime == .milliseconds(1800))
        pair.silenced = []
        pair.run(for: .seconds(1))
        #expect(!pair[.left].isPolling)
        #expect(pair[.left].transmitInterval == .milliseconds(600))
        pair.run(for: .seconds(20))
        #expect(pair[.left].state == .up && pair[.right].state == .up)
    }

    @Test func `a shorter receive interval waits for the Final before detection relies on it`() {
        var pair = Self.upPair()
        pair.silenced = [.left]
        let sooner = BFDSession.Event.configure(
            desiredMinTx: .milliseconds(300),
            requiredMinRx: .milliseconds(100),
            multiplier: 3
        )
        pair.handle(sooner, on: .left)
        pair.run(for: .milliseconds(200))
        #expect(pair[.left].detectionTime == .milliseconds(900))
        pair.silenced = []
        pair.handle(
            .configure(desiredMinTx: .milliseconds(100), requiredMinRx: .milliseconds(300), multiplier: 3),
            on: .right
        )
        pair.run(for: .seconds(2))
        #expect(pair[.left].detectionTime == .milliseconds(300))
        #expect(pair[.right].transmitInterval == .milliseconds(100))
        pair.run(for: .seconds(20))
        #expect(pair[.left].state == .up && pair[.right].state == .up)
    }

    @Test func `changes follow one another, one poll sequence at a time`() {
        var pair = Self.upPair()
        for milliseconds in [500, 700, 200, 400] {
            pair.handle(
                .configure(
                    desiredMinTx: .milliseconds(milliseconds),
                    requiredMinRx: .milliseconds(milliseconds),
                    multiplier: 3
                ),
                on: .left
            )
        }
        pair.run(for: .seconds(5))
        #expect(pair[.left].transmitInterval == .milliseconds(400))
        #expect(pair[.left].detectionTime == .milliseconds(1200))
        #expect(!pair[.left].isPolling)
        #expect(pair[.left].state == .up && pair[.right].state == .up)
    }

    @Test func `random changes at both ends never cause a false alarm`() {
        for seed in UInt64(1)...100 {
            var pair = SessionPair(seed: seed)
            var generator = SeededGenerator(seed: seed)
            pair.latencyJitter = .milliseconds(40)
            pair.enableBoth()
            pair.runUntilUp()
            let seen = pair.changes.count
            for _ in 0..<40 {
                let event = BFDSession.Event.configure(
                    desiredMinTx: .milliseconds(Int64(50 + generator.below(1500))),
                    requiredMinRx: .milliseconds(Int64(50 + generator.below(1500))),
                    multiplier: UInt8(2 + generator.below(4))
                )
                pair.handle(event, on: generator.below(2) == 0 ? .left : .right)
                pair.run(for: .milliseconds(Int64(generator.below(1500))))
            }
            #expect(pair.changes.count == seen, "seed \(seed)")
        }
    }

    @Test func `a Poll is answered at once, without moving the schedule`() {
        var session = StateTableTests.session(in: .up)
        var actions: [BFDSession.Action] = []
        let deadline = session.nextDeadline
        session.handle(.received(StateTableTests.packet(.up, poll: true)), at: .zero, into: &actions)
        guard case .send(let answer)? = actions.first, actions.count == 1 else {
            Issue.record("expected one answer, not \(actions)")
            return
        }
        #expect(answer.final && !answer.poll)
        #expect(session.nextDeadline == deadline)
    }

    @Test func `a neighbor that can receive nothing is sent nothing but answers to its Polls`() {
        var session = StateTableTests.session(in: .up)
        var deaf = StateTableTests.packet(.up, final: true)
        deaf.requiredMinRxMicroseconds = 0
        var actions: [BFDSession.Action] = []
        session.handle(.received(deaf), at: .zero, into: &actions)
        #expect(actions.isEmpty)
        // What is left is the detection of the neighbor, which goes on sending.
        #expect(session.nextDeadline == .zero + .milliseconds(900))
        deaf.poll = true
        session.handle(.received(deaf), at: .zero, into: &actions)
        #expect(actions.count == 1)
    }

    @Test func `a neighbor in demand mode is left in peace while both ends are up and nothing is polled`() {
        var session = StateTableTests.session(in: .up)
        var actions: [BFDSession.Action] = []
        var packet = StateTableTests.packet(.up)
        packet.demand = true
        session.handle(.received(packet), at: .zero, into: &actions)
        // The poll sequence of coming up is still open.
        #expect(session.nextDeadline.map { $0 < .zero + .milliseconds(400) } == true)
        packet.final = true
        session.handle(.received(packet), at: .zero, into: &actions)
        #expect(session.nextDeadline == .zero + .milliseconds(900))
    }

    @Test func `a passive end waits to be spoken to`() {
        var pair = SessionPair(
            left: BFDConfiguration(
                interval: .milliseconds(300),
                multiplier: 3,
                localDiscriminator: 1,
                passive: true
            ),
            right: BFDConfiguration(interval: .milliseconds(300), multiplier: 3, localDiscriminator: 2)
        )
        pair.handle(.enable, on: .left)
        pair.run(for: .seconds(10))
        #expect(pair.sent.isEmpty)
        pair.handle(.enable, on: .right)
        pair.runUntilUp()
        #expect(pair[.left].state == .up && pair[.right].state == .up)
    }

    @Test func `packets come no faster than once a second before the session is up`() {
        var pair = SessionPair()
        pair.silenced = [.left, .right]
        pair.enableBoth()
        pair.run(for: .seconds(60))
        let times = pair.sent.filter { $0.side == .left }.map(\.at)
        #expect((60...81).contains(times.count))
        #expect(zip(times, times.dropFirst()).allSatisfy { $1 - $0 >= .milliseconds(750) })
        #expect(pair.sent.allSatisfy { $0.packet.desiredMinTxMicroseconds >= 1_000_000 })
    }
}
