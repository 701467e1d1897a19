import Convergence
import Network
import NetworkTypes
import TestLab
import Testing

/// Failures of a part of a router: who notices, when, and what is left of it afterwards.
@Suite("Parts of routers fail") struct RouterPartTests {
    private static let session = "session/cpe1/er/primary"

    private static func lab(_ mode: String, for time: String, _ change: (inout YAML) -> Void = { _ in }) throws -> Lab {
        var edge = Edge.standard(duration: "90s")
        edge["timing"] = "ideal"
        change(&edge)
        edge.step("5s", "fail", "router/cpe1", ["mode": .text(mode), "for": .text(time)])
        return try Lab(edge)
    }

    private static func isHealthy(_ lab: Lab) -> Bool {
        lab.sessionsDown.isEmpty
    }

    @Test func `BFD alone takes a session down that is well`() throws {
        let lab = try Self.lab("bfdCrash", for: "20s")
        let report = lab.finish()
        let down = try #require(lab.moments(.sessionDown, Self.session, after: .seconds(5)).first)
        #expect(down.text("node") == "msee/amsterdam/1" && down.text("cause") == "bfd")
        #expect(down.at - .seconds(5) < .milliseconds(900))
        #expect(report.flows.allSatisfy { $0.moved > 0 })
        #expect(Self.isHealthy(lab))
    }

    @Test func `a router that drops what it should pass on is noticed by nobody`() throws {
        let lab = try Self.lab("forwardingOnly", for: "20s")
        let report = lab.finish()
        #expect(lab.moments(.sessionDown, after: .zero).isEmpty && lab.moments(.bfdDown, after: .zero).isEmpty)
        for flow in report.flows {
            let outage = try #require(flow.outages.first)
            #expect(outage.duration > .milliseconds(19_900) && outage.duration < .milliseconds(20_100))
            #expect(outage.place == "router/cpe1" && outage.reason == "forwardingFault")
            // The other half goes the other way.
            #expect(flow.lost > 0 && flow.lost < 20 * 100)
        }
    }

    @Test func `processes that hang are found by the hold timer, where BFD runs in hardware`() throws {
        let lab = try Self.lab("controlPlaneStall", for: "30s") { edge in
            edge["circuits", 0]["bfd"] = ["controlPlaneIndependent": true]
            edge["customerSites", 0]["routers", 0]["bfd"] = ["controlPlaneIndependent": true]
            edge["customerSites", 0]["routers", 0]["holdTime"] = "12s"
        }
        let report = lab.finish()
        let down = try #require(lab.moments(.sessionDown, Self.session, after: .seconds(5)).first)
        #expect(down.text("node") == "msee/amsterdam/1" && down.text("cause") == "holdTimer")
        #expect(down.at > .seconds(12) && down.at < .seconds(18))
        // The router forwards on, so that traffic only moves.
        #expect(report.flows.first { $0.direction == .reverse }?.lost == 0)
        #expect(Self.isHealthy(lab))
    }

    @Test func `and by BFD, where it hangs with them`() throws {
        let lab = try Self.lab("controlPlaneStall", for: "30s")
        _ = lab.finish()
        let down = try #require(lab.moments(.sessionDown, Self.session, after: .seconds(5)).first)
        #expect(down.text("cause") == "bfd" && down.at < .seconds(6))
        #expect(Self.isHealthy(lab))
    }

    @Test func `a stall shorter than all timers costs nothing, and what arrived meanwhile is read`() throws {
        let lab = try Self.lab("controlPlaneStall", for: "3s") { edge in
            edge["circuits", 0]["bfd"] = ["controlPlaneIndependent": true]
            edge["customerSites", 0]["lan"] = ["bfd": ["controlPlaneIndependent": true]]
            edge["customerSites", 0]["routers", 0]["bfd"] = ["controlPlaneIndependent": true]
            edge["customerSites", 0]["routers", 1]["bfd"] = ["controlPlaneIndependent": true]
            edge.step("6s", "announce", "gateway/ergw", ["prefixes": ["10.77.0.0/24"]])
        }
        let report = lab.finish()
        #expect(lab.moments(.sessionDown, after: .zero).isEmpty)
        #expect(report.flows.allSatisfy { $0.lost == 0 })
        let read = lab.moments(.updateReceived, Self.session, node: "router/cpe1", after: .seconds(6))
        #expect(read.first?.at == .seconds(8))
    }

    @Test func `faults of the same part add up`() throws {
        var edge = Edge.standard(duration: "40s")
        edge.step("5s", "fail", "router/cpe1", ["mode": "bgpCrash", "for": "10s"])
        edge.step("8s", "fail", "router/cpe1", ["mode": "bgpCrash", "for": "20s"])
        let lab = try Lab(edge)
        _ = lab.finish()
        #expect(lab.moments(.partDown, "router/cpe1").map(\.at) == [.seconds(5)])
        #expect(lab.moments(.partUp, "router/cpe1").map(\.at) == [.seconds(28)])
    }

    @Test func `a router that is switched on while its process is gone has none`() throws {
        var edge = Edge.standard(duration: "60s")
        edge.step("5s", "fail", "router/cpe1", ["mode": "bgpCrash", "for": "30s"])
        edge.step("10s", "fail", "router/cpe1", ["for": "10s"])
        let lab = try Lab(edge)
        _ = lab.finish()
        let up = try #require(lab.moments(.sessionUp, Self.session, node: "router/cpe1", after: .seconds(5)).first)
        #expect(up.at > .seconds(35))
        #expect(Self.isHealthy(lab))
    }
}
