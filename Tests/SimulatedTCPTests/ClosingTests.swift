import NetworkTypes
import Packets
import SimulatedTCP
import Testing

@Suite("TCP closing") struct ClosingTests {
    @Test func `who closes is answered in kind, and both are told that it finished`() throws {
        var pair = StackPair()
        let (client, _) = try pair.open()
        let seen = pair.trace.count
        pair.stream([1, 2, 3], from: .client, on: client)
        pair.act(.client) { $0.close(client, at: $1, into: &$2) }
        pair.run(for: .milliseconds(100))
        #expect(pair.received[1] == [1, 2, 3])
        #expect(pair.closed(.client) == [.finished] && pair.closed(.server) == [.finished])
        // The bytes, FIN, FIN and acknowledgement in one, acknowledgement.
        let flags = try pair.trace.dropFirst(seen).map { try HandshakeTests.header($0.packet).flags }
        #expect(flags == [[.ack, .psh], [.ack, .fin], [.ack, .fin], .ack])
        // TIME-WAIT is on the side that closed first, and short.
        #expect(pair.stacks[0].connectionCount == 1 && pair.stacks[1].connectionCount == 0)
        pair.run(for: .seconds(3))
        #expect(pair.stacks[0].connectionCount == 0 && pair.isQuiet)
    }

    @Test func `both ends may close at once`() throws {
        var pair = StackPair()
        let (client, server) = try pair.open()
        pair.act(.client) { $0.close(client, at: $1, into: &$2) }
        pair.act(.server) { $0.close(server, at: $1, into: &$2) }
        pair.run(for: .seconds(5))
        #expect(pair.closed(.client) == [.finished] && pair.closed(.server) == [.finished])
        #expect(pair.stacks.allSatisfy { $0.connectionCount == 0 })
    }

    @Test func `everything queued is delivered before the end, whatever is lost`() throws {
        for seed in UInt64(1)...20 {
            var pair = StackPair(seed: seed)
            let (client, _) = try pair.open()
            pair.link.lossPercent = 20
            let bytes = TransferTests.bytes(20_000, seed: seed)
            pair.stream(bytes, from: .client, on: client)
            pair.act(.client) { $0.close(client, at: $1, into: &$2) }
            pair.run(for: .seconds(50))
            // Whoever closed waits a minute and no longer.
            pair.link.lossPercent = 0
            pair.run(for: .seconds(100))
            #expect(pair.received[1] == bytes, "seed \(seed)")
            #expect(pair.closed(.server) == [.finished], "seed \(seed)")
            #expect(pair.stacks.allSatisfy { $0.connectionCount == 0 }, "seed \(seed)")
            #expect(pair.isQuiet, "seed \(seed)")
        }
    }

    @Test func `a reset ends the other end at once, with nothing left`() throws {
        var pair = StackPair()
        let (client, _) = try pair.open()
        pair.act(.client) { $0.abort(client, at: $1, into: &$2) }
        pair.run(for: .milliseconds(10))
        #expect(pair.closed(.client) == [.aborted] && pair.closed(.server) == [.reset])
        #expect(pair.stacks.allSatisfy { $0.connectionCount == 0 } && pair.isQuiet)
    }

    @Test func `what arrives for a forgotten connection is reset`() throws {
        var pair = StackPair()
        let (client, server) = try pair.open()
        pair.link.silenced = [.client]
        pair.act(.client) { $0.abort(client, at: $1, into: &$2) }
        pair.link.silenced = []
        pair.run(for: .seconds(1))
        #expect(pair.closed(.server).isEmpty)
        pair.stream([1], from: .server, on: server)
        pair.run(for: .milliseconds(20))
        #expect(pair.closed(.server) == [.reset])
    }

    @Test func `a reset that is only near the right number is asked about, and changes nothing`() throws {
        var pair = StackPair()
        let (client, server) = try pair.open()
        pair.stream([1], from: .client, on: client)
        pair.run(for: .seconds(1))
        let last = try #require(pair.trace.last { $0.sender == .client })
        let header = try HandshakeTests.header(last.packet)
        let sent = pair.trace.count
        for offset in [500, 60_000, 4_000_000 as UInt32, UInt32.max - 70_000] {
            var reset = header
            reset.flags = .rst
            reset.sequence = header.sequence &+ offset
            pair.inject(Forgery.packet(reset), to: .server)
        }
        // Two lie in the window and are challenged.
        #expect(pair.trace.count == sent + 2)
        pair.run(for: .seconds(1))
        #expect(pair.closed(.server).isEmpty && pair.closed(.client).isEmpty)
        pair.stream([2], from: .server, on: server)
        pair.run(for: .seconds(1))
        #expect(pair.received[0] == [2])
    }

    @Test func `a neighbor that begins anew with the same ports gets through after a challenge`() throws {
        var pair = StackPair()
        let (_, server) = try pair.open()
        let first = try HandshakeTests.header(pair.trace[0].packet)
        var again = first
        again.sequence = first.sequence &+ 1_000_000
        let sent = pair.trace.count
        pair.inject(Forgery.packet(again), to: .server)
        let challenge = try HandshakeTests.header(pair.trace[sent].packet)
        #expect(challenge.flags == .ack)
        // One that has forgotten everything answers the challenge with a reset at the number acknowledged.
        var reset = again
        reset.flags = .rst
        reset.sequence = challenge.acknowledgment
        pair.inject(Forgery.packet(reset), to: .server)
        #expect(pair.closed(.server) == [.reset])
        #expect(pair.act(.server) { $0.send([1], on: server, at: $1, into: &$2) } == 0)
    }

    @Test func `confused ends do not feed each other with acknowledgements`() throws {
        var pair = StackPair()
        _ = try pair.open()
        var bogus = try HandshakeTests.header(pair.trace[2].packet)
        bogus.acknowledgment &+= 1_000_000
        let sent = pair.trace.count
        for _ in 0..<1000 { pair.inject(Forgery.packet(bogus), to: .server) }
        #expect(pair.trace.count - sent <= 10)
    }

    @Test func `an owner that does not read is told of the end after it has read everything`() throws {
        var pair = StackPair()
        let (client, server) = try pair.open()
        pair.act(.server) { $0.setReadPaused(true, on: server, at: $1, into: &$2) }
        pair.stream([7, 8], from: .client, on: client)
        pair.act(.client) { $0.close(client, at: $1, into: &$2) }
        pair.run(for: .seconds(10))
        #expect(pair.closed(.server).isEmpty)
        pair.act(.server) { $0.setReadPaused(false, on: server, at: $1, into: &$2) }
        #expect(pair.received[1] == [7, 8])
        #expect(pair.closed(.server) == [.finished])
        pair.run(for: .seconds(10))
        #expect(pair.closed(.client) == [.finished])
    }

    @Test func `a closing end whose neighbor vanished is forgotten after a minute`() throws {
        var pair = StackPair()
        let (client, _) = try pair.open()
        pair.link.silenced = [.client]
        pair.act(.client) { $0.close(client, at: $1, into: &$2) }
        pair.run(for: .seconds(59))
        #expect(pair.stacks[0].connectionCount == 1)
        pair.run(for: .seconds(2))
        #expect(pair.closed(.client) == [.timedOut])
        #expect(pair.stacks[0].connectionCount == 0)
    }

    @Test func `an identifier means nothing after the end, even when its place is taken again`() throws {
        var pair = StackPair()
        let (client, _) = try pair.open()
        pair.act(.client) { $0.abort(client, at: $1, into: &$2) }
        let next = pair.connect()
        #expect(next != client)
        #expect(pair.act(.client) { $0.send([1], on: client, at: $1, into: &$2) } == 0)
        pair.act(.client) { $0.abort(client, at: $1, into: &$2) }
        pair.run(for: .seconds(1))
        #expect(pair.connected(.client) == [client, next])
        #expect(pair.closed(.client) == [.aborted])
    }
}
