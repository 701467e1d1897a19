import Convergence
import NetworkTypes
import TestLab
import Testing

/// Volumes without packets on real topologies.
@Suite("Overload") struct VolumeTests {
    private func report(_ load: String, _ change: (inout YAML) -> Void = { _ in }) throws -> Report {
        var edge = Edge.standard(duration: "40s")
        edge["timing"] = "ideal"
        edge["flows", 0] = [
            "name": "f", "from": "hq/db", "to": "hub/app", "rate": "60/s", "count": 60, "load": .text(load),
        ]
        change(&edge)
        return try Lab(edge).finish()
    }

    @Test func `both connections carry what one cannot, and what it cannot is dropped`() throws {
        let report = try report("1200Mbps") { $0.step("10s", "cut", "link/er/primary/customer", ["for": "20s"]) }
        let flow = try #require(report.flows.first)
        let volume = try #require(flow.volume)
        #expect(volume.spans.map { ($0.carried + 500_000) / 1_000_000 } == [1_200, 1_000, 1_200])
        #expect(volume.spans[1].limits == ["link/er/secondary/customer"])
        #expect(volume.spans[1].cause == StepPhase(step: 1, phase: .fault))
        #expect(volume.droppedBits / 1_000_000_000 == 4 || volume.droppedBits / 100_000_000 == 39)
        // A sixth of the probes of twenty seconds, as far as chance allows.
        #expect((120...280).contains(flow.lost))
        #expect(flow.limits.allSatisfy { $0.reason == "at the circuit's rate limit" })
    }

    @Test func `sessions and BFD keep their room beside a volume`() throws {
        let report = try report("4000Mbps")
        #expect(report.steps.isEmpty && report.finalState.sessionsDown.isEmpty)
        #expect(try #require(report.flows.first).lost > 600)
    }

    @Test func `a gateway carries what its SKU says`() throws {
        let report = try report("1900Mbps") { $0["regions", 0]["gateways", 0]["sku"] = "ErGw1AZ" }
        let volume = try #require(report.flows.first?.volume)
        #expect(volume.spans.count == 1 && volume.spans[0].limits.contains { $0.hasPrefix("gateway/ergw/instance/") })
        #expect(volume.spans[0].carried < 1_100_000_000)
    }
}
