import Forwarding
import NetworkTypes
import Packets
import Testing

@Suite("Forwarding of packets") struct PipelineTests {
    /// A router with 192.0.2.0/24 on port 1 and 198.51.100.0/24 on port 2, IPv6 beside it, and a static neighbour on each.
    static func router() throws -> (Bench, DomainIndex, [InterfaceIndex]) {
        let bench = Bench()
        let domain = bench.forwarder.addDomain()
        let interfaces = [
            bench.ethernet(1, ["192.0.2.1/24", "2001:db8:1::1/64"], domain: domain),
            bench.ethernet(2, ["198.51.100.1/24", "2001:db8:2::1/64"], domain: domain),
        ]
        for (place, host) in ["192.0.2.9", "198.51.100.9"].enumerated() {
            let mac = Bench.mac(0x900 + UInt64(place))
            bench.forwarder.programNeighbor(interfaces[place], address: try address(host), mac: mac)
        }
        for (place, host) in ["2001:db8:1::9", "2001:db8:2::9"].enumerated() {
            let mac = Bench.mac(0x900 + UInt64(place))
            bench.forwarder.programNeighbor(interfaces[place], address: try address(host), mac: mac)
        }
        return (bench, domain, interfaces)
    }

    @Test(arguments: [("192.0.2.9", "198.51.100.9"), ("2001:db8:1::9", "2001:db8:2::9")])
    func `a packet leaves with one less to live, new MAC addresses and a right checksum`(
        from: String,
        to: String
    ) throws {
        let (bench, _, interfaces) = try Self.router()
        bench.receive(try bench.udp(to: 1, from: from, to, timeToLive: 17), on: 1)
        let sent = try #require(bench.output.transmissions.first)
        #expect(sent.port == PortIndex(rawValue: 2) && sent.interface == interfaces[1])
        let summary = try bench.summary(sent.frame)
        #expect(summary.timeToLive == 16)
        #expect(summary.sourceMAC == Bench.mac(2) && summary.destinationMAC == Bench.mac(0x901))
        #expect(try bench.hasValidChecksum(sent.frame))
        #expect(bench.counters(of: interfaces[0]).packetsIn == 1)
        #expect(bench.counters(of: interfaces[1]).packetsOut == 1)
        bench.clear()
        #expect(bench.liveCount == 0)
    }

    @Test(arguments: [("192.0.2.9", "198.51.100.9"), ("2001:db8:1::9", "2001:db8:2::9")])
    func `a packet whose time is up is dropped, and its source is told`(from: String, to: String) throws {
        let (bench, _, _) = try Self.router()
        bench.receive(try bench.udp(to: 1, from: from, to, timeToLive: 1), on: 1)
        #expect(bench.dropReasons == [.ttlExpired])
        let sent = try #require(bench.output.transmissions.first)
        #expect(sent.port == PortIndex(rawValue: 1))
        let summary = try bench.summary(sent.frame)
        #expect(summary.destination == (try address(from)))
        #expect(summary.source == (try address(from == "192.0.2.9" ? "192.0.2.1" : "2001:db8:1::1")))
        #expect(try bench.transport(sent.frame, 0, as: UInt8.self) == (summary.network == .ipv4 ? 11 : 3))
        #expect(try bench.hasValidChecksum(sent.frame))
    }

    @Test func `errors are limited in number, drops are not`() throws {
        let (bench, _, _) = try Self.router()
        for _ in 0..<200 {
            bench.receive(try bench.udp(to: 1, from: "192.0.2.9", "198.51.100.9", timeToLive: 1), on: 1)
        }
        #expect(bench.output.drops.count == 200)
        #expect(bench.output.transmissions.count == 50)
        bench.clear()
        bench.now += .milliseconds(10)
        for _ in 0..<200 {
            bench.receive(try bench.udp(to: 1, from: "192.0.2.9", "198.51.100.9", timeToLive: 1), on: 1)
        }
        #expect(bench.output.transmissions.count == 10)
        #expect(bench.dropCount(.ttlExpired) == 400)
    }

    @Test func `the longest prefix decides, and a removed route gives way to the next`() throws {
        let (bench, domain, interfaces) = try Self.router()
        let first = bench.forwarder.group(of: [.neighbor(interfaces[0], try address("192.0.2.9"))])
        let second = bench.forwarder.group(of: [.neighbor(interfaces[1], try address("198.51.100.9"))])
        bench.forwarder.setRoute(try prefix("10.0.0.0/8"), in: domain, to: first)
        bench.forwarder.setRoute(try prefix("10.1.0.0/16"), in: domain, to: second)
        #expect(try bench.lookup("10.1.2.3", in: domain)?.group == second)
        bench.receive(try bench.udp(to: 1, from: "192.0.2.9", "10.1.2.3"), on: 1)
        #expect(bench.output.transmissions.map(\.port.rawValue) == [2])
        #expect(try bench.removeRoute("10.1.0.0/16", in: domain))
        #expect(try !bench.removeRoute("10.1.0.0/16", in: domain))
        bench.receive(try bench.udp(to: 1, from: "192.0.2.9", "10.1.2.3"), on: 1)
        #expect(bench.output.transmissions.map(\.port.rawValue) == [2, 1])
        #expect(try bench.lookup("10.1.2.3", in: domain)?.prefix == prefix("10.0.0.0/8"))
    }

    @Test func `a packet without a route, to a discard route, or past a dead group is dropped for that reason`() throws
    {
        let (bench, domain, interfaces) = try Self.router()
        let discard = bench.forwarder.group(of: [NextHop.discard])
        let gateway = try address("198.51.100.9")
        let live = bench.forwarder.group(of: [NextHop.neighbor(interfaces[1], gateway)])
        bench.forwarder.setRoute(try prefix("10.1.0.0/16"), in: domain, to: discard)
        bench.forwarder.setRoute(try prefix("10.2.0.0/16"), in: domain, to: live)
        bench.forwarder.setNeighborAlive(interfaces[1], address: gateway, false)
        for target in ["10.0.0.1", "10.1.0.1", "10.2.0.1"] {
            bench.receive(try bench.udp(to: 1, from: "192.0.2.9", target), on: 1)
        }
        #expect(bench.dropReasons == [.noRoute, .discardRoute, .noLiveNextHop])
        // Unreachable for the first and the third; the discard route is silent.
        #expect(bench.output.transmissions.count == 2)
        bench.forwarder.setNeighborAlive(interfaces[1], address: gateway, true)
        bench.receive(try bench.udp(to: 1, from: "192.0.2.9", "10.2.0.1"), on: 1)
        #expect(bench.output.transmissions.last?.port == PortIndex(rawValue: 2))
    }

    @Test func `a packet longer than the next wire is reported if it must stay whole, else dropped`() throws {
        let (bench, domain, _) = try Self.router()
        _ = bench.ethernet(3, ["203.0.113.1/24", "2001:db8:3::1/64"], domain: domain, mtu: 1280)
        for (from, to, flag) in [
            ("192.0.2.9", "203.0.113.9", true), ("192.0.2.9", "203.0.113.9", false),
            ("2001:db8:1::9", "2001:db8:3::9", true),
        ] {
            bench.receive(try bench.udp(to: 1, from: from, to, byteCount: 1300, dontFragment: flag), on: 1)
        }
        #expect(bench.dropReasons == [.packetTooBig, .packetTooBig, .packetTooBig])
        #expect(bench.output.transmissions.count == 2)
        for sent in bench.output.transmissions {
            let summary = try bench.summary(sent.frame)
            #expect(try bench.transport(sent.frame, 0, as: UInt8.self) == (summary.network == .ipv4 ? 3 : 2))
            #expect(try bench.transport(sent.frame, 4, as: UInt32.self) == 1280)
        }
    }

    @Test func `tags choose the interface, and the other interface's tags are put on`() throws {
        let bench = Bench()
        let domains = [bench.forwarder.addDomain(), bench.forwarder.addDomain()]
        let double = VLANTags(outer: VLANTag(service: 7), inner: VLANTag(customer: 100))
        _ = bench.ethernet(1, ["172.16.1.2/30"], domain: domains[0], tags: VLANTags(vlan: 100))
        _ = bench.ethernet(1, ["172.16.1.2/30"], domain: domains[1], tags: double)
        let first = bench.ethernet(2, ["10.0.0.1/24"], domain: domains[0], tags: double)
        let second = bench.ethernet(3, ["10.0.0.1/24"], domain: domains[1])
        for interface in [first, second] {
            bench.forwarder.programNeighbor(interface, address: try address("10.0.0.9"), mac: Bench.mac(9))
        }
        let one = try bench.udp(to: 1, from: "172.16.1.1", "10.0.0.9", tags: VLANTags(vlan: 100))
        let two = try bench.udp(to: 1, from: "172.16.1.1", "10.0.0.9", tags: double)
        let none = try bench.udp(to: 1, from: "172.16.1.1", "10.0.0.9")
        for frame in [one, two, none] { bench.receive(frame, on: 1) }
        #expect(bench.output.transmissions.map(\.port.rawValue) == [2, 3])
        #expect(bench.dropReasons == [.noInterface])
        let tagged = try bench.summary(one)
        #expect(tagged.tagCount == 2 && tagged.outerVLAN == 7 && tagged.innerVLAN == 100)
        #expect(try bench.summary(two).tagCount == 0)
    }

    @Test func `frames for another MAC address, unicast in broadcast, and other types go nowhere`() throws {
        let (bench, _, _) = try Self.router()
        let other = try bench.udp(to: 7, from: "192.0.2.9", "198.51.100.9")
        let broadcast = try bench.udp(to: 1, from: "192.0.2.9", "198.51.100.9")
        let strange = try bench.udp(to: 1, from: "192.0.2.9", "198.51.100.9")
        bench.store(UInt32.max, at: 0, of: broadcast)
        bench.store(UInt16.max, at: 4, of: broadcast)
        bench.store(UInt16(0x88CC), at: 12, of: strange)
        for frame in [other, broadcast, strange] { bench.receive(frame, on: 1) }
        #expect(bench.dropReasons == [.notForUs, .notForUs, .unsupported])
    }

    @Test(arguments: [
        ("192.0.2.9", "224.1.2.3"), ("192.0.2.9", "255.255.255.255"), ("127.0.0.1", "198.51.100.9"),
        ("0.0.0.0", "198.51.100.9"), ("2001:db8:1::9", "fe80::77"), ("fe80::9", "2001:db8:2::9"),
        ("2001:db8:1::9", "ff0e::1"), ("::1", "2001:db8:2::9"), ("2001:db8:1::9", "::1"),
    ])
    func `addresses that mean something on one link only are not forwarded`(from: String, to: String) throws {
        let (bench, _, _) = try Self.router()
        bench.receive(try bench.udp(to: 1, from: from, to), on: 1)
        #expect(bench.dropReasons == [.scope])
        #expect(bench.output.transmissions.isEmpty)
    }

    @Test(arguments: [("192.0.2.9", "192.0.2.1"), ("192.0.2.9", "198.51.100.1"), ("2001:db8:1::9", "2001:db8:2::1")])
    func `what is for one of the router's own addresses is delivered`(from: String, to: String) throws {
        let (bench, domain, interfaces) = try Self.router()
        bench.receive(try bench.udp(to: 1, from: from, to, timeToLive: 1), on: 1)
        let delivery = try #require(bench.output.deliveries.first)
        #expect(delivery.domain == domain && delivery.interface == interfaces[0] && delivery.networkOffset == 14)
    }

    @Test func `padding behind a packet is taken off`() throws {
        let (bench, _, _) = try Self.router()
        let frame = try bench.udp(to: 1, from: "192.0.2.9", "198.51.100.9", byteCount: 4)
        #expect(bench.append(14, to: frame))
        bench.receive(frame, on: 1)
        #expect(bench.output.transmissions.count == 1)
        #expect(bench.byteCount(of: frame) == 46)
    }
}
