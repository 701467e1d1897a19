import BGPWire
import Convergence
import Network
import NetworkTypes
import RIB
import TestLab
import Testing

/// Slips of a finger: keys, tags and lengths that do not fit, and how they show.
@Suite("Mistakes") struct MistakeTests {
    private static let session = "session/cpe1/er/primary"
    private static let link = "link/er/primary/customer"

    private static func edge(duration: String = "60s") -> YAML {
        var edge = Edge.standard(duration: duration)
        edge["timing"] = "ideal"
        edge["customerSites", 0]["routers", 0]["holdTime"] = "12s"
        return edge
    }

    @Test
    func `a key that is changed on one side only ends the session with the hold time, and the old key brings it back`()
        throws
    {
        var edge = Self.edge()
        edge["circuits", 0]["privatePeering"]?["sharedKey"] = "right"
        edge.step("5s", "misconfigure", .text(Self.session), ["sharedKey": "wrong", "for": "30s"])
        let lab = try Lab(edge)
        let report = lab.finish()
        let down = try #require(lab.moments(.sessionDown, Self.session, after: .seconds(5)).first)
        #expect(down.text("cause") == "holdTimer" && down.at > .seconds(12) && down.at < .seconds(18))
        #expect(lab.moments(.sessionUp, Self.session, after: .seconds(6)).allSatisfy { $0.at > .seconds(35) })
        #expect(lab.sessionsDown.isEmpty)
        // Each end says once that it drops what the other sends.
        #expect(
            Set(lab.moments(.refused, Self.session).compactMap { $0.text("node") }) == [
                "router/cpe1", "msee/amsterdam/1",
            ]
        )
        #expect(lab.moments(.refused).count == 2)
        #expect(report.findings.count == 2 && report.findings.allSatisfy { $0.kind == .refusal })
    }

    @Test func `a session whose ends have had different keys from the start never comes up, and the report says why`()
        throws
    {
        var edge = Self.edge(duration: "5s")
        edge["circuits", 0]["privatePeering"]?["sharedKey"] = "right"
        edge["customerSites", 0]["routers", 0]["sharedKey"] = "wrong"
        let report = try Lab(edge).finish()
        #expect(report.missingSessions == [Self.session])
        #expect(report.findings.contains { $0.subject == Self.session && $0.node == "msee/amsterdam/1" })
    }

    @Test func `a leak begins and ends with its step, and only a redistributed one is believed`() throws {
        var edge = Edge.maximum(duration: "40s")
        edge["connections"] = [["circuit": "er", "gateway": "ergw"]]
        let session = "session/cpe1/er2/primary"
        edge.step("2s", "misconfigure", .text(session), ["leak": "true", "for": "5s"])
        edge.step("12s", "misconfigure", .text(session), ["leak": "redistributed", "for": "5s"])
        let lab = try Lab(edge)
        func leaked() -> String? {
            lab.advertised("10.10.0.0/16", by: "router/cpe1", on: session)?.attributes.asPath.text
        }
        func isBelieved() -> Bool { lab.route("10.10.0.0/16", at: "msee/frankfurt/1", domain: "er2") != nil }
        lab.run(to: .seconds(1))
        #expect(leaked() == nil)
        lab.run(to: .seconds(6))
        #expect(leaked() == "65010 12076" && !isBelieved())
        lab.run(to: .seconds(11))
        #expect(leaked() == nil)
        lab.run(to: .seconds(16))
        #expect(leaked() == "65010" && isBelieved())
        lab.run(to: .seconds(20))
        #expect(leaked() == nil && !isBelieved())
    }

    @Test func `a session that ends for too many prefixes ends because of them, and the report says for how long`()
        throws
    {
        var edge = Self.edge(duration: "90s")
        edge.step("5s", "announce", "router/cpe1", ["prefixes": ["20.0.0.0/24 count 4000"], "for": "10s"])
        let lab = try Lab(edge)
        let report = lab.finish()
        let finding = try #require(report.findings.first { $0.kind == .prefixLimit })
        #expect(finding.stepPhase == StepPhase(step: 1, phase: .fault) && finding.node == "msee/amsterdam/1")
        #expect(finding.text.contains("4000") && finding.duration > .seconds(25))
        let down = try #require(lab.moments(.sessionDown, Self.session, node: "msee/amsterdam/1").first)
        #expect(down.at < .seconds(6) && down.text("cause") == "prefixLimit")
    }

    @Test func `a provider that expects another VLAN is found by BFD`() throws {
        var edge = Self.edge()
        edge.step("5s", "misconfigure", "link/er/primary", ["vlan": "7", "for": "10s"])
        let lab = try Lab(edge)
        let report = lab.finish()
        let down = try #require(lab.moments(.sessionDown, Self.session, after: .seconds(5)).first)
        #expect(down.text("cause") == "bfd" && down.at < .seconds(6))
        #expect(lab.sessionsDown.isEmpty)
        let finding = try #require(report.findings.first { $0.subject == Self.link })
        #expect(finding.node == "provider/er/primary" && finding.text.contains("frames of VLAN 101"))
    }

    @Test func `a router with the wrong tag gets nothing through`() throws {
        var edge = Self.edge(duration: "5s")
        edge["customerSites", 0]["routers", 0]["links"] = [["link": "er/primary", "vlan": "7"]]
        let report = try Lab(edge).finish()
        #expect(report.missingSessions == [Self.session])
        #expect(report.findings.contains { $0.text.contains("frames of VLAN 7") })
    }

    @Test func `a wire that carries too little lets the session come up, and an UPDATE of full size never through`()
        throws
    {
        var edge = Self.edge(duration: "90s")
        edge["customerSites", 0]["routers", 0]["links"] = [["link": "er/primary", "mtu": "1400"]]
        edge.step("5s", "announce", "router/cpe1", ["prefixes": ["10.200.0.0/24 count 600"]])
        let lab = try Lab(edge)
        let report = lab.finish()
        #expect(report.missingSessions.isEmpty)
        let downs = lab.moments(.sessionDown, Self.session, node: "msee/amsterdam/1", after: .seconds(5))
        #expect(downs.count >= 2 && downs.allSatisfy { $0.text("cause") == "holdTimer" })
        #expect(lab.moments(.refused, Self.link).count == 1)
        // Small packets are not concerned, but for the moment in which the path changes.
        #expect(report.flows.flatMap(\.outages).allSatisfy { $0.duration < .milliseconds(50) })
    }

    @Test func `packets of full size vanish on it, and smaller ones do not`() throws {
        var edge = Self.edge(duration: "20s")
        edge.append(["name": "full", "from": "hq/db", "to": "hub/app", "count": 16, "size": 1500], to: "flows")
        edge.step("5s", "degrade", .text(Self.link), ["mtu": "1499", "for": "5s"])
        let report = try Lab(edge).finish()
        let full = try #require(report.flows.first { $0.name == "full" })
        let outage = try #require(full.outages.first)
        #expect(outage.place == Self.link && outage.reason == "longer than the MTU")
        #expect(outage.duration > .milliseconds(4_900) && outage.duration < .milliseconds(5_100))
        #expect(report.flows.filter { $0.name == "f" }.allSatisfy { $0.lost == 0 })
    }

    @Test(arguments: [true, false]) func `a graceful shutdown moves traffic first, where the other side honours it`(
        isHonoured: Bool
    ) throws {
        var edge = Self.edge(duration: "40s")
        edge["circuits", 0]["gracefulShutdown"] = isHonoured ? true : false
        edge.step("5s", "shutdown", .text(Self.session), ["graceful": true, "grace": "5s", "for": "20s"])
        let lab = try Lab(edge)
        let report = lab.finish()
        let down = try #require(lab.moments(.sessionDown, Self.session, after: .seconds(5)).first)
        #expect(down.at == .seconds(10) && down.text("cause") == "administrative")
        for flow in report.flows {
            let isSpared = isHonoured || flow.direction == .forward
            #expect(flow.lost == 0 || !isSpared)
            #expect(flow.moved > 0)
        }
        // Before the session ended, or with it.
        let decided = lab.moments(.routesDecided, after: .seconds(5)).filter { $0.at < .seconds(9) }
        #expect(decided.contains { $0.subject.hasPrefix("gateway/") } == isHonoured)
        #expect(lab.sessionsDown.isEmpty)
    }

    @Test func `one that is called off leaves everything as it was`() throws {
        var edge = Self.edge(duration: "30s")
        edge.step("5s", "shutdown", .text(Self.session), ["graceful": true, "grace": "10s", "for": "5s"])
        let lab = try Lab(edge)
        lab.run(to: .seconds(4))
        let before = lab.route("10.10.0.0/16", at: "router/cpe1")
        _ = lab.finish()
        #expect(lab.moments(.sessionDown, after: .zero).isEmpty)
        #expect(
            lab.route("10.10.0.0/16", at: "router/cpe1")?.paths.map(\.attributes) == before?.paths.map(\.attributes)
        )
    }

    @Test func `a graceful reset costs nothing where both ends restart gracefully`() throws {
        var edge = GracefulRestartNetworkTests.edge(independentBFD: true)
        edge.step("5s", "reset", .text(Self.session), ["graceful": true])
        let lab = try Lab(edge)
        let report = lab.finish()
        #expect(!lab.moments(.sessionDown, Self.session, after: .seconds(5)).isEmpty)
        #expect(report.flows.allSatisfy { $0.lost == 0 && $0.moved == 0 })
    }

    @Test func `the black hole of stale routes has a name in the report`() throws {
        var edge = GracefulRestartNetworkTests.edge(independentBFD: false)
        edge.step("5s", "fail", "router/cpe1")
        let report = try Lab(edge).finish()
        let finding = try #require(report.findings.first { $0.kind == .staleRoutes && $0.node == "msee/amsterdam/1" })
        #expect(finding.duration > .seconds(9) && finding.duration < .seconds(11))
        #expect(finding.direction == .reverse && finding.text.contains("stale routes of cpe1"))
        var quick = GracefulRestartNetworkTests.edge(independentBFD: true)
        quick.step("5s", "fail", "router/cpe1")
        #expect(try Lab(quick).finish().findings.isEmpty)
    }
}
