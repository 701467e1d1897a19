import Convergence
import Network
import TestLab
import Testing

/// Scaling, resizing and migrating gateways while packets flow.
@Suite("Operations on gateways") struct GatewayOperationTests {
    private static func edge(_ gateway: YAML, timing: YAML, duration: String = "60s") -> YAML {
        guard case .mapping(let pairs) = gateway else { return gateway }
        var edge = Edge.standard(duration: duration)
        edge["timing"] = timing
        for pair in pairs { edge["regions", 0]["gateways", 0][pair.key] = pair.value }
        edge["regions", 0]["virtualNetworks", 0]["gatewaySubnet"] = "10.10.255.0/26"
        edge["customerSites", 0]["routers", 0]["links"] = [
            ["link": "er/primary", "import": [["localPreference": 150]]]
        ]
        return edge
    }

    private func instances(_ lab: Lab) -> Set<String> {
        Set(lab.paths("f").flatMap(\.nodes).filter { $0.hasPrefix("gateway/") })
    }

    private func names(_ numbers: [Int]) -> Set<String> { Set(numbers.map { "gateway/ergw/instance/\($0)" }) }

    private static let scaling: YAML = [
        "sku": "ErGwScale", "scaleUnits": ["min": 2, "max": 4, "interval": "1s"], "limits": ["bitRate": "20kbps"],
    ]

    @Test func `a gateway with too much to do gets one unit after the other, and no more than it may have`() throws {
        var edge = Self.edge(Self.scaling, timing: ["base": "ideal", "gatewayScaling": "4s"])
        // Enough for everyone.
        edge["flows", 0]["count"] = "64"
        let lab = try Lab(edge)
        lab.run(to: .zero)
        #expect(lab.report.missingSessions.isEmpty)
        #expect(instances(lab) == names([0, 1, 2, 3]))
        lab.run(to: .seconds(7))
        #expect(lab.works("gateway/ergw/instance/5") && !lab.works("gateway/ergw/instance/6"))
        _ = lab.finish()
        #expect(lab.moments(.instanceAdded).map(\.subject) == [4, 5, 6, 7].map { "gateway/ergw/instance/\($0)" })
        #expect(lab.works("gateway/ergw/instance/7"))
        #expect(instances(lab) == names(Array(0..<8)))
    }

    @Test func `with nothing to do its units go, and nothing is wrong with that`() throws {
        var edge = Self.edge(Self.scaling, timing: "ideal")
        edge.step("10s", "cut", ["link/er/primary", "link/er/secondary"])
        let lab = try Lab(edge)
        let report = lab.finish()
        #expect(!lab.works("gateway/ergw/instance/4") && !lab.works("gateway/ergw/instance/7"))
        #expect(lab.works("gateway/ergw/instance/3"))
        #expect(report.finalState.nodesDown.isEmpty && report.finalState.instancesUnhealthy.isEmpty)
        #expect(report.finalState.sessionsDown.allSatisfy { !$0.hasPrefix("session/gateway/") })
    }

    @Test func `the number of flows is a reason to scale too`() throws {
        var edge = Self.edge(Self.scaling, timing: "ideal", duration: "20s")
        edge["regions", 0]["gateways", 0]["limits"] = ["flows": 5]
        let lab = try Lab(edge)
        _ = lab.finish()
        // 16 flows are more than 80 % of two or three times five, and not of four times.
        #expect(lab.works("gateway/ergw/instance/7"))
    }

    @Test func `a resized gateway carries more once the time is over, and no session goes down`() throws {
        var edge = Self.edge(
            ["sku": "ErGw1AZ", "instances": 2, "limits": ["packetRate": "50/s"]],
            timing: ["base": "ideal", "gatewayResize": "5s"],
            duration: "20s"
        )
        edge.step("5s", "resize", "gateway/ergw", ["sku": "ErGw3AZ"])
        let lab = try Lab(edge)
        let report = lab.finish()
        let forward = try #require(report.flows.first { $0.direction == .forward })
        // Half of 100 packets a second for ten seconds.
        #expect(abs(forward.lost - 500) < 20)
        #expect(lab.moments(.sessionDown).isEmpty)
        #expect(lab.moments(.gatewayChanged).map(\.at) == [.seconds(10)])
    }

    private static func migrating(_ stages: [(String, String)], duration: String = "60s") -> YAML {
        var edge = edge(
            ["sku": "Standard", "migration": ["sku": "ErGw1AZ"]],
            timing: ["base": "ideal", "migrationPreparation": "5s", "migrationMove": "2s"],
            duration: duration
        )
        for (at, stage) in stages { edge.step(at, "migrate", "gateway/ergw", ["stage": .text(stage)]) }
        return edge
    }

    @Test func `traffic moves to the second gateway without loss, and the first one goes`() throws {
        let lab = try Lab(Self.migrating([("1s", "prepare"), ("20s", "move"), ("30s", "commit")]))
        lab.run(to: .seconds(19))
        #expect(instances(lab) == names([0, 1]))
        #expect(lab.works("gateway/ergw/instance/4"))
        lab.run(to: .seconds(23))
        #expect(instances(lab) == names([2, 3, 4]))
        #expect(lab.works("gateway/ergw/instance/0"))
        let report = lab.finish()
        #expect(report.flows.allSatisfy { $0.lost == 0 && $0.outages.isEmpty })
        #expect(!lab.works("gateway/ergw/instance/0") && !lab.works("gateway/ergw/instance/1"))
        #expect(report.finalState.isHealthy && report.warnings.isEmpty)
        #expect(
            lab.moments(.gatewayChanged).compactMap { $0.text("operation") } == ["prepare", "migrate", "commit"]
        )
    }

    @Test func `a migration that is given up leaves everything as it was`() throws {
        let lab = try Lab(Self.migrating([("1s", "prepare"), ("20s", "move"), ("30s", "abort")]))
        let report = lab.finish()
        #expect(report.flows.allSatisfy { $0.lost == 0 && $0.outages.isEmpty })
        #expect(instances(lab) == names([0, 1]))
        #expect(!lab.works("gateway/ergw/instance/2"))
        #expect(report.finalState.isHealthy && report.warnings.isEmpty)
    }

    @Test func `stages out of order are refused with a reason`() throws {
        let lab = try Lab(
            Self.migrating([("1s", "commit"), ("2s", "move"), ("3s", "prepare"), ("4s", "move"), ("20s", "commit")])
        )
        let texts = lab.finish().warnings.map(\.text)
        #expect(
            texts == [
                "cannot commit: traffic has not been migrated", "cannot migrate: nothing is prepared",
                "cannot migrate: 'prepare' is under way", "cannot commit: traffic has not been migrated",
            ]
        )
        #expect(instances(lab) == names([0, 1]))
    }

    @Test func `an instance of the first gateway that starts anew after the move keeps its sessions closed`() throws {
        var edge = Self.migrating([("1s", "prepare"), ("10s", "move")])
        edge.step("20s", "fail", "gateway/ergw/instance/0", ["for": "5s"])
        let lab = try Lab(edge)
        lab.run(to: .seconds(50))
        #expect(lab.works("gateway/ergw/instance/0"))
        let down = lab.sessionsDown.filter { $0.hasPrefix("session/gateway/ergw/instance/0/") }
        #expect(down.count == 2)
        // Somebody wants it so.
        #expect(lab.finish().finalState.sessionsDown.isEmpty)
    }

    @Test func `maintenance of a gateway that is scaled meanwhile goes on with what is there`() throws {
        var edge = Self.edge(Self.scaling, timing: "ideal", duration: "120s")
        edge.step("10s", "drain", "gateway/ergw", ["grace": "1s", "down": "3s"])
        edge.step("20s", "cut", ["link/er/primary", "link/er/secondary"], ["for": "60s"])
        let lab = try Lab(edge)
        _ = lab.finish()
        #expect(lab.moments(.step).contains { $0.number("step") == 1 && $0.text("phase") == "restore" })
        #expect((0..<4).allSatisfy { lab.works("gateway/ergw/instance/\($0)") })
    }

    @Test func `a gateway with an unhealthy instance is not migrated`() throws {
        var edge = Self.migrating([("10s", "prepare")], duration: "20s")
        edge.step("5s", "fail", "gateway/ergw/instance/1", ["for": "10s"])
        let lab = try Lab(edge)
        #expect(lab.finish().warnings.map(\.text) == ["cannot prepare: an instance is unhealthy"])
        #expect(!lab.works("gateway/ergw/instance/2"))
    }

    @Test func `what is larger already is not resized down`() throws {
        var edge = Self.edge(["sku": "ErGw1AZ"], timing: "ideal", duration: "10s")
        edge.step("1s", "resize", "gateway/ergw", ["sku": "ErGw3AZ"])
        edge.step("2s", "resize", "gateway/ergw", ["sku": "ErGw2AZ"])
        let lab = try Lab(edge)
        #expect(lab.finish().warnings.map(\.text) == ["cannot resize: it is of SKU ErGw3AZ already"])
        #expect(lab.moments(.gatewayChanged).count == 1)
    }

    @Test func `a gateway of three zones becomes a scalable one in place, with two instances per unit`() throws {
        var edge = Self.edge(["sku": "ErGw1AZ"], timing: ["base": "ideal", "gatewayResize": "5s"], duration: "30s")
        edge.step("2s", "resize", "gateway/ergw", ["sku": "ErGwScale", "scaleUnits": 4])
        let lab = try Lab(edge)
        lab.run(to: .zero)
        #expect(lab.report.missingSessions.isEmpty)
        #expect(lab.works("gateway/ergw/instance/2") && !lab.works("gateway/ergw/instance/3"))
        let report = lab.finish()
        #expect((0..<8).allSatisfy { lab.works("gateway/ergw/instance/\($0)") })
        #expect(report.flows.allSatisfy { $0.lost == 0 && $0.outages.isEmpty })
        #expect(lab.sessionsDown.isEmpty && report.warnings.isEmpty)
    }

    @Test func `a gateway whose networks have grown beyond what a new connection takes is not migrated`() throws {
        var edge = Self.migrating([("5s", "prepare"), ("20s", "prepare")], duration: "30s")
        edge.step("1s", "announce", "gateway/ergw", ["prefixes": ["30.0.0.0/24 count 200"], "for": "10s"])
        let lab = try Lab(edge)
        let refusal = "cannot prepare: its networks have 201 address spaces, and a new connection takes 200"
        #expect(lab.finish().warnings.map(\.text) == [refusal])
        #expect(lab.works("gateway/ergw/instance/2"))
    }

    @Test func `scale units that were enough for the SKU of the file are not for what it has become`() throws {
        var edge = Self.edge(["sku": "ErGw1AZ"], timing: "ideal", duration: "10s")
        edge.step("1s", "resize", "gateway/ergw", ["sku": "ErGw3AZ"])
        edge.step("2s", "resize", "gateway/ergw", ["sku": "ErGwScale"])
        let lab = try Lab(edge)
        #expect(lab.finish().warnings.map(\.text) == ["cannot resize: 1 scale units carry less than ErGw3AZ"])
        #expect(lab.works("gateway/ergw/instance/2"))
    }
}
