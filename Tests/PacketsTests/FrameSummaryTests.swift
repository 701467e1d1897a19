import NetworkTypes
import Packets
import Testing

@Suite("Frame summary") struct FrameSummaryTests {
    @Test(arguments: AddressFamily.allCases) func `it says what the headers say`(family: AddressFamily) throws {
        let tags = [VLANTag(service: 7), VLANTag(customer: 100, priority: 6)]
        let bytes = Fixture.udp(family, tags: tags, timeToLive: 9).bytes(payload: Fixture.payload(10).span.bytes)
        let summary = try FrameSummary(frame: bytes + [0, 0, 0])
        #expect(summary.destinationMAC == Fixture.macB)
        #expect(summary.sourceMAC == Fixture.macA)
        #expect((summary.outerVLAN, summary.innerVLAN) == (7, 100))
        #expect(summary.etherType == (family == .ipv4 ? .ipv4 : .ipv6))
        #expect(summary.networkOffset == 22)
        #expect(summary.transportOffset == (family == .ipv4 ? 42 : 62))
        #expect(Int(summary.endOffset) == bytes.count)
        #expect((summary.sourcePort, summary.destinationPort) == (50000, 45001))
        #expect(summary.timeToLive == 9)
        #expect(!summary.isFragment)
    }

    @Test func `ARP and unknown types are no error`() throws {
        let arp = try FrameSummary(frame: Fixture.addresses + [8, 6] + [UInt8](repeating: 0, count: 28))
        #expect(arp.network == .arp)
        let other = try FrameSummary(frame: Fixture.addresses + [0x88, 0xCC, 1, 2])
        #expect(other.network == .other)
        #expect(!other.isIP)
        #expect(throws: HeaderError.self) { try FrameSummary(frame: Array(Fixture.addresses + [8])) }
    }

    @Test func `all pieces of a packet have the same hash`() throws {
        var first = Fixture.udp(.ipv4).bytes(payload: Fixture.payload(16).span.bytes)
        var second = first
        for (place, bits) in [(20, 0x20), (21, 0x00)] { first[place] = UInt8(bits) }
        for (place, bits) in [(20, 0x00), (21, 0x03)] { second[place] = UInt8(bits) }
        second[40] = 0x77
        let pieces = try [first, second].map { try FrameSummary(frame: Self.withChecksum($0)) }
        #expect(pieces.map(\.isFragment) == [true, true])
        #expect(pieces.map(\.sourcePort) == [0, 0])
        #expect(pieces[0].flowHash(seed: 3) == pieces[1].flowHash(seed: 3))
    }

    @Test func `the hash is the same on every machine`() throws {
        let v4 = try FrameSummary(frame: Fixture.udp(.ipv4).bytes(payload: [UInt8]().span.bytes))
        let v6 = try FrameSummary(frame: Fixture.udp(.ipv6).bytes(payload: [UInt8]().span.bytes))
        // Computed from the description of the hash by other means than this code.
        #expect(v4.flowHash(seed: 1) == 1599376087261637326)
        #expect(v6.flowHash(seed: 1) == 5154276025612968296)
        #expect(v4.flowHash(seed: 2) != v4.flowHash(seed: 1))
    }

    /// Flows that differ in one port only must spread over every number of members, by high and by low bits.
    @Test(arguments: [2, 3, 4, 8, 16], AddressFamily.allCases)
    func `flows spread evenly`(members: Int, family: AddressFamily) throws {
        var counts = [Int](repeating: 0, count: members)
        var high = counts
        let flows = 4000
        for index in 0..<flows {
            var template = Fixture.udp(family)
            template.transport = .udp(sourcePort: 49152 + UInt16(index), destinationPort: 45001)
            let hash = try FrameSummary(frame: template.bytes(payload: [UInt8]().span.bytes)).flowHash(seed: 42)
            counts[Int(hash % UInt64(members))] += 1
            high[Int(hash.multipliedFullWidth(by: UInt64(members)).high)] += 1
        }
        let fair = flows / members
        for count in counts + high { #expect(count > fair * 8 / 10 && count < fair * 12 / 10) }
    }

    @Test func `a bare packet has a summary too`() throws {
        for family in AddressFamily.allCases {
            var template = Fixture.tcp(family)
            template.link = nil
            let bytes = template.bytes(payload: Fixture.payload(3).span.bytes)
            let summary = try FrameSummary(packet: bytes.span.bytes)
            #expect(summary.networkOffset == 0)
            #expect(summary.destinationPort == 179)
            #expect(summary.packetByteCount == bytes.count)
        }
        #expect(throws: HeaderError.version(5)) { try FrameSummary(packet: ([0x50] as [UInt8]).span.bytes) }
        #expect(throws: HeaderError.self) { try FrameSummary(packet: [UInt8]().span.bytes) }
    }

    static func withChecksum(_ frame: [UInt8]) -> [UInt8] {
        var frame = frame
        (frame[24], frame[25]) = (0, 0)
        var sum = InternetChecksum()
        sum.add(frame.span.bytes, in: 14..<34)
        (frame[24], frame[25]) = (UInt8(sum.value >> 8), UInt8(sum.value & 255))
        return frame
    }
}
