import NetworkTypes
import Packets
import Testing

@Suite("ICMP errors") struct ICMPErrorTests {
    static let router: [AddressFamily: IPAddress] = [
        .ipv4: .v4(IPv4Address(172, 16, 0, 254)), .ipv6: .v6(IPv6Address(high: 0x2001_0DB8 << 32, low: 0xFE)),
    ]

    static func report(_ error: ICMPError, _ box: PoolBox, _ frame: FrameHandle) throws -> FrameHandle? {
        let summary = try box.summary(frame)
        let source = try #require(router[summary.source.family])
        return box.pool.build(error, quoting: frame, summary: summary, from: source)
    }

    @Test(arguments: AddressFamily.allCases, [ICMPError.timeExceeded, .noRoute, .hostUnreachable, .tooBig(mtu: 1400)])
    func `an error goes to the sender and quotes what it sent`(family: AddressFamily, error: ICMPError) throws {
        let box = PoolBox()
        let frame = try box.build(Fixture.udp(family, tags: [VLANTag(customer: 4)]), Fixture.payload(40))
        let offender = box.bytes(frame)
        let reply = try #require(try Self.report(error, box, frame))
        let bytes = box.bytes(reply)
        let summary = try FrameSummary(packet: bytes.span.bytes)
        #expect(summary.destination == (family == .ipv4 ? .v4(Fixture.ipv4A) : .v6(Fixture.ipv6A)))
        #expect(summary.source == Self.router[family])
        #expect(summary.isChecksumValid(in: bytes))
        let range = Int(summary.transportOffset)..<Int(summary.endOffset)
        if family == .ipv4 {
            let header = try ICMPv4Header(decoding: bytes.span.bytes, in: range)
            #expect(
                (header.kind, header.code, header.word) == (error.icmpv4.kind, error.icmpv4.code, error.icmpv4.word)
            )
            #expect(Array(bytes[header.payload]) == Array(offender[18...]))
        } else {
            let header = try ICMPv6Header(decoding: bytes.span.bytes, in: range)
            #expect(
                (header.kind, header.code, header.word) == (error.icmpv6.kind, error.icmpv6.code, error.icmpv6.word)
            )
            #expect(Array(bytes[header.payload]) == Array(offender[18...]))
        }
    }

    @Test(arguments: [(AddressFamily.ipv4, 576), (.ipv6, 1280)])
    func `an error about a long packet has a bound`(family: AddressFamily, limit: Int) throws {
        let box = PoolBox()
        let frame = try box.build(Fixture.udp(family), Fixture.payload(4000))
        let reply = try #require(try Self.report(.timeExceeded, box, frame))
        #expect(box.bytes(reply).count == limit)
    }

    @Test(arguments: AddressFamily.allCases) func `there is no error about an error`(family: AddressFamily) throws {
        let box = PoolBox()
        let first = try box.build(Fixture.udp(family), Fixture.payload(40))
        let reply = try #require(try Self.report(.timeExceeded, box, first))
        #expect(box.pool.prependHeader(Fixture.link(), to: reply) || Bool(false))
        if family == .ipv6 {
            _ = box.removeFirst(14, from: reply)
            var link = Fixture.link()
            link.etherType = .ipv6
            _ = box.pool.prependHeader(link, to: reply)
        }
        #expect(try Self.report(.timeExceeded, box, reply) == nil)
    }

    @Test(arguments: AddressFamily.allCases) func `there is an error about an echo`(family: AddressFamily) throws {
        let box = PoolBox()
        var template = Fixture.udp(family)
        template.transport =
            family == .ipv4
            ? .icmpv4(ICMPv4Header(kind: .echoRequest, word: 1)) : .icmpv6(ICMPv6Header(kind: .echoRequest, word: 1))
        let frame = try box.build(template, Fixture.payload(10))
        #expect(try Self.report(.timeExceeded, box, frame) != nil)
    }

    @Test func `there is no error about what was sent to many or came from nobody`() throws {
        let box = PoolBox()
        let pairs: [(String, String)] = [
            ("172.16.1.1", "224.0.0.5"), ("172.16.1.1", "255.255.255.255"), ("0.0.0.0", "172.16.1.2"),
            ("127.0.0.1", "172.16.1.2"), ("2001:db8::1", "ff02::1"), ("::", "2001:db8::1"),
        ]
        for (source, destination) in pairs {
            var template = try PacketTemplate(
                source: #require(IPAddress(source)),
                destination: #require(IPAddress(destination)),
                transport: .udp(sourcePort: 1, destinationPort: 2)
            )
            template.link = Fixture.link()
            let frame = try box.build(template)
            #expect(try Self.report(.timeExceeded, box, frame) == nil, "\(source) to \(destination)")
        }
    }

    @Test func `packet too big is told even about multicast over IPv6`() throws {
        let box = PoolBox()
        let template = try PacketTemplate(
            link: Fixture.link(),
            source: .v6(Fixture.ipv6A),
            destination: #require(IPAddress("ff02::1")),
            transport: .udp(sourcePort: 1, destinationPort: 2)
        )
        let frame = try box.build(template)
        #expect(try Self.report(.tooBig(mtu: 1280), box, frame) != nil)
    }

    @Test func `only the first piece of a packet gets an error`() throws {
        let box = PoolBox()
        var bytes = Fixture.udp(.ipv4).bytes(payload: Fixture.payload(16).span.bytes)
        bytes[20] = 0x20
        let first = try box.allocate(FrameSummaryTests.withChecksum(bytes))
        (bytes[20], bytes[21]) = (0, 2)
        let second = try box.allocate(FrameSummaryTests.withChecksum(bytes))
        #expect(try Self.report(.timeExceeded, box, first) != nil)
        #expect(try Self.report(.timeExceeded, box, second) == nil)
    }
}
