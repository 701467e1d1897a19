import Firewall
import NetworkTypes
import Packets
import Testing

@Suite("Connections of a stateful device") struct ConnectionTableTests {
    private let host = IPv4Address(10, 100, 1, 10)
    private let machine = IPv4Address(10, 10, 1, 4)
    private let now = Instant.zero

    private func rules(
        device: UInt16 = 0,
        inbound: Bool = false,
        nat: IPv4Address? = nil,
        synchronization: Duration = .zero
    ) -> FirewallRules {
        FirewallRules(
            device: device,
            permitsInbound: inbound,
            sourceNAT: nat,
            timeouts: FirewallRules.Timeouts(
                udp: .seconds(120),
                tcpEstablished: .seconds(7440),
                tcpTransitory: .seconds(240),
                icmp: .seconds(60)
            ),
            synchronization: synchronization,
            local: [.v4(IPv4Prefix(IPv4Address(10, 100, 0, 0), length: 24))]
        )
    }

    private func packet(
        _ source: IPv4Address,
        _ destination: IPv4Address,
        _ transport: PacketTemplate.Transport
    ) throws -> InspectedPacket {
        let template = PacketTemplate(
            link: EthernetHeader(
                destination: MACAddress(rawValue: 2),
                source: MACAddress(rawValue: 1),
                etherType: .ipv4
            ),
            source: .v4(source),
            destination: .v4(destination),
            transport: transport
        )
        let bytes = template.bytes(payload: RawSpan())
        return InspectedPacket(try FrameSummary(bytes.span.bytes), in: bytes.span.bytes)
    }

    private func udp(out: Bool = true, port: UInt16 = 49_152) throws -> InspectedPacket {
        out
            ? try packet(host, machine, .udp(sourcePort: port, destinationPort: 20_000))
            : try packet(machine, host, .udp(sourcePort: 20_000, destinationPort: port))
    }

    private func tcp(_ flags: TCPFlags, out: Bool = true) throws -> InspectedPacket {
        let header = TCPHeader(
            sourcePort: out ? 49_152 : 443,
            destinationPort: out ? 443 : 49_152,
            sequence: 0,
            acknowledgment: 0,
            flags: flags,
            window: 0
        )
        return out ? try packet(host, machine, .tcp(header)) : try packet(machine, host, .tcp(header))
    }

    @Test func `an answer passes where the question did, and nowhere else`() throws {
        var first = ConnectionTable(limit: 16)
        var second = ConnectionTable(limit: 16)
        #expect(second.inspect(try udp(out: false), from: .outside, rules(), at: now) == .drop(.noConnectionState))
        #expect(first.inspect(try udp(), from: .inside, rules(), at: now) == .pass)
        #expect(first.inspect(try udp(out: false), from: .outside, rules(), at: now) == .pass)
        #expect(second.inspect(try udp(out: false), from: .outside, rules(), at: now) == .drop(.noConnectionState))
    }

    @Test func `a connection is forgotten when nothing passed for its timeout`() throws {
        var table = ConnectionTable(limit: 16)
        _ = table.inspect(try udp(), from: .inside, rules(), at: now)
        let answer = try udp(out: false)
        #expect(table.inspect(answer, from: .outside, rules(), at: now + .seconds(119)) == .pass)
        // The answer counts as a packet.
        #expect(table.inspect(answer, from: .outside, rules(), at: now + .seconds(238)) == .pass)
        #expect(
            table.inspect(answer, from: .outside, rules(), at: now + .seconds(358)) == .drop(.noConnectionState)
        )
    }

    @Test func `TCP begins with SYN and with nothing else`() throws {
        var table = ConnectionTable(limit: 16)
        #expect(table.inspect(try tcp(.ack), from: .inside, rules(), at: now) == .drop(.noConnectionState))
        #expect(table.inspect(try tcp(.syn, out: false), from: .outside, rules(), at: now) == .drop(.notPermitted))
        #expect(table.inspect(try tcp(.syn), from: .inside, rules(), at: now) == .pass)
        #expect(table.inspect(try tcp([.syn, .ack], out: false), from: .outside, rules(), at: now) == .pass)
        #expect(table.inspect(try tcp(.ack), from: .inside, rules(), at: now) == .pass)
    }

    @Test func `established TCP is remembered for hours, a closed one for minutes`() throws {
        var table = ConnectionTable(limit: 16)
        _ = table.inspect(try tcp(.syn), from: .inside, rules(), at: now)
        _ = table.inspect(try tcp([.syn, .ack], out: false), from: .outside, rules(), at: now)
        let data = try tcp(.ack)
        #expect(table.foresee(data, from: .inside, rules(), at: now + .seconds(7439)) == .pass)
        #expect(table.foresee(data, from: .inside, rules(), at: now + .seconds(7440)) == .drop(.noConnectionState))
        _ = table.inspect(try tcp([.fin, .ack]), from: .inside, rules(), at: now)
        #expect(table.foresee(data, from: .inside, rules(), at: now + .seconds(240)) == .drop(.noConnectionState))
    }

    @Test func `with inbound permitted either side may begin`() throws {
        var table = ConnectionTable(limit: 16)
        #expect(table.inspect(try udp(out: false), from: .outside, rules(inbound: true), at: now) == .pass)
        #expect(table.inspect(try udp(), from: .inside, rules(inbound: true), at: now) == .pass)
        #expect(table.count == 1)
    }

    @Test func `what the LAN's own stations say to each other passes uninspected`() throws {
        var table = ConnectionTable(limit: 16)
        let (core, router) = (IPv4Address(10, 100, 0, 1), IPv4Address(10, 100, 0, 2))
        let session = try packet(router, core, .udp(sourcePort: 1, destinationPort: 3784))
        #expect(table.inspect(session, from: .outside, rules(), at: now) == .pass)
        #expect(table.count == 0)
    }

    @Test func `a full table drops new connections and keeps the old ones`() throws {
        var table = ConnectionTable(limit: 3)
        for port in 1...3 as ClosedRange<UInt16> {
            #expect(table.inspect(try udp(port: port), from: .inside, rules(), at: now) == .pass)
        }
        #expect(table.inspect(try udp(port: 4), from: .inside, rules(), at: now) == .drop(.connectionTableFull))
        #expect(table.inspect(try udp(port: 1), from: .inside, rules(), at: now + .seconds(100)) == .pass)
        // Room comes back with time.
        #expect(table.inspect(try udp(port: 4), from: .inside, rules(), at: now + .seconds(130)) == .pass)
    }

    @Test func `a shared connection is known to the other device when it has been told`() throws {
        var table = ConnectionTable(limit: 16)
        let slow = rules(device: 1, synchronization: .milliseconds(10))
        _ = table.inspect(try udp(), from: .inside, rules(device: 0), at: now)
        let answer = try udp(out: false)
        #expect(table.foresee(answer, from: .outside, slow, at: now + .milliseconds(9)) == .drop(.noConnectionState))
        #expect(table.foresee(answer, from: .outside, slow, at: now + .milliseconds(10)) == .pass)
    }

    @Test func `source translation keeps the port if it can, and answers find their way back`() throws {
        let address = IPv4Address(198, 51, 100, 1)
        let translating = rules(nat: address)
        var table = ConnectionTable(limit: 16)
        #expect(
            table.inspect(try udp(), from: .inside, translating, at: now) == .translateSource(address, port: 49_152)
        )
        let other = try packet(
            IPv4Address(10, 100, 1, 11),
            machine,
            .udp(sourcePort: 49_152, destinationPort: 20_000)
        )
        #expect(table.inspect(other, from: .inside, translating, at: now) == .translateSource(address, port: 49_153))
        let answer = try packet(machine, address, .udp(sourcePort: 20_000, destinationPort: 49_152))
        #expect(
            table.inspect(answer, from: .outside, translating, at: now)
                == .translateDestination(host, port: 49_152, MACAddress(rawValue: 1))
        )
        let untranslated = try udp(out: false)
        #expect(
            table.inspect(untranslated, from: .outside, translating, at: now) == .drop(.noConnectionState)
        )
    }

    @Test func `thousands of connections come and go, and each is found`() throws {
        var table = ConnectionTable(limit: 4096)
        for port in 0..<10_000 as Range<UInt16> {
            let instant = now + .milliseconds(100 * Int(port))
            #expect(table.inspect(try udp(port: port), from: .inside, rules(), at: instant) == .pass)
            #expect(table.inspect(try udp(out: false, port: port), from: .outside, rules(), at: instant) == .pass)
        }
        #expect(table.count <= 4096)
    }

    @Test func `hostile frames never trap`() {
        var table = ConnectionTable(limit: 64)
        var generator = SeededGenerator(seed: 4787)
        for _ in 0..<20_000 {
            var bytes = (0..<Int(14 + generator.next() % 80)).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
            let isIPv6 = generator.next() % 2 == 0
            (bytes[12], bytes[13]) = isIPv6 ? (0x86, 0xDD) : (0x08, 0x00)
            if bytes.count > 24 {
                bytes[14] = isIPv6 ? 0x60 : 0x45
                bytes[23] = [1, 6, 17, 58][Int(generator.next() % 4)]
            }
            guard let summary = try? FrameSummary(bytes.span.bytes) else { continue }
            let side: FirewallRules.Side = generator.next() % 2 == 0 ? .inside : .outside
            _ = table.inspect(InspectedPacket(summary, in: bytes.span.bytes), from: side, rules(), at: now)
        }
        #expect(table.count <= 64)
    }
}
