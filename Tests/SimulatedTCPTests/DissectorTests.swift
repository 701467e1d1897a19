import NetworkTypes
import SimulatedTCP
import Testing

/// What a trace looks like to Wireshark: nothing stands out that no fault explains.
@Suite("TCP traces", .enabled(if: Dissector.path != nil)) struct DissectorTests {
    static let suspicious =
        "tcp.analysis.flags || _ws.malformed || tcp.checksum.status == 0 || ip.checksum.status == 0"

    struct Conversation: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var family = AddressFamily.ipv4
        var key: [UInt8]?
        var latency = Duration.milliseconds(5)
    }

    static let conversations = [
        Conversation(testDescription: "IPv4"),
        Conversation(testDescription: "IPv6", family: .ipv6),
        Conversation(testDescription: "signed", key: [1, 2, 3]),
        Conversation(testDescription: "half a second away", latency: .milliseconds(480)),
        Conversation(testDescription: "next door", latency: .microseconds(10)),
    ]

    /// Bulk in one direction, in both, hours of keepalives, and an orderly end.
    static func converse(_ conversation: Conversation, up: Int, down: Int) throws -> StackPair {
        var pair = StackPair()
        pair.link.latency = conversation.latency
        let options = TCPConnectionOptions(md5Key: conversation.key)
        pair.listen(options: options)
        let client = pair.connect(conversation.family, options: options)
        pair.run(for: .seconds(2))
        let server = try #require(pair.accepted(.server).last)
        pair.stream(TransferTests.bytes(up), from: .client, on: client)
        pair.stream(TransferTests.bytes(down), from: .server, on: server)
        pair.run(for: .seconds(20))
        for _ in 0..<100 {
            pair.stream(TransferTests.bytes(19), from: .client, on: client)
            pair.run(for: .seconds(1))
            pair.stream(TransferTests.bytes(19), from: .server, on: server)
            pair.run(for: .seconds(59))
        }
        pair.stream(TransferTests.bytes(4000), from: .server, on: server)
        pair.act(.server) { $0.close(server, at: $1, into: &$2) }
        pair.run(for: .seconds(20))
        #expect(pair.received[1].count == up + 1900 && pair.received[0].count == down + 1900 + 4000)
        #expect(pair.closed(.client) == [.finished] && pair.closed(.server) == [.finished])
        return pair
    }

    @Test(arguments: conversations) func `a lossless transfer of 200 kB shows nothing`(_ conversation: Conversation)
        throws
    {
        let pair = try Self.converse(conversation, up: 200_000, down: 60)
        #expect(try Dissector.lines(matching: Self.suspicious, in: pair.trace) == [])
    }

    @Test(arguments: conversations.prefix(2)) func `nor do two at once`(_ conversation: Conversation) throws {
        let pair = try Self.converse(conversation, up: 200_000, down: 150_000)
        #expect(try Dissector.lines(matching: Self.suspicious, in: pair.trace) == [])
    }

    @Test func `a black hole shows retransmissions and nothing else`() throws {
        var pair = StackPair()
        let (client, server) = try pair.open()
        pair.link.silenced = [.client, .server]
        let start = pair.trace.count
        pair.stream(TransferTests.bytes(19), from: .client, on: client)
        pair.stream(TransferTests.bytes(19), from: .server, on: server)
        pair.run(for: .seconds(100))
        let first = try Dissector.lines(matching: Self.suspicious, in: pair.trace)
        let retransmissions = try Dissector.lines(matching: "tcp.analysis.retransmission", in: pair.trace)
        #expect(first == retransmissions && first.count == pair.trace.count - start - 2)
    }

    @Test func `an owner that does not read shows windows and probes, but no loss and no keepalive`() throws {
        var (pair, client, server) = try WindowTests.pausedPair(window: 8000)
        pair.stream(TransferTests.bytes(50_000), from: .client, on: client)
        pair.run(for: .seconds(100))
        pair.act(.server) { $0.setReadPaused(false, on: server, at: $1, into: &$2) }
        pair.run(for: .seconds(100))
        #expect(pair.received[1].count == 50_000)
        let losses =
            "tcp.analysis.retransmission || tcp.analysis.duplicate_ack || tcp.analysis.lost_segment || "
            + "tcp.analysis.out_of_order || tcp.analysis.keep_alive || tcp.analysis.ack_lost_segment"
        #expect(try Dissector.lines(matching: losses, in: pair.trace) == [])
        #expect(try Dissector.lines(matching: "tcp.analysis.zero_window_probe", in: pair.trace).count > 3)
    }
}
