import NetworkTypes
import Packets
import SimulatedTCP
import Testing

@Suite("TCP transfer") struct TransferTests {
    static func bytes(_ count: Int, seed: UInt64 = 9) -> [UInt8] {
        var generator = SeededGenerator(seed: seed)
        return (0..<count).map { _ in UInt8(truncatingIfNeeded: generator.next() >> 32) }
    }

    @Test(arguments: AddressFamily.allCases)
    func `bytes arrive in both directions, without a segment too many`(family: AddressFamily) throws {
        var pair = StackPair()
        let (client, server) = try pair.open(family)
        let (up, down) = (Self.bytes(100_000), Self.bytes(150_000, seed: 10))
        pair.stream(up, from: .client, on: client)
        pair.stream(down, from: .server, on: server)
        pair.run(for: .seconds(10))
        #expect(pair.received[1] == up)
        #expect(pair.received[0] == down)
        #expect(pair.stacks.allSatisfy { $0.counters.bytesRetransmitted == 0 })
        #expect(pair.isQuiet)
    }

    struct Weather: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var loss: UInt64 = 0
        var duplication: UInt64 = 0
        var jitter = Duration.zero
        var keepsOrder = true
    }

    static let weathers = [
        Weather(testDescription: "3 % loss", loss: 3),
        Weather(testDescription: "20 % loss", loss: 20),
        Weather(testDescription: "reordering", jitter: .milliseconds(4), keepsOrder: false),
        Weather(testDescription: "duplication", duplication: 20),
        Weather(
            testDescription: "everything at once",
            loss: 10,
            duplication: 10,
            jitter: .milliseconds(20),
            keepsOrder: false
        ),
    ]

    @Test(arguments: weathers) func `the stream is intact whatever the link does`(weather: Weather) throws {
        try Self.expectIntactStreams(weather) { seed in StackPair(seed: seed) }
    }

    /// Sends both ways through a link, and compares what arrives.
    static func expectIntactStreams(_ weather: Weather, between makePair: (UInt64) -> StackPair) throws {
        for seed in UInt64(1)...12 {
            var pair = makePair(seed)
            let (client, server) = try pair.open(seed % 2 == 0 ? .ipv4 : .ipv6)
            pair.link.lossPercent = weather.loss
            pair.link.duplicationPercent = weather.duplication
            pair.link.jitter = weather.jitter
            pair.link.keepsOrder = weather.keepsOrder
            let (up, down) = (Self.bytes(60_000, seed: seed), Self.bytes(9_000, seed: seed + 50))
            pair.stream(up, from: .client, on: client)
            pair.stream(down, from: .server, on: server)
            pair.run(for: .seconds(800))
            #expect(pair.received[1] == up, "seed \(seed)")
            #expect(pair.received[0] == down, "seed \(seed)")
            #expect(pair.isQuiet, "seed \(seed)")
        }
    }

    @Test func `one lost segment is repaired by three repeated acknowledgements, before any time-out`() throws {
        var pair = StackPair()
        let (client, _) = try pair.open()
        let bytes = Self.bytes(14_600)
        let start = pair.now
        // The first of ten segments is swallowed.
        pair.link.silenced = [.client]
        pair.stream(Array(bytes.prefix(1460)), from: .client, on: client)
        pair.link.silenced = []
        pair.stream(Array(bytes.dropFirst(1460)), from: .client, on: client)
        pair.run(for: .milliseconds(100))
        #expect(pair.received[1] == bytes)
        #expect(pair.stacks[0].counters.bytesRetransmitted == 1460)
        #expect(pair.events[1].last.map { $0.at - start <= .milliseconds(20) } == true)
    }

    @Test func `a black hole shows retransmissions that double, and healing repairs the stream`() throws {
        var pair = StackPair()
        let (client, _) = try pair.open()
        let seen = pair.trace.count
        let start = pair.now
        pair.link.silenced = [.client]
        pair.stream([1, 2, 3, 4], from: .client, on: client)
        pair.run(for: .seconds(20))
        let times = pair.trace.dropFirst(seen).map { $0.at - start }
        #expect(times == [.zero, .seconds(1), .seconds(3), .seconds(7), .seconds(15)])
        pair.stream([5, 6], from: .client, on: client)
        pair.link.silenced = []
        pair.run(for: .seconds(15))
        #expect(pair.received[1] == [1, 2, 3, 4, 5, 6])
        #expect(pair.closed(.client).isEmpty && pair.closed(.server).isEmpty)
    }

    @Test func `a neighbor that vanished is given up after the configured time, and not before`() throws {
        var configuration = TCPConfiguration()
        configuration.maximumRetransmissionTime = .seconds(600)
        var pair = StackPair(client: configuration)
        let (client, _) = try pair.open()
        pair.link.silenced = [.client]
        let start = pair.now
        pair.stream([1], from: .client, on: client)
        pair.run(until: start + .seconds(599))
        #expect(pair.closed(.client).isEmpty)
        pair.run(until: start + .seconds(601))
        #expect(pair.closed(.client) == [.timedOut])
        #expect(pair.stacks[0].connectionCount == 0)
        // Gaps grow to a minute and no further.
        let gaps = zip(pair.trace, pair.trace.dropFirst()).map { $1.at - $0.at }
        #expect(gaps.max() == .seconds(60))
    }

    @Test func `an idle connection says nothing and lasts`() throws {
        var pair = StackPair()
        _ = try pair.open()
        let seen = pair.trace.count
        pair.run(for: .seconds(86_400))
        #expect(pair.trace.count == seen && pair.isQuiet)
        #expect(pair.stacks.allSatisfy { $0.connectionCount == 1 })
    }

    @Test func `a lone segment is acknowledged after 40 ms, or by the answer`() throws {
        var pair = StackPair()
        let (client, server) = try pair.open()
        var seen = pair.trace.count
        var start = pair.now
        pair.stream([1], from: .client, on: client)
        pair.run(for: .seconds(1))
        #expect(pair.trace.dropFirst(seen).map { $0.at - start } == [.zero, .milliseconds(45)])
        seen = pair.trace.count
        start = pair.now
        pair.stream([2], from: .client, on: client)
        pair.run(for: .milliseconds(10))
        pair.stream([3], from: .server, on: server)
        pair.run(for: .seconds(1))
        // Question, answer, and the acknowledgement of the answer.
        #expect(pair.trace.count == seen + 3)
    }

    @Test func `a send buffer is bounded, and says when it has room again`() throws {
        var configuration = TCPConfiguration()
        configuration.sendBuffer = 10_000
        var pair = StackPair(client: configuration)
        let (client, _) = try pair.open()
        let bytes = Self.bytes(25_000)
        let taken = pair.act(.client) { $0.send(bytes, on: client, at: $1, into: &$2) }
        #expect(taken == 10_000)
        #expect(pair.act(.client) { $0.send(bytes, on: client, at: $1, into: &$2) } == 0)
        pair.run(for: .seconds(1))
        let writable = pair.events[0].filter { $0.action == .writable(client) }
        #expect(writable.count == 1)
        pair.stream(bytes, from: .client, on: client)
        pair.run(for: .seconds(1))
        #expect(Array(pair.received[1].dropFirst(10_000)) == bytes)
    }

    @Test func `the same seed gives the same packets`() throws {
        func trace(_ seed: UInt64) throws -> [[UInt8]] {
            var pair = StackPair(seed: seed)
            let (client, _) = try pair.open()
            pair.link.lossPercent = 5
            pair.stream(Self.bytes(20_000), from: .client, on: client)
            pair.run(for: .seconds(60))
            return pair.trace.map(\.packet)
        }
        #expect(try trace(3) == trace(3))
        #expect(try trace(3) != trace(4))
    }
}
