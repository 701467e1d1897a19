import NetworkTypes
import Packets
import SimulatedTCP
import Testing

@Suite("TCP handshake") struct HandshakeTests {
    static func header(_ packet: [UInt8]) throws -> TCPHeader {
        let bytes = packet.span.bytes
        if packet[0] >> 4 == 4 {
            return try TCPHeader(decoding: bytes, in: IPv4Header(decoding: bytes, at: 0).payload)
        }
        return try TCPHeader(decoding: bytes, in: IPv6Header(decoding: bytes, at: 0).payload)
    }

    @Test(arguments: AddressFamily.allCases)
    func `three segments open a connection at both ends`(family: AddressFamily) throws {
        var pair = StackPair()
        pair.listen()
        let id = pair.connect(family)
        pair.run(for: .milliseconds(100))
        #expect(pair.connected(.client) == [id])
        #expect(pair.accepted(.server).count == 1)
        let headers = try pair.trace.map { try Self.header($0.packet) }
        #expect(headers.map(\.flags) == [.syn, [.syn, .ack], .ack])
        #expect(headers[0].options.maximumSegmentSize == (family == .ipv4 ? 1460 : 1440))
        #expect(headers[0].window == 65535)
        #expect(headers[0].destinationPort == 179 && headers[0].sourcePort >= 49152)
        #expect(pair.isQuiet)
        guard case .accepted(_, let remote, let local)? = pair.events[1].first?.action else {
            Issue.record("nothing was accepted")
            return
        }
        #expect(remote.port == headers[0].sourcePort && local.port == 179)
    }

    @Test func `a first segment that is lost is sent again after 1, 2 and 4 seconds`() throws {
        var pair = StackPair()
        pair.listen()
        pair.link.silenced = [.client]
        _ = pair.connect()
        pair.run(for: .seconds(10))
        #expect(pair.trace.map { $0.at - .zero } == [.zero, .seconds(1), .seconds(3), .seconds(7)])
        let sequences = try pair.trace.map { try Self.header($0.packet).sequence }
        #expect(Set(sequences).count == 1)
        pair.link.silenced = []
        pair.run(for: .seconds(10))
        #expect(pair.connected(.client).count == 1 && pair.accepted(.server).count == 1)
    }

    @Test func `a lost answer is repeated too`() {
        var pair = StackPair()
        pair.listen()
        pair.link.silenced = [.server]
        _ = pair.connect()
        pair.run(for: .milliseconds(2500))
        pair.link.silenced = []
        pair.run(for: .seconds(5))
        #expect(pair.connected(.client).count == 1 && pair.accepted(.server).count == 1)
    }

    @Test func `nobody listening means refused at once`() {
        var pair = StackPair()
        _ = pair.connect()
        pair.run(for: .milliseconds(50))
        #expect(pair.closed(.client) == [.refused])
        #expect(pair.stacks[0].connectionCount == 0 && pair.isQuiet)
    }

    @Test func `nobody answering means timed out after the configured time`() {
        var pair = StackPair()
        pair.link.silenced = [.client]
        _ = pair.connect()
        pair.run(for: .seconds(74))
        #expect(pair.closed(.client).isEmpty)
        pair.run(for: .seconds(2))
        #expect(pair.closed(.client) == [.timedOut])
        #expect(pair.isQuiet)
    }

    @Test func `a handshake that its beginner abandons is forgotten without a word to the owner`() {
        var pair = StackPair()
        pair.listen()
        pair.link.silenced = [.server]
        let id = pair.connect()
        pair.run(for: .milliseconds(100))
        pair.act(.client) { $0.abort(id, at: $1, into: &$2) }
        #expect(pair.closed(.client) == [.aborted])
        pair.run(for: .seconds(200))
        #expect(pair.events[1].isEmpty)
        #expect(pair.stacks[1].connectionCount == 0)
    }

    @Test func `both ends may open the same connection at once`() throws {
        // Two SYNs cross: each stack is given the other's, with ports made to match.
        var pair = StackPair()
        pair.link.silenced = [.client, .server]
        let (a, b) = (StackPair.clientIPv4, StackPair.serverIPv4)
        _ = pair.act(.client) { $0.connect(from: a, to: b, port: 50000, at: $1, into: &$2) }
        let client = try Self.header(pair.trace[0].packet)
        // The server's ports are used in turn, so it reaches 50000 within one round.
        var found = false
        for _ in 0..<16384 where !found {
            let id = pair.act(.server) { $0.connect(from: b, to: a, port: client.sourcePort, at: $1, into: &$2) }
            let last = try Self.header(pair.trace[pair.trace.count - 1].packet)
            found = last.sourcePort == 50000
            if !found { pair.act(.server) { $0.abort(id, at: $1, into: &$2) } }
        }
        #expect(found)
        let crossing = pair.trace[pair.trace.count - 1].packet
        pair.link.silenced = []
        pair.inject(pair.trace[0].packet, to: .server)
        pair.inject(crossing, to: .client)
        pair.run(for: .seconds(1))
        #expect(pair.connected(.client).count == 1 && pair.connected(.server).count == 1)
        let id = pair.connected(.client)[0]
        pair.stream([1, 2, 3], from: .client, on: id)
        pair.run(for: .seconds(1))
        #expect(pair.received[1] == [1, 2, 3])
    }

    @Test func `unfinished handshakes are bounded`() {
        var configuration = TCPConfiguration()
        configuration.maximumEmbryonicConnections = 8
        var pair = StackPair(server: configuration)
        pair.listen()
        pair.link.silenced = [.server]
        for _ in 0..<20 { _ = pair.connect() }
        pair.run(for: .milliseconds(100))
        #expect(pair.stacks[1].connectionCount == 8)
        #expect(pair.stacks[1].counters.overflow == 12)
        pair.run(for: .seconds(200))
        #expect(pair.stacks[1].connectionCount == 0)
    }

    @Test func `connections are bounded, and one more is closed at once`() {
        var configuration = TCPConfiguration()
        configuration.maximumConnections = 3
        var pair = StackPair(client: configuration)
        pair.link.silenced = [.client]
        let ids = (0..<4).map { _ in pair.connect() }
        #expect(Set(ids).count == 4)
        #expect(pair.closed(.client) == [.aborted])
        #expect(pair.stacks[0].connectionCount == 3)
    }

    @Test func `connections never use a port twice in a row`() throws {
        var pair = StackPair()
        for _ in 0..<50 {
            _ = pair.connect()
            pair.run(for: .milliseconds(20))
        }
        let ports = try pair.trace.filter { $0.sender == .client }.map { try Self.header($0.packet).sourcePort }
        #expect(Set(ports).count == 50)
    }
}
