import NetworkTypes
import Packets
import SimulatedTCP
import Testing

@Suite("TCP windows") struct WindowTests {
    static func pausedPair(window: UInt16 = 65535) throws -> (StackPair, client: ConnectionID, server: ConnectionID) {
        var configuration = TCPConfiguration()
        configuration.receiveWindow = window
        var pair = StackPair(server: configuration)
        let (client, server) = try pair.open()
        pair.act(.server) { $0.setReadPaused(true, on: server, at: $1, into: &$2) }
        return (pair, client, server)
    }

    static func lastWindow(_ pair: StackPair) throws -> UInt16? {
        try pair.trace.last { $0.sender == .server }.map { try HandshakeTests.header($0.packet).window }
    }

    @Test(arguments: [UInt16(65535), 8000, 1460, 500, 1])
    func `an owner that does not read closes the window, and opens it by reading`(window: UInt16) throws {
        var (pair, client, server) = try Self.pausedPair(window: window)
        let bytes = TransferTests.bytes(100_000)
        pair.stream(bytes, from: .client, on: client)
        pair.run(for: .seconds(5))
        #expect(pair.received[1].isEmpty)
        #expect(try Self.lastWindow(pair) == 0)
        pair.act(.server) { $0.setReadPaused(false, on: server, at: $1, into: &$2) }
        #expect(pair.received[1] == Array(bytes.prefix(Int(window))))
        if window > 1 {
            pair.run(for: .seconds(60))
            #expect(pair.received[1] == bytes)
            #expect(pair.stacks[0].counters.bytesRetransmitted == 0)
        }
    }

    @Test func `a closed window is probed by one byte, ever more rarely, and never given up while answers come`() throws
    {
        var (pair, client, server) = try Self.pausedPair(window: 1000)
        let bytes = TransferTests.bytes(3000)
        pair.stream(bytes, from: .client, on: client)
        pair.run(for: .seconds(5))
        let seen = pair.trace.count
        pair.run(for: .seconds(7200))
        let probes = try pair.trace.dropFirst(seen).filter { $0.sender == .client }.map {
            (at: $0.at, header: try HandshakeTests.header($0.packet), count: $0.packet.count)
        }
        #expect((110...130).contains(probes.count))
        #expect(probes.allSatisfy { $0.count == 41 })
        #expect(Set(probes.map(\.header.sequence)).count == 1)
        #expect(pair.closed(.client).isEmpty)
        pair.act(.server) { $0.setReadPaused(false, on: server, at: $1, into: &$2) }
        pair.run(for: .seconds(2))
        #expect(pair.received[1] == bytes)
    }

    @Test func `a lost window update is made good by the next probe`() throws {
        var (pair, client, server) = try Self.pausedPair(window: 1000)
        let bytes = TransferTests.bytes(3000)
        pair.stream(bytes, from: .client, on: client)
        pair.run(for: .seconds(5))
        pair.link.silenced = [.server]
        pair.act(.server) { $0.setReadPaused(false, on: server, at: $1, into: &$2) }
        pair.link.silenced = []
        pair.run(for: .seconds(30))
        #expect(pair.received[1] == bytes)
    }

    @Test func `a neighbor that vanishes behind a closed window is given up in the end`() throws {
        var (pair, client, _) = try Self.pausedPair(window: 1000)
        pair.stream(TransferTests.bytes(3000), from: .client, on: client)
        pair.run(for: .seconds(100))
        pair.link.silenced = [.client, .server]
        pair.run(for: .seconds(830))
        #expect(pair.closed(.client).isEmpty)
        pair.run(for: .seconds(200))
        #expect(pair.closed(.client) == [.timedOut])
    }

    @Test func `a short pause costs no window update`() throws {
        var (pair, client, server) = try Self.pausedPair()
        pair.stream(TransferTests.bytes(5000), from: .client, on: client)
        pair.run(for: .seconds(1))
        let seen = pair.trace.count
        pair.act(.server) { $0.setReadPaused(false, on: server, at: $1, into: &$2) }
        #expect(pair.trace.count == seen)
        #expect(pair.received[1].count == 5000)
        #expect(pair.events[1].count == 2)
    }

    @Test func `windows and losses together leave the stream intact`() throws {
        for seed in UInt64(1)...10 {
            var configuration = TCPConfiguration()
            configuration.receiveWindow = 4000
            var pair = StackPair(seed: seed, server: configuration)
            let (client, server) = try pair.open()
            pair.link.lossPercent = 8
            let bytes = TransferTests.bytes(30_000, seed: seed)
            pair.stream(bytes, from: .client, on: client)
            for turn in 0..<200 {
                pair.act(.server) { $0.setReadPaused(turn % 2 == 0, on: server, at: $1, into: &$2) }
                pair.run(for: .milliseconds(700))
            }
            pair.run(for: .seconds(600))
            #expect(pair.received[1] == bytes, "seed \(seed)")
        }
    }
}
