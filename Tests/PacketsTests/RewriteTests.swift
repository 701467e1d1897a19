import NetworkTypes
import Packets
import Testing

@Suite("Rewriting in place") struct RewriteTests {
    @Test func `tags are pushed and popped in order`() throws {
        let box = PoolBox()
        let plain = Fixture.udp(.ipv4).bytes(payload: Fixture.payload(5).span.bytes)
        let frame = try box.allocate(plain)
        #expect(box.pop(frame) == nil)
        #expect(box.push(VLANTag(customer: 100, priority: 3), frame))
        #expect(box.push(VLANTag(service: 7), frame))
        let tagged = Fixture.udp(.ipv4, tags: [VLANTag(service: 7), VLANTag(customer: 100, priority: 3)])
        #expect(box.bytes(frame) == tagged.bytes(payload: Fixture.payload(5).span.bytes))
        #expect(box.pop(frame) == VLANTag(service: 7))
        #expect(box.pop(frame) == VLANTag(customer: 100, priority: 3))
        #expect(box.bytes(frame) == plain)
    }

    @Test func `a frame that is too short, or has no headroom, is left alone`() throws {
        let box = PoolBox()
        let short = try box.allocate(Fixture.payload(13))
        #expect(!box.push(VLANTag(customer: 1), short))
        #expect(box.pop(short) == nil)
        #expect(box.bytes(short) == Fixture.payload(13))
        let full = try box.allocate(Fixture.payload(60))
        #expect(box.prepend(126, to: full))
        let before = box.bytes(full)
        #expect(!box.push(VLANTag(customer: 1), full))
        #expect(!box.encapsulate(full, Self.tunnel, 1))
        #expect(box.bytes(full) == before)
    }

    @Test(arguments: AddressFamily.allCases, [1 as UInt8, 2, 64, 255])
    func `a smaller time to live keeps the checksum right`(family: AddressFamily, limit: UInt8) throws {
        let box = PoolBox()
        let frame = try box.build(Fixture.udp(family, timeToLive: limit), Fixture.payload(8))
        box.pool.decrementTimeToLive(of: frame, summary: try box.summary(frame))
        let expected = Fixture.udp(family, timeToLive: limit - 1).bytes(payload: Fixture.payload(8).span.bytes)
        #expect(box.bytes(frame) == expected)
    }

    static let tunnel = VXLANTunnel(
        networkIdentifier: 5001,
        source: IPv4Address(100, 64, 0, 1),
        destination: IPv4Address(100, 64, 0, 2)
    )

    @Test(arguments: [[], [VLANTag(customer: 9)]], [0, 500, 1400, 9000])
    func `what goes into a tunnel comes out of it`(tags: [VLANTag], count: Int) throws {
        let box = PoolBox()
        let inner = Fixture.udp(.ipv6, tags: tags).bytes(payload: Fixture.payload(count).span.bytes)
        let frame = try box.allocate(inner)
        #expect(box.encapsulate(frame, Self.tunnel, 0x1234_5678_9ABC_DEF0))
        let outer = try box.summary(frame)
        #expect(outer.source == .v4(Self.tunnel.source))
        #expect(outer.destination == .v4(Self.tunnel.destination))
        #expect(outer.destinationPort == 4789)
        #expect(outer.sourcePort >= 49152)
        #expect(Int(outer.endOffset) == inner.count + 50)
        #expect(outer.sourceMAC.description == "02:bf:64:40:00:01")
        // Tags and padding of the underlay do not get into the inner frame.
        #expect(box.push(VLANTag(customer: 3), frame))
        if count != 9000 { #expect(box.append(count == 0 ? 7 : 0, to: frame)) }
        let arrival = try box.decapsulate(frame)
        #expect(arrival.networkIdentifier == 5001)
        #expect(arrival.source == Self.tunnel.source)
        #expect(box.bytes(frame) == inner)
    }

    @Test func `what is no VXLAN stays as it is`() throws {
        let box = PoolBox()
        let frame = try box.build(Fixture.udp(.ipv4), Fixture.payload(30))
        let before = box.bytes(frame)
        #expect(throws: HeaderError.self) { try box.decapsulate(frame) }
        #expect(box.bytes(frame) == before)
        var template = Fixture.udp(.ipv4)
        template.transport = .udp(sourcePort: 50000, destinationPort: 4789)
        let short = try box.build(template, [8, 0, 0, 0, 0, 0, 1, 0] + Fixture.payload(13))
        #expect(throws: HeaderError.self) { try box.decapsulate(short) }
    }

    @Test func `no mutation of an encapsulated frame stops its decapsulation`() throws {
        let box = PoolBox()
        let frame = try box.build(Fixture.udp(.ipv4), Fixture.payload(30))
        #expect(box.encapsulate(frame, Self.tunnel, 7))
        let whole = box.bytes(frame)
        var random = SeededGenerator(seed: 9)
        for _ in 0..<3000 {
            var bytes = Array(whole.prefix(Int(random.below(UInt64(whole.count))) + 1))
            bytes[Int(random.below(UInt64(bytes.count)))] = UInt8(truncatingIfNeeded: random.next())
            let copy = try box.allocate(bytes)
            _ = try? box.decapsulate(copy)
            _ = box.pop(copy)
            try? box.seal(copy, at: Int(random.below(40)))
            box.pool.release(copy)
        }
    }
}
