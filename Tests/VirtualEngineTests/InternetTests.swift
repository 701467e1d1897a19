import Convergence
import Network
import NetworkTypes
import TestLab
import Testing
import VirtualEngine

/// Which way machines reach the Internet (RT, FAQ, UDR).
@Suite("Internet") struct InternetTests {
    private static func edge(advertisesDefault: Bool = true, duration: String = "60s") -> YAML {
        var edge = Edge.standard(duration: duration)
        edge["timing"] = "ideal"
        edge["internetHosts"] = [["name": "web", "address": "203.0.113.80"]]
        edge["regions", 0]["virtualNetworks", 0]["outboundAddress"] = "192.0.2.10"
        edge["customerSites", 0]["internetAddress"] = "198.51.100.1"
        if advertisesDefault { edge["customerSites", 0].append("0.0.0.0/0", to: "prefixes") }
        edge["flows", 0]["from"] = "hub/app"
        edge["flows", 0]["to"] = "internet/web"
        return edge
    }

    private func passes(_ node: String, _ lab: Lab, _ direction: FlowPlan.Direction = .forward) -> [Bool] {
        lab.paths("f", direction).map { $0.isDelivered && $0.nodes.contains(node) }
    }

    @Test
    func `a default route from on-premises takes machines' traffic through the site, and answers come back that way`()
        throws
    {
        let lab = try Lab(Self.edge())
        lab.run(to: .seconds(5))
        #expect(passes("core/hq", lab).allSatisfy { $0 })
        #expect(passes("core/hq", lab, .reverse).allSatisfy { $0 })
        #expect(lab.paths("f").allSatisfy { !$0.nodes.contains("outbound/hub") })
    }

    @Test func `without it they leave Azure directly`() throws {
        let lab = try Lab(Self.edge(advertisesDefault: false))
        lab.run(to: .seconds(5))
        #expect(passes("outbound/hub", lab).allSatisfy { $0 })
        #expect(passes("outbound/hub", lab, .reverse).allSatisfy { $0 })
    }

    @Test func `its withdrawal leads machines to the system route, its return back to the site`() throws {
        var edge = Self.edge()
        edge.step("5s", "withdraw", "core/hq", ["prefixes": ["0.0.0.0/0"], "for": "10s"])
        edge.step("30s", "shutdown", "peering/er/private", ["for": "5s"])
        let lab = try Lab(edge)
        lab.run(to: .seconds(12))
        #expect(passes("outbound/hub", lab).allSatisfy { $0 })
        lab.run(to: .seconds(25))
        #expect(passes("core/hq", lab).allSatisfy { $0 })
        lab.run(to: .seconds(34))
        #expect(passes("outbound/hub", lab).allSatisfy { $0 })
        lab.run(to: .seconds(55))
        #expect(passes("core/hq", lab).allSatisfy { $0 })
    }

    @Test func `a machine that starts anew has its system route, or what its host was programmed with`() throws {
        var edge = Self.edge()
        edge.step("5s", "withdraw", "core/hq", ["prefixes": ["0.0.0.0/0"], "for": "20s"])
        edge.step("10s", "fail", "machine/hub/app", ["for": "2s"])
        edge.step("40s", "fail", "machine/hub/app", ["for": "2s"])
        let lab = try Lab(edge)
        lab.run(to: .seconds(14))
        #expect(passes("outbound/hub", lab).allSatisfy { $0 })
        lab.run(to: .seconds(44))
        #expect(passes("core/hq", lab).allSatisfy { $0 })
    }

    @Test func `without a line of its own a site with a default route is where packets end`() throws {
        var edge = Self.edge()
        edge["customerSites", 0]["internetAddress"] = nil
        let lab = try Lab(edge)
        lab.run(to: .seconds(5))
        #expect(lab.paths("f").allSatisfy { !$0.isDelivered })
    }

    @Test func `hosts of the site use its line whether it is advertised or not`() throws {
        var edge = Self.edge(advertisesDefault: false)
        edge["flows", 0]["from"] = "hq/db"
        let report = try Lab(edge).finish()
        #expect(report.flows.allSatisfy { $0.lost == 0 && $0.received > 100 })
    }
}
