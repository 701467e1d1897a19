import BGPSession
import BGPWire
import NetworkTypes
import Testing

/// Anything may happen in any order: what must always hold, holds.
@Suite("Session invariants") struct InvariantTests {
    static let events: [SessionEvent] = [
        .start, .start, .stop(.administrativeReset()), .stop(.administrativeShutdown()), .stop(.peerDeconfigured),
        .stop(.prefixLimit(.ipv4Unicast, limit: 1)), .stop(.outOfResources), .stop(.configurationChange),
        .transportOpened(.outgoing), .transportOpened(.incoming), .transportOpened(.outgoing),
        .transportOpened(.incoming), .transportFailed(.outgoing), .transportFailed(.incoming),
        .transportClosed(.outgoing), .transportClosed(.incoming), .carrierLost, .bfdDown, .deadlineReached,
    ]

    static let messages: [[UInt8]] = [
        Machine.open(), Machine.open(), Machine.open(), KeepaliveMessage.bytes, KeepaliveMessage.bytes,
        KeepaliveMessage.bytes, Machine.update, Machine.refresh, Machine.open(asn: 5),
        NotificationError(.connectionCollision).message, Array(Machine.open().prefix(25)), [0xFF],
        Array(repeating: 0, count: 30), KeepaliveMessage.bytes + Machine.update, Machine.open(holdTimeSeconds: 0),
    ]

    @Test(arguments: 0..<60 as Range<UInt64>) func `random events keep the invariants`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var configuration = SessionConfiguration.left
        configuration.isPassive = seed % 5 == 0
        if seed % 2 == 0 { configuration.localID = RouterID(rawValue: 0x0B00_0000) }
        var machine = Machine(configuration)
        machine.verdict = seed % 3 == 0 ? .reset(NotificationError(.attributeFlags)) : .accepted
        for step in 0..<600 {
            let before = machine.session.state
            machine.actions.removeAll()
            switch generator.below(4) {
            case 0: machine.handle(Self.events[Int(generator.below(UInt64(Self.events.count)))])
            case 1, 2:
                let slot: ConnectionSlot = generator.below(2) == 0 ? .outgoing : .incoming
                machine.receive(Self.messages[Int(generator.below(UInt64(Self.messages.count)))], on: slot)
            default: machine.wait(.milliseconds(Int64(generator.below(20_000))))
            }
            check(machine, before: before, "seed \(seed) step \(step)")
        }
    }

    private func check(_ machine: Machine, before: BGPSession.State, _ place: Comment) {
        let session = machine.session
        // State changes form a chain from the old state to the new one.
        var state = before
        for case .stateChanged(let from, let to) in machine.actions {
            #expect(from == state && to != from, place)
            state = to
        }
        #expect(state == session.state, place)
        #expect((session.state == .established) == (session.negotiated != nil), place)
        #expect((session.state == .established) == (session.establishedSlot != nil), place)
        #expect(machine.actions.isEstablishedCount <= 1, place)
        // Leaving Established is always explained.
        if before == .established, session.state != .established {
            #expect(machine.actions.downReasons.contains { $0.wasEstablished }, place)
        }
        // What is due has been done, whenever the session was asked to.
        var asked = machine
        asked.handle(.deadlineReached)
        if let due = asked.session.nextDeadline { #expect(due > asked.now, place) }
        // Doing it twice changes nothing.
        asked.actions.removeAll()
        let settled = asked.session.nextDeadline
        asked.handle(.deadlineReached)
        #expect(asked.actions.isEmpty && asked.session.nextDeadline == settled, place)
        // A session that wants to be up is never stuck.
        let waits = session.state == .active && session.configuration.isPassive
        if session.state != .idle, session.state != .established, !waits {
            #expect(session.nextDeadline != nil, place)
        }
    }
}
