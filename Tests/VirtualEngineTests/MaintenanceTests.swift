import BGPWire
import Convergence
import Network
import NetworkTypes
import RIB
import TestLab
import Testing
import VirtualEngine

/// Planned maintenance, as customers and gateways see it.
@Suite("Maintenance") struct MaintenanceTests {
    private static func edge(_ duration: String) -> YAML {
        var edge = Edge.standard(duration: duration)
        edge["flows", 0]["rate"] = "32/s"
        return edge
    }

    @Test func `a drained MSEE prepends 12076 eight more times both ways, until it is back`() throws {
        var edge = Self.edge("60s")
        edge.step("1s", "drain", "msee/amsterdam/1", ["grace": "10s", "down": "5s"])
        let lab = try Lab(edge)
        lab.run(to: .seconds(5))
        let nine = Array(repeating: "12076", count: 9).joined(separator: " ")
        let heard = lab.route("10.10.0.0/16", at: "router/cpe1")?.paths.map(\.attributes.asPath.text)
        #expect(heard?.contains(nine) == true)
        #expect(lab.asPath("10.10.0.0/16", at: "core/hq") == "12076")
        #expect(
            lab.route("10.101.0.0/16", at: "gateway/ergw/instance/0", domain: "hub")?.paths
                .map(\.attributes.asPath.text).sorted() == [nine + " 65010", "12076 65010"].sorted()
        )
        #expect(lab.works("msee/amsterdam/1") && lab.sessionsDown.isEmpty)
        #expect(lab.moments(.azureHealth, "circuit/er").map { $0.text("service") } == ["Service Health"])
        lab.run(to: .seconds(12))
        #expect(!lab.works("msee/amsterdam/1"))
        lab.run(to: .seconds(30))
        #expect(lab.works("msee/amsterdam/1") && lab.sessionsDown.isEmpty)
        #expect(lab.asPath("10.10.0.0/16", at: "router/cpe1") == "12076")
    }

    @Test(arguments: [true, false]) func `the report says who had left a drained MSEE, and who insisted by what`(
        insists: Bool
    ) throws {
        var edge = Self.edge("20s")
        edge.step("1s", "drain", "msee/amsterdam/1", ["grace": "10s", "down": "5s"])
        if insists {
            edge["customerSites", 0]["routers", 0]["links"] = [
                ["link": "er/primary", "import": [["localPreference": 200]]]
            ]
        }
        let drains = try Lab(edge).finish().findings.filter { $0.kind == .drain }
        #expect(drains.contains { $0.text.contains("gateway/ergw/instance/0") && $0.text.contains("had left") })
        let stubborn = drains.filter { $0.node == "router/cpe1" }
        #expect(stubborn.count == (insists ? 1 : 0))
        #expect(stubborn.allSatisfy { $0.text.contains("prefers that by localPreference") })
    }

    @Test func `maintenance of a gateway takes its instances one by one, and nothing is lost`() throws {
        var edge = Self.edge("120s")
        edge.step("1s", "drain", "gateway/ergw", ["grace": "2s", "down": "10s"])
        let lab = try Lab(edge)
        var down: [Int] = []
        for second in 1...90 {
            lab.run(to: .seconds(second))
            let stopped = (0...2).filter { !lab.works("gateway/ergw/instance/\($0)") }
            #expect(stopped.count <= 1)
            for instance in stopped where down.last != instance { down.append(instance) }
        }
        #expect(down == [0, 1, 2])
        #expect(lab.sessionsDown.isEmpty)
        #expect(lab.moments(.instanceUnhealthy).isEmpty && lab.moments(.instanceReplaced).isEmpty)
        let report = lab.finish()
        #expect(report.flows.allSatisfy { $0.lost == 0 })
    }

    @Test(arguments: [("21:59", 60), ("22:00", 0), ("02:59", 0), ("23:30", 0), ("18:00", 4 * 3600)])
    func `maintenance waits for the window of its gateway`(clock: String, wait: Int) throws {
        var edge = Self.edge("5h")
        edge["flows"] = []
        edge["regions", 0]["gateways", 0]["maintenanceWindow"] = ["start": "22:00", "length": "5h"]
        edge["scenario"]?["clock"] = .text(clock)
        edge.step("0s", "drain", "gateway/ergw/instance/0", ["grace": "1s", "down": "1s"])
        let lab = try Lab(edge)
        lab.run(to: .seconds(wait + 3))
        let stages = lab.moments(.maintenance).map { ($0.text("stage") ?? "", $0.at) }
        #expect(stages.map(\.0) == (wait > 0 ? ["waiting"] : []) + ["draining", "down", "back"])
        #expect(stages.suffix(3).first?.1 == .seconds(wait))
        if wait > 0 { #expect(lab.moments(.maintenance).first?.instant("opensSeconds") == .seconds(wait)) }
    }

    @Test func `undoing a drain half way brings everything back, and what would have followed does not`() throws {
        var edge = Self.edge("120s")
        edge["flows"] = []
        edge.step("1s", "drain", "gateway/ergw", ["grace": "2s", "down": "10s", "for": "6s"])
        let lab = try Lab(edge)
        lab.run(to: .seconds(5))
        #expect(!lab.works("gateway/ergw/instance/0"))
        lab.run(to: .seconds(110))
        #expect(lab.sessionsDown.isEmpty)
        #expect(lab.moments(.nodeDown).map(\.event.subject) == ["gateway/ergw/instance/0"])
    }

    @Test func `an isolated MSEE keeps its sessions and its word, and loses what it is sent`() throws {
        var edge = Self.edge("60s")
        edge["customerSites", 0]["routers", 0]["links"] = [
            ["link": "er/primary", "import": [["localPreference": 200]]]
        ]
        edge.step("1s", "isolate", "msee/amsterdam/1", ["grace": "15s", "for": "30s"])
        let lab = try Lab(edge)
        lab.run(to: .seconds(25))
        #expect(!lab.sessionsDown.contains("session/cpe1/er/primary"))
        #expect(lab.asPath("10.10.0.0/16", at: "router/cpe1")?.hasPrefix("12076 12076") == true)
        #expect(lab.asPath("10.101.0.0/16", at: "msee/amsterdam/1", domain: "er") == "65010")
        #expect(lab.paths("f").allSatisfy { !$0.isDelivered })
        #expect(lab.paths("f", .reverse).allSatisfy { $0.isDelivered })
        lab.run(to: .seconds(58))
        #expect(lab.sessionsDown.isEmpty)
        #expect(lab.paths("f").allSatisfy { $0.isDelivered })
        #expect(lab.asPath("10.10.0.0/16", at: "router/cpe1") == "12076")
    }

    @Test func `a deprovisioned circuit ends its peering with Cease 3, then goes dark`() throws {
        var edge = Self.edge("20s")
        edge["flows"] = []
        edge.step("1s", "deprovision", "circuit/er")
        let lab = try Lab(edge)
        lab.run(to: .milliseconds(1_500))
        let told = lab.moments(.sessionDown, "session/cpe1/er/primary", node: "router/cpe1")
        #expect(told.first?.number("code") == 6 && told.first?.number("subcode") == 3)
        #expect(lab.hasCarrier("link/er/primary/customer"))
        lab.run(to: .seconds(3))
        #expect(!lab.hasCarrier("link/er/primary/customer") && !lab.hasCarrier("link/er/secondary/microsoft"))
    }
}
