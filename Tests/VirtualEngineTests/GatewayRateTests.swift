import Convergence
import Network
import TestLab
import Testing

/// Who is over a limit loses packets, and the report says whose limit it was.
@Suite("Rates of gateways and circuits") struct GatewayRateTests {
    /// The standard edge with one connection and one flow, from on-premises at 150 % of what the gateway forwards.
    ///
    /// One MSEE spreads 64 flows evenly.
    private static func loaded(_ limits: YAML, instances: Int = 2, duration: String = "6s") -> YAML {
        var edge = Edge.standard(duration: duration)
        edge["timing"] = "ideal"
        edge["regions", 0]["gateways", 0]["limits"] = limits
        edge["regions", 0]["gateways", 0]["instances"] = .text("\(instances)")
        edge["flows", 0]["rate"] = "300/s"
        edge["flows", 0]["count"] = 64
        edge["customerSites", 0]["routers", 1]["links"] = []
        return edge
    }

    @Test(arguments: [1, 2, 4])
    func `instances share the packet rate, which is not burstable`(instances: Int) throws {
        let report = try Lab(Self.loaded(["packetRate": "200/s"], instances: instances)).finish()
        let forward = try #require(report.flows.first { $0.direction == .forward })
        #expect(abs(forward.received - 1_200) < 40)
        #expect(forward.limits.allSatisfy { $0.reason == "at its packet rate" })
        #expect(forward.limits.reduce(0) { $0 + $1.lost } == forward.lost)
        #expect(forward.outages.isEmpty)
        // Packets from the machine do not go through the gateway.
        let reverse = try #require(report.flows.first { $0.direction == .reverse })
        #expect(reverse.lost == 0 && reverse.limits.isEmpty)
        #expect(report.advice.contains { $0.contains("by gateway/ergw/instance/0 (at its packet rate)") })
    }

    @Test func `FastPath has nothing to do with the gateway's rate`() throws {
        var edge = Self.loaded(["packetRate": "200/s"])
        edge["connections", 0]["fastPath"] = true
        let report = try Lab(edge).finish()
        #expect(report.flows.allSatisfy { $0.lost == 0 && $0.limits.isEmpty })
    }

    @Test func `beyond the bit rate it is the bit rate that drops`() throws {
        var edge = Self.loaded(["bitRate": "800kbps", "packetRate": "1000/s"])
        edge["flows", 0]["size"] = 500
        let report = try Lab(edge).finish()
        let forward = try #require(report.flows.first { $0.direction == .forward })
        #expect(abs(forward.received - 1_200) < 40)
        #expect(!forward.limits.isEmpty && forward.limits.allSatisfy { $0.reason == "at its bit rate" })
    }

    @Test func `sessions of an overloaded gateway stay up`() throws {
        let lab = try Lab(Self.loaded(["packetRate": "10/s"]))
        let report = lab.finish()
        #expect(lab.sessionsDown.isEmpty)
        #expect(report.missingSessions.isEmpty)
    }

    @Test func `a limit's episodes have a beginning and an end`() throws {
        var edge = Self.loaded(["packetRate": "250/s"], instances: 1, duration: "8s")
        // Nothing comes from on-premises for a while.
        edge.step("2s", "cut", "link/er/primary", ["for": "3s"])
        let lab = try Lab(edge)
        _ = lab.finish()
        let reached = lab.moments(.limitReached)
        let eased = lab.moments(.limitEased)
        #expect(reached.count == 2 && eased.count == 1)
        #expect(reached.allSatisfy { $0.subject == "gateway/ergw/instance/0" })
        #expect((eased.first?.number("dropped") ?? 0) > 80)
    }

    @Test func `more flows and routes than the gateway is made for are warned of, once`() throws {
        var edge = Self.loaded(["flows": 63, "routes": 2])
        edge["customerSites", 0]["routers", 0]["originate"] = ["10.150.0.0/24 count 4"]
        edge.step("1s", "fail", "gateway/ergw/instance/0", ["for": "1s"])
        let warnings = try Lab(edge).finish().warnings.map(\.text)
        #expect(warnings.count == 2)
        #expect(warnings.contains("64 flows come through it, which is made for 63"))
        #expect(warnings.contains { $0.hasSuffix("routes and is made for 2") })
    }

    @Test func `a wire that is full drops for the circuit's rate, and says so`() throws {
        var edge = Edge.standard(duration: "300ms")
        edge["circuits", 0]["bandwidth"] = "50Mbps"
        edge["flows", 0]["size"] = 1_400
        edge["flows", 0]["rate"] = "10000/s"
        edge["flows", 0]["bidirectional"] = false
        edge["customerSites", 0]["routers", 1]["links"] = []
        let report = try Lab(edge).finish()
        let flow = try #require(report.flows.first)
        #expect(flow.limits.map(\.place) == ["link/er/primary/customer"])
        #expect(flow.limits.map(\.reason) == ["at the circuit's rate limit"])
        // 50 Mbps are 4,334 of these packets a second; 50 ms of them wait.
        let expected = 3_000 - 4_334 * 350 / 1_000
        #expect(abs((flow.limits.first?.lost ?? 0) - expected) < 30)
    }

    @Test func `a circuit gets more bandwidth without an interruption, and never less`() throws {
        var edge = Edge.standard(duration: "20s")
        edge["circuits", 0]["bandwidth"] = "50Mbps"
        edge["flows", 0]["load"] = "160Mbps"
        edge["flows", 0]["bidirectional"] = nil
        edge.step("5s", "resize", "circuit/er", ["bandwidth": "200Mbps"])
        edge.step("10s", "resize", "circuit/er", ["bandwidth": "100Mbps"])
        let lab = try Lab(edge)
        let report = lab.finish()
        let told = lab.moments(.circuitChanged)
        #expect(told.map(\.at) == [.seconds(5)])
        let refusal = "cannot resize: it has 200Mbps already, and bandwidth changes upwards only"
        #expect(report.warnings.map(\.text) == [refusal])
        #expect(lab.moments(.sessionDown).isEmpty)
        let flow = try #require(report.flows.first)
        #expect(flow.outages.isEmpty && flow.moved == 0)
        let carried = lab.moments(.flowLoad).compactMap { $0.number("carried") }
        #expect(carried == [100_000_000, 160_000_000])
    }
}
