import BGPSession
import BGPWire
import NetworkTypes
import Testing

/// RFC 4271 §6.8, seen from one side; our identifier is 10.0.0.1.
@Suite("Collision") struct CollisionTests {
    static let higher: UInt32 = 0x0A00_0002
    static let lower: UInt32 = 0x0900_0001

    /// Both connections stand, nothing has arrived on either.
    static func bothOpen() -> Machine {
        var machine = Machine(in: .openSent)
        machine.handle(.transportOpened(.incoming))
        machine.actions.removeAll()
        return machine
    }

    struct Row: CustomTestStringConvertible, Sendable {
        var testDescription: String
        var peer: UInt32
        /// Where the peer's OPEN arrives.
        var slot: ConnectionSlot
        var loser: ConnectionSlot
    }

    @Test(arguments: [
        Row(testDescription: "higher peer, on its own", peer: higher, slot: .incoming, loser: .outgoing),
        Row(testDescription: "higher peer, on ours", peer: higher, slot: .outgoing, loser: .outgoing),
        Row(testDescription: "lower peer, on its own", peer: lower, slot: .incoming, loser: .incoming),
        Row(testDescription: "lower peer, on ours", peer: lower, slot: .outgoing, loser: .incoming),
    ])
    func `the connection of the lower identifier ends with Cease 7`(row: Row) {
        var machine = Self.bothOpen()
        machine.receive(Machine.open(identifier: row.peer), on: row.slot)
        #expect(machine.actions.contains(.send(row.loser, NotificationError(.connectionCollision).message)))
        #expect(machine.actions.contains(.closeTransport(row.loser)))
        let winner: ConnectionSlot = row.loser == .outgoing ? .incoming : .outgoing
        #expect(!machine.actions.contains(.closeTransport(winner)))
        #expect(machine.actions.downReasons.isEmpty)
        #expect(machine.session.state == (row.slot == winner ? .openConfirm : .openSent))
        if row.slot != winner { machine.receive(Machine.open(identifier: row.peer), on: winner) }
        machine.receive(KeepaliveMessage.bytes, on: winner)
        #expect(machine.session.establishedSlot == winner)
    }

    @Test func `a second OPEN decides also when the first connection is confirmed`() {
        for (peer, winner) in [(Self.higher, ConnectionSlot.incoming), (Self.lower, .outgoing)] {
            var machine = Machine(in: .openSent)
            machine.receive(Machine.open(identifier: peer))
            machine.handle(.transportOpened(.incoming))
            machine.receive(Machine.open(identifier: peer), on: .incoming)
            #expect(machine.session.state == .openConfirm)
            machine.receive(KeepaliveMessage.bytes, on: winner)
            #expect(machine.session.establishedSlot == winner)
        }
    }

    @Test func `an established session outlives a newer connection whatever the identifiers`() {
        var machine = Machine(in: .openSent)
        machine.receive(Machine.open(identifier: Self.higher))
        machine.handle(.transportOpened(.incoming))
        machine.actions.removeAll()
        machine.receive(KeepaliveMessage.bytes)
        #expect(machine.session.establishedSlot == .outgoing)
        #expect(machine.actions.contains(.send(.incoming, NotificationError(.connectionCollision).message)))
        #expect(!machine.session.acceptsIncoming)
        machine.actions.removeAll()
        machine.handle(.transportOpened(.incoming))
        #expect(machine.actions == [.closeTransport(.incoming)])
    }

    @Test func `an attempt of our own goes on only if it would win`() {
        for (peer, isCancelled) in [(Self.higher, true), (Self.lower, false)] {
            var machine = Machine(in: .connect)
            machine.handle(.transportOpened(.incoming))
            machine.actions.removeAll()
            machine.receive(Machine.open(identifier: peer), on: .incoming)
            #expect(machine.actions.contains(.closeTransport(.outgoing)) == isCancelled)
            #expect(machine.session.state == .openConfirm)
            machine.receive(KeepaliveMessage.bytes, on: .incoming)
            #expect(machine.session.establishedSlot == .incoming)
        }
    }

    @Test func `losing one of two connections is no failure`() {
        var machine = Self.bothOpen()
        machine.handle(.transportClosed(.outgoing))
        #expect(machine.session.state == .openSent && machine.actions.isEmpty)
        machine.receive(NotificationError(.connectionCollision).message, on: .incoming)
        #expect(machine.session.state == .idle)
        #expect(machine.actions.downReasons.map(\.wasEstablished) == [false])
    }
}
