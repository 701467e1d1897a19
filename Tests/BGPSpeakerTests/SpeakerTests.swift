import BFD
import BGPSession
import BGPSpeaker
import BGPWire
import NetworkTypes
import RIB
import Router
import Testing
import Topology

@Suite("Two speakers on the loopback interface", .timeLimit(.minutes(15))) struct SpeakerTests {
    @Test func `routes of both families cross one session both ways`() async throws {
        let (a, b) = (Loopback.address(1, 1), Loopback.address(1, 2))
        let families = "families=ipv4+ipv6,next-hop-ipv6=2001:db8::"
        let (left, port) = try await Loopback.speaker(
            12076,
            at: a,
            neighbors: ["\(b),remote-as=65010,passive,\(families)a"],
            prefixes: ["10.1.0.0/16", "2001:db8:1::/48"]
        )
        let (right, _) = try await Loopback.speaker(
            65010,
            at: b,
            neighbors: ["\(a),remote-as=12076,port=\(port),\(families)b"],
            prefixes: ["10.2.0.0/16", "2001:db8:2::/48"]
        )
        await left.waitForSession()
        for (speaker, prefixes) in [
            (left, ["10.2.0.0/16", "2001:db8:2::/48"]), (right, ["10.1.0.0/16", "2001:db8:1::/48"]),
        ] {
            for text in prefixes {
                let prefix = try #require(IPPrefix(text))
                try await speaker.waitUntil { $0.route(covering: prefix) != nil }
            }
        }
        let prefix = try #require(IPPrefix("2001:db8:1::/48"))
        let path = try #require(right.inspect { router, _ in router.route(covering: prefix) }?.paths.first)
        #expect(path.attributes.asPath.text == "12076")
        #expect(path.attributes.nextHop?.address.description == "2001:db8::a")
        await left.stop()
        await right.stop()
    }

    @Test func `a speaker that stops says so`() async throws {
        let (a, b) = (Loopback.address(2, 1), Loopback.address(2, 2))
        let (left, port) = try await Loopback.speaker(12076, at: a, neighbors: ["\(b),remote-as=65010,passive"])
        let (right, _) = try await Loopback.speaker(65010, at: b, neighbors: ["\(a),remote-as=12076,port=\(port)"])
        await left.waitForSession()
        await left.stop(communication: "window at noon")
        var reason: DownReason?
        for await event in right.events {
            guard case .sessionDown(0, _, let why) = event.kind else { continue }
            reason = why
            break
        }
        #expect(reason?.notification == NotificationError(.administrativeShutdown, communication: "window at noon"))
        #expect(reason?.message == "window at noon")
        await right.stop()
    }

    @Test func `both may connect at once, and the keys of MD5 agree`() async throws {
        let (a, b) = (Loopback.address(3, 1), Loopback.address(3, 2))
        let (left, port) = try await Loopback.speaker(
            12076,
            at: a,
            neighbors: ["\(b),remote-as=65010,md5=secret,ttl-security,connect-retry=1s,port=1"]
        )
        let (right, _) = try await Loopback.speaker(
            65010,
            at: b,
            neighbors: ["\(a),remote-as=12076,md5=secret,ttl-security,port=\(port)"]
        )
        await left.waitForSession()
        await right.waitForSession()
        await left.stop()
        await right.stop()
    }

    @Test func `BFD runs beside the session, and its silence ends it`() async throws {
        let (a, b) = (Loopback.address(4, 1), Loopback.address(4, 2))
        let (speaker, port) = try await Loopback.speaker(
            12076,
            at: a,
            neighbors: ["\(b),remote-as=65010,passive,bfd=20ms*3"]
        )
        let peer = try RawPeer(from: b, to: Endpoint(address: a, port: port))
        try await peer.establish(asn: 65010)
        let setup = try Loopback.setup(65010, at: b, neighbors: ["\(a),remote-as=12076,bfd=20ms*3"])
        var driver: LivenessDriver? = LivenessDriver(
            neighbors: setup.configuration.neighbors,
            generator: SeededGenerator(seed: 1),
            sockets: HostSockets(),
            clock: MonotonicClock()
        ) { _, _ in }
        try await driver?.open()
        driver?.start(0)
        await speaker.wait { if case .bfdUp(0) = $0 { true } else { false } }
        #expect(speaker.bfdSession(neighbor: 0)?.state == .up)
        // Gone without a word; the TCP connection still stands.
        driver = nil
        var cause: SessionDownCause?
        for await event in speaker.events {
            guard case .sessionDown(0, let why, _) = event.kind else { continue }
            cause = why
            break
        }
        #expect(cause == .bfd)
        #expect(try await peer.receiveAll().finalNotification == [6, 10])
        await speaker.stop()
    }

    @Test func `a full queue at the neighbour stops export to it, and to nobody else`() async throws {
        let (a, slow, quick) = (Loopback.address(5, 1), Loopback.address(5, 2), Loopback.address(5, 3))
        let routes = Loopback.bulkyRoutes(2_000)
        let (speaker, port) = try await Loopback.speaker(
            12076,
            at: a,
            neighbors: ["\(slow),remote-as=65001,passive", "\(quick),remote-as=65002,passive"],
            routes: routes
        )
        let peer = try RawPeer(from: slow, to: Endpoint(address: a, port: port), receiveBuffer: 1 << 16)
        try await peer.establish(asn: 65001)
        let (reader, _) = try await Loopback.speaker(65002, at: quick, neighbors: ["\(a),remote-as=12076,port=\(port)"])
        try await reader.waitUntil { $0.status(neighbor: 0).counters.acceptedPrefixes[.ipv4Unicast] == 2_000 }
        let status = speaker.inspect { router, _ in router.status(neighbor: 0) }
        #expect(status.state == .established)
        #expect(status.isBlocked)
        #expect(status.counters.advertisedPrefixes[.ipv4Unicast] ?? 0 < 2_000)
        // Once it reads, it gets the rest.
        try await peer.drain {
            speaker.inspect { router, _ in
                router.status(neighbor: 0).counters.advertisedPrefixes[.ipv4Unicast] == 2_000
            }
        }
        await speaker.stop()
        await reader.stop()
    }
}
