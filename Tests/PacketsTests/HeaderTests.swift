import NetworkTypes
import Packets
import Testing

@Suite("Headers") struct HeaderTests {
    @Test(arguments: [[], [VLANTag(customer: 100)], [VLANTag(service: 7, priority: 5), VLANTag(customer: 4094)]])
    func `an Ethernet header with up to two tags reads back`(tags: [VLANTag]) throws {
        let header = Fixture.link(tags)
        let bytes = written(header.byteCount) { header.write(into: &$0) }
        #expect(bytes.count == 14 + 4 * tags.count)
        #expect(try EthernetHeader(decoding: bytes.span.bytes) == header)
        for count in 0..<bytes.count {
            #expect(throws: HeaderError.self) {
                try EthernetHeader(decoding: bytes.span.bytes.extracting(first: count))
            }
        }
    }

    @Test func `a third tag stays in the payload`() throws {
        let bytes = Fixture.addresses + [UInt8](hex: "88a8 0001 8100 0002 8100 0003 0800")
        let header = try EthernetHeader(decoding: bytes.span.bytes)
        #expect(header.etherType == .customerTag)
        #expect(header.innerTag.vlan == 2)
    }

    @Test func `an ARP request and its reply read back`() throws {
        let request = ARPPacket(requestFor: Fixture.ipv4B, from: Fixture.ipv4A, mac: Fixture.macA)
        let bytes = written(28) { request.write(into: &$0, at: 0) }
        #expect(bytes == [UInt8](hex: "0001 0800 0604 0001 02bf00000001 ac100101 000000000000 ac100102"))
        #expect(try ARPPacket(decoding: bytes.span.bytes, at: 0) == request)
        let reply = request.reply(from: Fixture.macB)
        #expect(reply.operation == .reply)
        #expect(reply.senderAddress == Fixture.ipv4B)
        #expect(reply.targetMAC == Fixture.macA)
        #expect(reply.targetAddress == Fixture.ipv4A)
    }

    static let brokenARP: [(place: Int, error: HeaderError)] = [
        (1, .hardware(0xFF)), (3, .etherType(0x08FF)), (4, .headerLength(0xFF04)), (7, .kind(0xFF)),
    ]

    @Test(arguments: brokenARP) func `ARP for anything else is refused`(row: (place: Int, error: HeaderError)) {
        let request = ARPPacket(requestFor: Fixture.ipv4B, from: Fixture.ipv4A, mac: Fixture.macA)
        var bytes = written(28) { request.write(into: &$0, at: 0) }
        bytes[row.place] = 0xFF
        #expect(throws: row.error) { try ARPPacket(decoding: bytes.span.bytes, at: 0) }
    }

    @Test(arguments: [
        TCPOptions(), TCPOptions(maximumSegmentSize: 1460), TCPOptions(windowScale: 14, isSACKPermitted: true),
        TCPOptions(md5Signature: .init(high: 0x0102_0304_0506_0708, low: 9)),
        TCPOptions(
            maximumSegmentSize: 65535,
            windowScale: 0,
            isSACKPermitted: true,
            md5Signature: .init(high: .max, low: 0)
        ),
    ])
    func `TCP options read back, whatever is among them`(options: TCPOptions) throws {
        let bytes = written(options.byteCount) { options.write(into: &$0, at: 0) }
        #expect(bytes.count % 4 == 0)
        #expect(try TCPOptions(decoding: bytes.span.bytes, in: 0..<bytes.count) == options)
    }

    @Test(arguments: ["02", "0200", "0201", "0203 05", "0204 05", "1310 0102", "fe00", "fe09 0102", "0302", "0403 01"])
    func `a TCP option with a wrong length is refused`(hex: String) {
        let bytes = [UInt8](hex: hex)
        #expect(throws: HeaderError.self) { try TCPOptions(decoding: bytes.span.bytes, in: 0..<bytes.count) }
    }

    @Test func `unknown TCP options are skipped and nothing counts behind the end`() throws {
        let bytes = [UInt8](hex: "01 fe04 0102 0204 05b4 00 0204 ffff")
        let options = try TCPOptions(decoding: bytes.span.bytes, in: 0..<bytes.count)
        #expect(options == TCPOptions(maximumSegmentSize: 1460))
    }

    @Test func `IPv4 options are skipped`() throws {
        var bytes = [UInt8](hex: "4700 0020 0001 0000 4011 0000 0a000001 0a000002 94040000 01010101 aabbccdd")
        var sum = InternetChecksum()
        sum.add(bytes.span.bytes, in: 0..<28)
        (bytes[10], bytes[11]) = (UInt8(sum.value >> 8), UInt8(sum.value & 255))
        let header = try IPv4Header(decoding: bytes.span.bytes, at: 0)
        #expect(header.headerByteCount == 28)
        #expect(Array(bytes[header.payload]) == [0xAA, 0xBB, 0xCC, 0xDD])
    }

    @Test func `IPv6 extension headers are skipped`() throws {
        let chain = "3c00 000000000000" + "2c00 000000000000" + "1100 0001 00000007" + "c000 0050 0008 0000"
        let fixed =
            "60000000 0020 0040" + String(repeating: "00", count: 15) + "01" + String(repeating: "00", count: 15) + "02"
        let bytes = [UInt8](hex: fixed + chain)
        let header = try IPv6Header(decoding: bytes.span.bytes, at: 0)
        #expect(header.payloadProtocol == .udp)
        #expect(header.isFragment)
        #expect(header.fragmentOffset == 0)
        #expect(header.payload == 64..<72)
    }

    @Test func `a chain of extension headers has a bound`() {
        let fixed = "60000000 0050 0040" + String(repeating: "00", count: 32)
        let bytes = [UInt8](hex: fixed + String(repeating: "0000 000000000000", count: 10))
        #expect(throws: HeaderError.tooManyExtensionHeaders) { try IPv6Header(decoding: bytes.span.bytes, at: 0) }
    }

    @Test func `the addresses of IPv4 and IPv6 lengths beyond the frame are refused`() {
        let udp = Fixture.udp(.ipv4).bytes(payload: Fixture.payload(8).span.bytes)
        let udp6 = Fixture.udp(.ipv6).bytes(payload: Fixture.payload(8).span.bytes)
        #expect(throws: HeaderError.self) { try IPv4Header(decoding: Array(udp.dropLast()).span.bytes, at: 14) }
        #expect(throws: HeaderError.self) { try IPv6Header(decoding: Array(udp6.dropLast()).span.bytes, at: 14) }
        #expect(throws: HeaderError.self) { try FrameSummary(frame: Array(udp.dropLast())) }
        #expect(throws: HeaderError.self) { try FrameSummary(frame: Array(udp6.dropLast())) }
    }

    @Test func `a damaged IPv4 header is refused`() {
        var bytes = Fixture.udp(.ipv4).bytes(payload: [UInt8]().span.bytes)
        bytes[22] ^= 1
        #expect(throws: HeaderError.self) { try IPv4Header(decoding: bytes.span.bytes, at: 14) }
        #expect(throws: HeaderError.self) { try FrameSummary(frame: bytes) }
    }

    @Test func `a VXLAN header reads back, and one without its flag is refused`() throws {
        let header = VXLANHeader(networkIdentifier: 0xABCDEF)
        var bytes = written(8) { header.write(into: &$0, at: 0) }
        #expect(bytes == [8, 0, 0, 0, 0xAB, 0xCD, 0xEF, 0])
        #expect(try VXLANHeader(decoding: bytes.span.bytes, in: 0..<8) == header)
        bytes[0] = 0xF7
        #expect(throws: HeaderError.kind(0xF7)) { try VXLANHeader(decoding: bytes.span.bytes, in: 0..<8) }
    }

    @Test(arguments: [true, false]) func `a neighbour message reads back`(isAdvertisement: Bool) throws {
        let message =
            isAdvertisement
            ? NeighborMessage(advertisementOf: Fixture.ipv6A, at: Fixture.macA, isRouter: true, isSolicited: true)
            : NeighborMessage(solicitationFor: Fixture.ipv6A, from: Fixture.macA)
        let bytes = written(message.byteCount) { message.write(into: &$0, at: 0) }
        let header = try ICMPv6Header(decoding: bytes.span.bytes, in: 0..<bytes.count)
        #expect(try NeighborMessage(decoding: bytes.span.bytes, header: header) == message)
        var broken = bytes
        broken[25] = 0
        #expect(throws: HeaderError.optionLength(0)) {
            try NeighborMessage(decoding: broken.span.bytes, header: header)
        }
    }

    /// Every decoder, on bytes and at a place that may be anything.
    static func decodeEverything(_ bytes: RawSpan, at place: Int) {
        let range = Swift.min(place, bytes.byteCount)..<bytes.byteCount
        _ = try? EthernetHeader(decoding: bytes, at: place)
        _ = try? ARPPacket(decoding: bytes, at: place)
        _ = try? IPv4Header(decoding: bytes, at: place)
        _ = try? IPv4Header(quotedIn: bytes, at: place)
        _ = try? IPv6Header(decoding: bytes, at: place)
        _ = try? IPv6Header(quotedIn: bytes, at: place)
        _ = try? UDPHeader(decoding: bytes, in: range)
        _ = try? TCPHeader(decoding: bytes, in: range)
        _ = try? ICMPv4Header(decoding: bytes, in: range)
        _ = try? VXLANHeader(decoding: bytes, in: range)
        if let header = try? ICMPv6Header(decoding: bytes, in: range) {
            _ = try? NeighborMessage(decoding: bytes, header: header)
        }
        if let summary = try? FrameSummary(packet: bytes, at: place) {
            _ = summary.isTransportChecksumValid(in: bytes)
        }
        if let summary = try? FrameSummary(bytes) {
            _ = summary.isTransportChecksumValid(in: bytes)
            _ = summary.flowHash(seed: 1)
        }
    }

    @Test(arguments: AddressFamily.allCases)
    func `no beginning and no mutation of a frame stops a decoder`(family: AddressFamily) {
        var random = SeededGenerator(seed: 0xE7)
        let options = TCPOptions(maximumSegmentSize: 1460, windowScale: 7, md5Signature: .init(high: 1, low: 2))
        let frames = [Fixture.udp(family, tags: [VLANTag(customer: 5)]), Fixture.tcp(family, options: options)]
            .map { $0.bytes(payload: Fixture.payload(24).span.bytes) }
        for whole in frames {
            for count in 0...whole.count {
                let bytes = Array(whole.prefix(count))
                for place in [0, 14, 18, 34, 54, 58, count, count + 1] {
                    Self.decodeEverything(bytes.span.bytes, at: place)
                }
            }
            for _ in 0..<4000 {
                var bytes = whole
                for _ in 0...random.below(3) {
                    bytes[Int(random.below(UInt64(bytes.count)))] = UInt8(truncatingIfNeeded: random.next())
                }
                Self.decodeEverything(bytes.span.bytes, at: [0, 14, 18, 34, 54][Int(random.below(5))])
            }
        }
    }
}
