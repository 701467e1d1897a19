import Convergence
import Network
import TestLab
import Testing

/// Where a gateway's instances stand, and what becomes of them.
@Suite("Placement of gateways") struct GatewayPlacementTests {
    private static func edge(duration: String = "40s") -> YAML {
        var edge = Edge.standard(duration: duration)
        edge["timing"] = ["base": "ideal", "instanceReplacement": "5s"]
        return edge
    }

    private func instances(_ lab: Lab) -> Set<String> {
        Set(lab.paths("f").flatMap(\.nodes).filter { $0.hasPrefix("gateway/") })
    }

    @Test func `a lost rack moves its instance to another rack of the zone, and a lost zone does not`() throws {
        var edge = Self.edge()
        edge.step("1s", "fail", ["rack/westeurope/1/1", "zone/westeurope/2"])
        let lab = try Lab(edge)
        _ = lab.finish()
        let replaced = lab.moments(.instanceReplaced)
        #expect(replaced.map(\.subject) == ["gateway/ergw/instance/0"])
        #expect(replaced.first?.text("rack") == "rack/westeurope/1/2")
        #expect(!lab.works("gateway/ergw/instance/1"))
        #expect(lab.works("gateway/ergw/instance/0") && lab.works("gateway/ergw/instance/2"))
    }

    @Test func `with all racks of its zone lost an instance waits for one`() throws {
        var edge = Self.edge()
        edge["regions", 0]["racks"] = "2"
        edge.step("1s", "fail", ["rack/westeurope/1/1", "rack/westeurope/1/2"], ["for": "20s"])
        let lab = try Lab(edge)
        lab.run(to: .seconds(19))
        #expect(!lab.works("gateway/ergw/instance/0"))
        #expect(lab.moments(.instanceReplaced).isEmpty)
        lab.run(to: .seconds(35))
        #expect(lab.works("gateway/ergw/instance/0"))
    }

    @Test func `Resource Health says when a gateway is degraded, gone, and well again`() throws {
        var edge = Self.edge()
        edge.step("1s", "fail", "region/westeurope", ["for": "10s"])
        let lab = try Lab(edge)
        _ = lab.finish()
        let told = lab.moments(.azureHealth).filter { $0.text("service") == "Resource Health" }
        #expect(told.allSatisfy { $0.subject == "gateway/ergw" })
        let status = told.compactMap { $0.text("status") }
        #expect(status.first == "Degraded" && status.contains("Unavailable") && status.last == "Available")
    }

    @Test func `a zone's return spreads the flows over its instances again`() throws {
        var edge = Self.edge()
        edge.step("1s", "fail", "zone/westeurope/1", ["for": "15s"])
        let lab = try Lab(edge)
        lab.run(to: .zero)
        let before = instances(lab)
        lab.run(to: .seconds(10))
        #expect(!instances(lab).contains("gateway/ergw/instance/0"))
        lab.run(to: .seconds(35))
        #expect(instances(lab) == before && before.count == 3)
    }

    @Test func `an active-passive gateway has one instance at work, the first that lives`() throws {
        var edge = Self.edge()
        edge["regions", 0]["gateways", 0]["mode"] = "activePassive"
        edge.step("1s", "fail", "gateway/ergw/instance/0", ["for": "3s"])
        let lab = try Lab(edge)
        lab.run(to: .zero)
        #expect(instances(lab) == ["gateway/ergw/instance/0"])
        lab.run(to: .milliseconds(3_500))
        #expect(instances(lab) == ["gateway/ergw/instance/1"])
        lab.run(to: .seconds(20))
        #expect(instances(lab) == ["gateway/ergw/instance/0"])
    }

    @Test func `of two racks that one step took, each is lost until it is restored itself`() throws {
        var edge = Self.edge(duration: "60s")
        edge["regions", 0]["racks"] = "2"
        edge.step("1s", "fail", ["rack/westeurope/1/1", "rack/westeurope/1/2"])
        // Now the instance has a place in the second rack, and once more when that is lost again.
        edge.step("5s", "restore", "rack/westeurope/1/2")
        edge.step("30s", "fail", "rack/westeurope/1/2")
        let lab = try Lab(edge)
        lab.run(to: .seconds(29))
        #expect(lab.moments(.instanceReplaced).map { $0.text("rack") } == ["rack/westeurope/1/2"])
        _ = lab.finish()
        #expect(lab.moments(.instanceReplaced).count == 1)
        #expect(!lab.works("gateway/ergw/instance/0"))
    }

    @Test func `a rack that is lost twice moves what stands there each time`() throws {
        var edge = Self.edge(duration: "80s")
        edge.step("1s", "fail", "rack/westeurope/1/1", ["for": "15s"])
        edge.step("20s", "fail", "rack/westeurope/1/2", ["for": "15s"])
        edge.step("40s", "fail", "rack/westeurope/1/1", ["for": "15s"])
        let lab = try Lab(edge)
        _ = lab.finish()
        #expect(
            lab.moments(.instanceReplaced).compactMap { $0.text("rack") }
                == ["rack/westeurope/1/2", "rack/westeurope/1/1", "rack/westeurope/1/2"]
        )
        #expect(lab.works("gateway/ergw/instance/0") && lab.sessionsDown.isEmpty)
    }
}
