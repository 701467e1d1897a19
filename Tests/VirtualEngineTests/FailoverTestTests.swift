import BGPWire
import Convergence
import Network
import NetworkTypes
import RIB
import TestLab
import Testing
import Topology
import VirtualEngine

/// Site failover tests: a gateway leaves a location, everybody else stays.
@Suite("Site failover test") struct FailoverTestTests {
    /// Two circuits; a second gateway uses the first of them as well.
    private static func edge() -> YAML {
        var edge = Edge.maximum(duration: "40s")
        edge["regions", 0].append(
            ["name": "other", "addressSpace": ["10.20.0.0/16"], "gatewaySubnet": "10.20.255.0/27"],
            to: "virtualNetworks"
        )
        edge["regions", 0].append(["name": "gw2", "virtualNetwork": "other", "sku": "ErGw1AZ"], to: "gateways")
        edge.append(["circuit": "er", "gateway": "gw2"], to: "connections")
        return edge
    }

    private static func tested(_ more: YAML = [:]) -> YAML {
        var edge = edge()
        var members: YAML = ["gateway": "ergw"]
        if case .mapping(let pairs) = more { for pair in pairs { members[pair.key] = pair.value } }
        edge.step("5s", "failoverTest", "peeringLocation/amsterdam", members)
        return edge
    }

    @Test func `the gateway leaves, the customer's sessions and other gateways stay`() throws {
        let lab = try Lab(Self.tested())
        lab.run(to: .seconds(10))
        let down = lab.engine.network.sessionsDown
        #expect(!down.isEmpty)
        #expect(down.count == 6, "two MSEEs with three instances")
        #expect(down.allSatisfy { $0.contains("ergw") && $0.contains("/er/") }, "\(down)")
        // Over er, the customer's router has lost the gateway's network and kept the other one's.
        let found = lab.engine.network.node("router/cpe1")
        let cpe = try #require(found)
        var known: [String] = []
        for view in lab.engine.network.routes(at: cpe, domain: 0, .ipv4Unicast) {
            for path in view.paths where lab.engine.network.session(of: path, at: cpe) == "session/cpe1/er/primary" {
                known.append("\(view.prefix.prefix)")
            }
        }
        #expect(known == ["10.20.0.0/16"])
    }

    @Test func `traffic moves within the documented fifteen seconds and comes back`() throws {
        let lab = try Lab(Self.tested(["for": "25s"]))
        let report = lab.finish()
        let down = lab.engine.network.sessionsDown
        for direction in [FlowDirection.forward, .reverse] {
            let phase = StepPhase(step: 1, phase: .fault)
            let entry = try #require(report.convergence.first { $0.stepPhase == phase && $0.direction == direction })
            #expect(entry.moved > 0)
            #expect(try #require(entry.routeConvergence) <= .seconds(15))
            // The MSEE carries what comes until the customer has heard of the withdrawal.
            #expect(entry.worstOutage == .zero)
        }
        #expect(down.isEmpty)
        let test = try #require(report.failoverTests.first)
        #expect(test.outcome == .success)
        #expect(test.redundant.first == ["10.101.0.0/16"])
        #expect(test.nonRedundant.count == 0)
        #expect(test.stoppedAt == .seconds(30))
    }

    @Test func `an MSEE that starts anew during a test still keeps the gateway's prefixes from the customer`() throws {
        var edge = Self.tested(["for": "30s"])
        edge.step("8s", "fail", "msee/amsterdam/1", ["for": "4s"])
        let lab = try Lab(edge)
        lab.run(to: .seconds(33))
        #expect(lab.sessionsDown.allSatisfy { $0.contains("ergw") }, "\(lab.sessionsDown)")
        #expect(lab.advertised("10.10.0.0/16", by: "msee/amsterdam/1", on: "session/cpe1/er/primary") == nil)
        #expect(lab.advertised("10.20.0.0/16", by: "msee/amsterdam/1", on: "session/cpe1/er/primary") != nil)
    }

    @Test func `two gateways that leave one circuit come back each for itself`() throws {
        var edge = Self.tested(["for": "10s"])
        edge.append(["circuit": "er2", "gateway": "gw2"], to: "connections")
        edge.step("7s", "failoverTest", "peeringLocation/amsterdam", ["gateway": "gw2", "for": "20s"])
        let lab = try Lab(edge)
        lab.run(to: .seconds(25))
        let session = "session/cpe1/er/primary"
        #expect(lab.advertised("10.10.0.0/16", by: "msee/amsterdam/1", on: session) != nil)
        #expect(lab.advertised("10.20.0.0/16", by: "msee/amsterdam/1", on: session) == nil)
        lab.run(to: .seconds(39))
        #expect(lab.advertised("10.20.0.0/16", by: "msee/amsterdam/1", on: session) != nil)
        #expect(lab.sessionsDown.isEmpty)
    }

    @Test func `a prefix that only one site has is lost, and the test fails`() throws {
        var edge = Self.tested(["for": "10s"])
        edge["customerSites"] = [
            Edge.site("hq", asn: 65010, number: 1, routers: ["cpe1": "er/primary", "cpe2": "er2/primary"]),
            Edge.site("branch", asn: 65010, number: 2, routers: ["cpe3": "er/secondary"]),
        ]
        let report = try Lab(edge).finish()
        let test = try #require(report.failoverTests.first)
        #expect(test.outcome == .failure)
        #expect(test.redundant.first == ["10.101.0.0/16"])
        #expect(test.nonRedundant.first == ["10.102.0.0/16"])
        #expect(test.lost.first == ["10.102.0.0/16"])
    }

    @Test func `a test that nobody stops goes on`() throws {
        let report = try Lab(Self.tested()).finish()
        #expect(report.failoverTests.map(\.outcome) == [.underWay])
    }

    @Test func `a step that restores the location ends it`() throws {
        var edge = Self.tested()
        edge.step("20s", "restore", "peeringLocation/amsterdam")
        let report = try Lab(edge).finish()
        #expect(report.failoverTests.map(\.stoppedAt) == [.seconds(20)])
    }

    @Test func `a test that succeeded counts for the index`() throws {
        let lab = try Lab(Self.tested(["for": "10s"]))
        lab.run(to: .zero)
        let before = ResiliencyIndex(.init(lab.engine.network, gateway: 0))
        lab.run(to: .seconds(20))
        let after = ResiliencyIndex(.init(lab.engine.network, gateway: 0))
        #expect(before.tenths == 400)
        #expect(after.tenths == 600)
    }

    @Test func `FastPath routes of the location go, those of the other stay`() throws {
        var edge = Self.tested(["for": "25s"])
        for place in 0...1 { edge["connections", place]["fastPath"] = "true" }
        let report = try Lab(edge).finish()
        let flow = try #require(report.flows.first { $0.direction == .forward })
        let during = flow.paths.filter { $0.from > .seconds(6) && $0.from < .seconds(29) }
        for share in during + flow.paths.filter({ $0.from <= .seconds(6) }).suffix(1) {
            #expect(share.delivered)
            #expect(!share.via.contains { $0.hasPrefix("gateway/") }, "\(share.via)")
        }
    }
}
