import BGPWire
import Convergence
import Network
import NetworkTypes
import RIB
import TestLab
import Testing

/// What routers advertise as long as something holds.
@Suite("Conditional origination") struct OriginationTests {
    private func reverse(_ report: Report) throws -> ConvergenceReport {
        try #require(report.convergence.first { $0.direction == .reverse && $0.stepPhase.phase == .fault })
    }

    @Test func `a router that has lost its LAN and still advertises the site swallows its traffic`() throws {
        var edge = VirtualFirstHopTests.edge()
        for place in 0..<2 { edge["customerSites", 0]["routers", place]["originate"] = [] }
        edge.step("5s", "cut", "lan/hq/cpe1")
        let lab = try Lab(edge)
        let report = lab.finish()
        #expect(try reverse(report).isOpen)
        let last = try #require(lab.moments(.flowPath, after: .seconds(5)).first { $0.text("direction") == "reverse" })
        #expect(last.text("place") == "router/cpe1")
    }

    @Test func `one that advertises it while the LAN is there does not`() throws {
        var edge = VirtualFirstHopTests.edge()
        edge.step("5s", "cut", "lan/hq/cpe1")
        let lab = try Lab(edge)
        let outage = try reverse(lab.finish())
        #expect(!outage.isOpen && outage.worstOutage <= .milliseconds(100))
        let change = try #require(lab.moments(.originationChanged, after: .seconds(5)).first)
        #expect(change.text("prefix") == "10.101.0.0/16")
        #expect(change.text("condition") == "lan/hq/cpe1")
    }

    @Test func `a silent loss is seen by whoever watches the neighbour, not by whoever watches the port`() throws {
        var edge = VirtualFirstHopTests.edge()
        edge.step("5s", "blackhole", "lan/hq/cpe1")
        #expect(try reverse(try Lab(edge).finish()).isOpen)
        edge["customerSites", 0]["routers", 0]["originate"] = [["prefix": "10.101.0.0/16", "while": "lan/cpe2"]]
        let outage = try reverse(try Lab(edge).finish())
        #expect(!outage.isOpen && outage.worstOutage <= .seconds(1))
    }

    @Test func `a prefix can stand in for another that is gone`() throws {
        var edge = VirtualFirstHopTests.edge()
        edge["customerSites", 0]["routers", 1]["originate"] = [
            ["prefix": "10.101.0.0/16", "unless": "session/cpe2/er/secondary"], "10.109.0.0/16",
        ]
        let lab = try Lab(edge)
        lab.run(to: .seconds(1))
        let session = "session/cpe2/er/secondary"
        #expect(lab.advertised("10.101.0.0/16", by: "router/cpe2", on: session) == nil)
        #expect(lab.advertised("10.109.0.0/16", by: "router/cpe2", on: session) != nil)
    }

    @Test func `an aggregate is there while a part of it is, and stands for the parts`() throws {
        var edge = Edge.standard(duration: "30s")
        edge["timing"] = "ideal"
        edge["customerSites", 0]["prefixes"] = ["10.101.0.0/24", "10.101.1.0/24"]
        edge["customerSites", 0]["lan"] = ["subnet": "10.102.0.0/24"]
        for place in 0..<2 {
            edge["customerSites", 0]["routers", place]["aggregate"] = [
                ["prefix": "10.101.0.0/16", "summaryOnly": true]
            ]
        }
        edge.step("5s", "cut", "lan/hq/cpe1")
        let lab = try Lab(edge)
        lab.run(to: .seconds(1))
        let session = "session/cpe1/er/primary"
        let aggregate = try #require(lab.advertised("10.101.0.0/16", by: "router/cpe1", on: session))
        #expect(aggregate.attributes.isAtomicAggregate && aggregate.attributes.aggregator?.asn == 65010)
        #expect(lab.advertised("10.101.1.0/24", by: "router/cpe1", on: session) == nil)
        lab.run(to: .seconds(8))
        #expect(lab.advertised("10.101.0.0/16", by: "router/cpe1", on: session) == nil)
        #expect(lab.advertised("10.101.0.0/16", by: "router/cpe2", on: "session/cpe2/er/secondary") != nil)
    }
}
