import NetworkTypes
import Packets
import Testing

@Suite("Packet template") struct PacketTemplateTests {
    @Test(arguments: AddressFamily.allCases, [0, 1, 7, 40, 1400])
    func `what is built is read back, checksum included`(family: AddressFamily, count: Int) throws {
        let payload = Fixture.payload(count)
        let tagged = Fixture.udp(family, tags: [VLANTag(service: 7), VLANTag(customer: 100, priority: 6)])
        for template in [Fixture.udp(family), tagged, Fixture.tcp(family)] {
            let bytes = template.bytes(payload: payload.span.bytes)
            let summary = try FrameSummary(frame: bytes)
            #expect(summary.network == (family == .ipv4 ? .ipv4 : .ipv6))
            #expect(summary.source == template.source)
            #expect(summary.destination == template.destination)
            #expect(summary.payloadProtocol == template.transport.payloadProtocol)
            #expect(summary.timeToLive == 64)
            #expect(Int(summary.endOffset) == bytes.count)
            #expect(summary.isChecksumValid(in: bytes))
            #expect(summary.tagCount == template.link?.tagCount)
            let range = Int(summary.transportOffset)..<Int(summary.endOffset)
            let body =
                template.transport.payloadProtocol == .tcp
                ? try TCPHeader(decoding: bytes.span.bytes, in: range).payload
                : try UDPHeader(decoding: bytes.span.bytes, in: range).payload
            #expect(Array(bytes[body]) == payload)
        }
    }

    @Test(arguments: AddressFamily.allCases)
    func `pool and array get the same bytes`(family: AddressFamily) throws {
        let box = PoolBox()
        let payload = Fixture.payload(33)
        let template = Fixture.tcp(family, options: TCPOptions(maximumSegmentSize: 1460, windowScale: 7))
        let frame = try box.build(template, payload)
        #expect(box.bytes(frame) == template.bytes(payload: payload.span.bytes))
    }

    @Test(arguments: AddressFamily.allCases)
    func `a changed byte is seen by the checksum`(family: AddressFamily) throws {
        for template in [Fixture.udp(family), Fixture.tcp(family)] {
            var bytes = template.bytes(payload: Fixture.payload(9).span.bytes)
            bytes[bytes.count - 1] ^= 0x10
            #expect(try !FrameSummary(frame: bytes).isChecksumValid(in: bytes))
        }
    }

    @Test func `an IPv4 header made by another implementation comes out the same`() throws {
        // The example of the IPv4 header checksum that many texts use.
        let known = [UInt8](hex: "4500 0073 0000 4000 4011 b861 c0a8 0001 c0a8 00c7")
        let header = try IPv4Header(decoding: (known + [UInt8](repeating: 0, count: 95)).span.bytes, at: 0)
        #expect(header.source == IPv4Address(192, 168, 0, 1))
        #expect(header.payload == 20..<115)
        #expect(written(20) { header.write(into: &$0, at: 0) } == known)
    }

    @Test func `a computed UDP checksum of zero is sent as all ones`() throws {
        var template = Fixture.udp(.ipv4)
        template.link = nil
        for low in 0...UInt16.max {
            let payload = [UInt8(low >> 8), UInt8(low & 255)]
            let bytes = template.bytes(payload: payload.span.bytes)
            let checksum: UInt16 = bytes.span.bytes.loadBigEndian(at: 26)
            if checksum == 0 { break }
            if checksum == 0xFFFF {
                let summary = try FrameSummary(packet: bytes.span.bytes)
                #expect(summary.isChecksumValid(in: bytes))
                return
            }
        }
        Issue.record("a payload whose checksum computes to zero was sent without one")
    }

    @Test(arguments: AddressFamily.allCases)
    func `sealing restores lengths and checksums`(family: AddressFamily) throws {
        let box = PoolBox()
        for template in [Fixture.udp(family), Fixture.tcp(family)] {
            let frame = try box.build(template, Fixture.payload(20))
            #expect(box.append(21, to: frame))
            try box.seal(frame, at: 14)
            let payload = Fixture.payload(20) + [UInt8](repeating: 0, count: 21)
            #expect(box.bytes(frame) == template.bytes(payload: payload.span.bytes))
        }
    }

    @Test func `sealing what is no packet is an error`() throws {
        let box = PoolBox()
        let frame = try #require(box.allocate(60))
        #expect(throws: HeaderError.version(0)) { try box.seal(frame, at: 14) }
        #expect(throws: HeaderError.self) { try box.seal(frame, at: 60) }
        #expect(throws: HeaderError.self) { try box.seal(frame, at: -1) }
    }
}
