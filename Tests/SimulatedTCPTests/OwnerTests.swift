import NetworkTypes
import SimulatedTCP
import Testing

@Suite("TCP owners") struct OwnerTests {
    /// Connections that the owner was told to be open (or asked for), and the last word on each.
    static func ledger(_ pair: StackPair, _ side: StackPair.Side) -> (opened: [ConnectionID], closed: [ConnectionID]) {
        var opened: [ConnectionID] = []
        var closed: [ConnectionID] = []
        for event in pair.events[side.rawValue] {
            switch event.action {
            case .accepted(let id, _, _): opened.append(id)
            case .closed(let id, _): closed.append(id)
            case .transmit, .connected, .received, .writable: break
            }
        }
        return (opened, closed)
    }

    @Test func `whatever owners and the link do, each connection ends once and nothing is left over`() {
        for seed in UInt64(1)...12 {
            var pair = StackPair(seed: seed)
            var generator = SeededGenerator(seed: seed)
            var asked: [ConnectionID] = []
            pair.listen()
            for _ in 0..<150 {
                let side: StackPair.Side = generator.below(2) == 0 ? .client : .server
                let known = side == .client ? asked : Self.ledger(pair, .server).opened
                let id = known.isEmpty ? nil : known[Int(generator.below(UInt64(known.count)))]
                switch (generator.below(10), id) {
                case (0, _): asked.append(pair.connect(generator.below(2) == 0 ? .ipv4 : .ipv6))
                case (1, let id?): pair.act(side) { $0.close(id, at: $1, into: &$2) }
                case (2, let id?) where generator.below(3) == 0: pair.act(side) { $0.abort(id, at: $1, into: &$2) }
                case (3, let id?), (4, let id?):
                    let paused = generator.below(2) == 0
                    pair.act(side) { $0.setReadPaused(paused, on: id, at: $1, into: &$2) }
                case (5, _): pair.link.lossPercent = generator.below(3) * 15
                case (_, let id?):
                    let count = Int(generator.below(30_000))
                    pair.act(side) { _ = $0.send(TransferTests.bytes(count), on: id, at: $1, into: &$2) }
                case (_, nil): break
                }
                pair.run(for: .milliseconds(Int64(generator.below(2000))))
            }
            pair.link.lossPercent = 0
            for id in asked { pair.act(.client) { $0.close(id, at: $1, into: &$2) } }
            for id in Self.ledger(pair, .server).opened { pair.act(.server) { $0.close(id, at: $1, into: &$2) } }
            pair.run(for: .seconds(1000))
            let (_, ended) = Self.ledger(pair, .client)
            let (accepted, finished) = Self.ledger(pair, .server)
            #expect(ended.sorted() == asked.sorted(), "seed \(seed)")
            #expect(finished.sorted() == accepted.sorted(), "seed \(seed)")
            #expect(pair.stacks.allSatisfy { $0.connectionCount == 0 && $0.retainedByteCount == 0 }, "seed \(seed)")
            #expect(pair.isQuiet, "seed \(seed)")
        }
    }

    @Test func `connections to one listener are independent of each other`() throws {
        var pair = StackPair()
        pair.listen()
        let ids = (0..<20).map { _ in pair.connect() }
        pair.run(for: .seconds(1))
        #expect(pair.connected(.client) == ids && pair.accepted(.server).count == 20)
        for (index, id) in ids.enumerated() where index % 2 == 0 {
            pair.act(.client) { $0.abort(id, at: $1, into: &$2) }
        }
        pair.run(for: .seconds(1))
        #expect(pair.stacks.allSatisfy { $0.connectionCount == 10 })
        #expect(pair.closed(.server) == [TCPCloseReason](repeating: .reset, count: 10))
        for id in ids { pair.act(.client) { _ = $0.send([1], on: id, at: $1, into: &$2) } }
        pair.run(for: .seconds(1))
        #expect(pair.received[1].count == 10)
    }

    @Test func `a listener on every address serves each of them, and stops when told`() {
        var pair = StackPair()
        pair.stacks[1].listen(on: .v4(.any), port: 179)
        _ = pair.connect()
        pair.run(for: .milliseconds(100))
        #expect(pair.connected(.client).count == 1)
        pair.stacks[1].stopListening(on: .v4(.any), port: 179)
        _ = pair.connect()
        _ = pair.connect(.ipv6)
        pair.run(for: .milliseconds(100))
        #expect(pair.closed(.client) == [.refused, .refused])
        #expect(pair.stacks[1].connectionCount == 1)
    }

    @Test func `TIME-WAIT gives way when there is no other room`() throws {
        var configuration = TCPConfiguration()
        configuration.maximumConnections = 2
        configuration.maximumSegmentLifetime = .seconds(1000)
        var pair = StackPair(client: configuration)
        pair.listen()
        for _ in 0..<5 {
            let id = pair.connect()
            pair.run(for: .seconds(1))
            pair.act(.client) { $0.close(id, at: $1, into: &$2) }
            pair.run(for: .seconds(1))
        }
        #expect(pair.connected(.client).count == 5)
        #expect(pair.closed(.client) == [TCPCloseReason](repeating: .finished, count: 5))
        #expect(pair.stacks[0].connectionCount == 2)
    }
}
