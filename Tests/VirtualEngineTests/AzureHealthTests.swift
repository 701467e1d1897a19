import Network
import NetworkTypes
import TestLab
import Testing

/// What Azure would tell of failures.
@Suite("Azure's words") struct AzureHealthTests {
    private func told(_ step: (verb: String, target: YAML), _ more: YAML = ["for": "10s"]) throws -> [String] {
        var edge = Edge.maximum(duration: "60s")
        edge["timing"] = "ideal"
        edge.step("5s", step.verb, step.target, more)
        let lab = try Lab(edge)
        _ = lab.finish()
        return lab.moments(.azureHealth).map {
            "\($0.subject): \($0.text("service") ?? ""), \($0.text("status") ?? "")"
        }
    }

    @Test func `a lost location is a service issue of its circuits, which are unavailable, until it is back`() throws {
        let told = try told(("fail", "peeringLocation/amsterdam"))
        #expect(told.first == "circuit/er: Service Health, Service issue")
        #expect(told.contains("circuit/er: Resource Health, Unavailable"))
        #expect(told.contains("circuit/er: Service Health, Resolved"))
        #expect(told.last == "circuit/er: Resource Health, Available")
        #expect(!told.contains { $0.hasPrefix("circuit/er2") })
    }

    @Test func `a lost connection degrades a circuit, and is nothing of Microsoft's`() throws {
        #expect(
            try told(("cut", "link/er/primary/customer")) == [
                "circuit/er: Resource Health, Degraded", "circuit/er: Resource Health, Available",
            ]
        )
    }

    @Test func `a lost zone or region is a service issue of gateways that stand there`() throws {
        for target: YAML in ["zone/westeurope/1", "region/westeurope", "backbone/region/westeurope"] {
            let verb = target == "backbone/region/westeurope" ? "cut" : "fail"
            let told = try told((verb, target))
            #expect(told.first == "gateway/ergw: Service Health, Service issue")
            #expect(told.contains("gateway/ergw: Service Health, Resolved"))
        }
    }

    @Test func `maintenance is announced as planned`() throws {
        let told = try told(("drain", "msee/amsterdam/2"), ["grace": "5s", "down": "5s"])
        #expect(told.first == "circuit/er: Service Health, Planned maintenance")
        #expect(!told.contains { $0.contains("Service issue") })
    }
}
