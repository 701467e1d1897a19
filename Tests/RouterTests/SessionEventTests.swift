import BGPSession
import BGPWire
import NetworkTypes
import RIB
import Testing

@testable import Router

@Suite("What a router makes of its sessions' events") struct SessionEventTests {
    /// 1 – 2 – 3, of which 1 and 3 announce a prefix each.
    private static func chain(_ change: (Int, Int, inout Neighbor) -> Void = { _, _, _ in }) -> Bench {
        let bench = Bench([(1, 2), (2, 3)], prefixes: [1: ["10.1.0.0/16"], 3: ["10.3.0.0/16"]], change)
        bench.start()
        return bench
    }

    @Test func `routes come through a chain once its sessions are up`() {
        let bench = Self.chain()
        #expect(bench.isUp(bench.end(1, with: 2)) && bench.isUp(bench.end(3, with: 2)))
        #expect(bench.has(3, "10.1.0.0/16") && bench.has(1, "10.3.0.0/16"))
        #expect(bench.routers.allSatisfy { bench.downs($0).isEmpty })
    }

    @Test(arguments: [
        (SessionEvent.carrierLost, SessionDownCause.carrier), (.bfdDown, .bfd),
        (.transportClosed(.incoming), .transport), (.stop(.administrativeReset()), .administrative),
        (.stop(.outOfResources), .error),
    ])
    func `a session that falls takes its routes along, here and further on`(
        event: SessionEvent,
        cause: SessionDownCause
    ) {
        let bench = Self.chain()
        bench.tell(bench.end(2, with: 1), event)
        #expect(bench.downs(2) == [cause])
        #expect(!bench.has(2, "10.1.0.0/16") && !bench.has(3, "10.1.0.0/16"))
        #expect(bench.has(2, "10.3.0.0/16"))
        // The other session of the same router never noticed.
        #expect(bench.isUp(bench.end(2, with: 3)) && bench.downs(3).isEmpty)
    }

    @Test func `the neighbour is told why, and comes back when it may`() {
        let bench = Self.chain()
        bench.change(2) { router, now, output in
            router.setShutDown(
                true,
                .administrativeShutdown(communication: "maintenance"),
                neighbor: 0,
                at: now,
                cause: nil,
                into: &output
            )
        }
        #expect(bench.downs(1) == [.notification] && bench.downs(2) == [.administrative])
        let status = bench[1].router.status(neighbor: 0)
        #expect(status.lastDown?.notification?.communication == "maintenance")
        // Neither its own start nor the neighbour's attempts bring it back.
        bench.tell(bench.end(2, with: 1), .start)
        bench.wait(.seconds(600))
        #expect(!bench.isUp(bench.end(1, with: 2)))
        bench.change(2) { $0.setShutDown(false, neighbor: 0, at: $1, cause: nil, into: &$2) }
        bench.wait(.seconds(300))
        #expect(bench.isUp(bench.end(1, with: 2)) && bench.has(3, "10.1.0.0/16"))
    }

    @Test func `an end that hears nothing waits for its hold timer, the other is told by it`() {
        let bench = Self.chain()
        bench.wait(.seconds(100))
        #expect(bench.downs(2).isEmpty)
        bench.wait(.seconds(181), mute: [bench.end(1, with: 2)])
        #expect(bench.downs(2) == [.holdTimer])
        #expect(bench.downs(1) == [.notification])
        #expect(!bench.has(3, "10.1.0.0/16"))
    }

    @Test func `one prefix too many ends that session alone, with Cease 1`() {
        let bench = Bench(
            [(1, 2), (2, 3)],
            prefixes: [1: ["10.1.0.0/16", "10.2.0.0/16", "10.4.0.0/16"], 3: ["10.3.0.0/16"]]
        ) { router, other, neighbor in
            if router == 2, other == 1 { neighbor.prefixLimitIPv4 = 2 }
        }
        bench.start()
        #expect(bench.downs(2) == [.prefixLimit] && bench.downs(1) == [.notification])
        let told = bench[1].router.status(neighbor: 0).lastDown?.notification
        #expect(told?.code.rawValue == 6 && told?.subcode == 1)
        #expect(bench.isUp(bench.end(2, with: 3)) && bench.has(2, "10.3.0.0/16"))
        #expect(!bench.has(3, "10.1.0.0/16"))
    }

    @Test func `a neighbour with no room is told nothing until it has room, and then all of it`() {
        let bench = Self.chain()
        let end = bench.end(2, with: 3)
        bench.change(2) { router, now, _ in router.transport(neighbor: end.neighbor, isBlocked: true, at: now) }
        bench.forgetTraffic()
        for third in 0..<20 {
            let prefix = IPPrefix.v4(IPv4Prefix(IPv4Address(10, 9, UInt8(third), 0), length: 24))
            bench.change(1) { router, _, _ in router.originate(prefix, domain: 0, tag: .local) }
        }
        #expect(bench.has(2, "10.9.7.0/24") && !bench.has(3, "10.9.7.0/24"))
        #expect(bench.traffic[bench.end(3, with: 2)] == nil)
        bench.change(2) { router, now, _ in router.transport(neighbor: end.neighbor, isBlocked: false, at: now) }
        #expect((0..<20).allSatisfy { bench.has(3, "10.9.\($0).0/24") })
    }

    @Test func `news within the advertisement interval waits for its end`() {
        let bench = Self.chain { router, other, neighbor in
            if router == 2, other == 3 { neighbor.timers.advertisementInterval = .seconds(30) }
        }
        bench.wait(.seconds(31))
        for prefix in ["10.8.0.0/16", "10.9.0.0/16"] {
            bench.change(1) { router, _, _ in
                if let prefix = IPPrefix(prefix) { router.originate(prefix, domain: 0, tag: .local) }
            }
        }
        #expect(bench.has(3, "10.8.0.0/16") && !bench.has(3, "10.9.0.0/16"))
        bench.wait(.seconds(29))
        #expect(!bench.has(3, "10.9.0.0/16"))
        bench.wait(.seconds(2))
        #expect(bench.has(3, "10.9.0.0/16"))
    }

    @Test func `each line of the log names the one that led to it`() throws {
        let bench = Self.chain()
        let first = bench[2].logs.count
        bench.tell(bench.end(2, with: 1), .bfdDown, cause: 4711)
        let logs = Array(bench[2].logs[first...])
        guard case .sessionDown = try #require(logs.first).event else { return #expect(Bool(false), "\(logs)") }
        #expect(logs[0].cause == 4711)
        let decided = try #require(
            logs.firstIndex { if case .routesDecided = $0.event { true } else { false } }
        )
        let sent = try #require(logs.firstIndex { if case .updateSent = $0.event { true } else { false } })
        #expect(logs[decided].cause == first && logs[sent].cause == first + decided)
    }

    @Test func `nothing is heard from a neighbour after what ended its session`() {
        let bench = Self.chain()
        let end = bench.end(2, with: 1)
        var octets = NotificationMessage.bytes(code: 6, subcode: 4)
        octets += bench.traffic[end]?.suffix(60) ?? []
        bench.change(2) { router, now, output in
            router.receive(octets.span.bytes, neighbor: end.neighbor, .incoming, at: now, cause: nil, into: &output)
        }
        #expect(bench.downs(2) == [.notification])
        #expect(!bench.has(2, "10.1.0.0/16") && !bench.has(3, "10.1.0.0/16"))
    }
}

/// NOTIFICATION messages, octet by octet (RFC 4271 §4.5).
private enum NotificationMessage {
    static func bytes(code: UInt8, subcode: UInt8) -> [UInt8] {
        [UInt8](repeating: 0xFF, count: 16) + [0, 21, 3, code, subcode]
    }
}
