import Convergence
import Network
import NetworkTypes
import TestLab
import Testing
import VRRP
import VirtualEngine

/// Hosts on a LAN whose first hop is a virtual router.
@Suite("Virtual first hop") struct VirtualFirstHopTests {
    /// `cpe1` is master by priority; both advertise the site as long as their LAN is there.
    static func edge(duration: String = "30s", ibgp: Bool = true, interval: String = "1s") -> YAML {
        var edge = Edge.standard(duration: duration)
        edge["timing"] = "ideal"
        edge["customerSites", 0]["lan"] = [
            "subnet": "10.101.0.0/24", "routing": "vrrp", "virtualRouter": ["id": 10, "interval": .text(interval)],
            "ibgp": .text("\(ibgp)"),
        ]
        edge["customerSites", 0]["hosts"] = [["name": "db", "address": "10.101.0.100"]]
        edge["customerSites", 0]["routers", 0]["vrrp"] = ["priority": 110]
        for (place, name) in ["cpe1", "cpe2"].enumerated() {
            edge["customerSites", 0]["routers", place]["originate"] = [
                ["prefix": "10.101.0.0/16", "while": .text("lan/\(name)")]
            ]
        }
        edge["flows", 0]["rate"] = "160/s"
        return edge
    }

    private func state(_ lab: Lab, _ router: String, after start: Duration) -> [String] {
        lab.moments(.vrrpState, node: "router/\(router)", after: start).compactMap { $0.text("state") }
    }

    private func fault(_ report: Report, _ direction: FlowDirection, step: Int = 1) throws -> ConvergenceReport {
        try #require(
            report.convergence.first {
                $0.direction == direction && $0.stepPhase.phase == .fault && $0.stepPhase.step == step
            }
        )
    }

    @Test func `the router of the higher priority is master, and all packets go by it`() throws {
        let lab = try Lab(Self.edge(duration: "5s"))
        let report = lab.finish()
        #expect(state(lab, "cpe1", after: .seconds(-1000)).last == "master")
        #expect(state(lab, "cpe2", after: .seconds(-1000)).last == "backup")
        let forward = try #require(report.flows.first { $0.direction == .forward })
        #expect(forward.lost == 0)
    }

    @Test func `each router tells its state, and the priority that tracking left it`() throws {
        var edge = Self.edge(duration: "20s")
        edge["customerSites", 0]["routers", 0]["vrrp"] = [
            "priority": 110, "track": [["while": "link/er/primary", "decrement": 30]],
        ]
        edge.step("5s", "cut", "link/er/primary/customer")
        let lab = try Lab(edge)
        func views() throws -> [VirtualRouterView] {
            var views: [VirtualRouterView] = []
            for path in ["router/cpe1", "router/cpe2"] {
                let node = lab.engine.network.node(path)
                views += lab.engine.network.virtualRouters(at: try #require(node))
            }
            return views
        }
        lab.run(to: .seconds(4))
        #expect(try views().map(\.state) == [.master, .backup])
        #expect(try views().map(\.priority) == [110, 100])
        lab.run(to: .seconds(15))
        #expect(try views().map(\.state) == [.backup, .master])
        #expect(try views().map(\.priority) == [80, 100])
        #expect(try views().allSatisfy { $0.path == "vrrp/hq/10" })
    }

    @Test(arguments: ["cut", "blackhole"])
    func `a master that is not heard is replaced after three advertisements and the skew time`(verb: String) throws {
        var edge = Self.edge()
        edge.step("5s", verb, "lan/hq/cpe1")
        let lab = try Lab(edge)
        let report = lab.finish()
        #expect(state(lab, "cpe2", after: .seconds(5)) == ["master"])
        let forward = try fault(report, .forward)
        #expect(forward.detectedBy == .vrrp)
        // 3.609 s after the last advertisement, which was at most a second old.
        #expect((.milliseconds(2600) ... .milliseconds(3620)).contains(forward.worstOutage))
        #expect(!forward.isOpen)
        // The switch has heard the virtual MAC address on another port.
        let moves = lab.moments(.lanMoved, after: .seconds(5))
        #expect(moves.first?.text("mac") == "00:00:5e:00:01:0a")
        #expect(moves.first?.text("to") == "lan/hq/cpe2")
    }

    @Test func `advertisements of hundredths of a second make for outages of hundredths of a second`() throws {
        var edge = Self.edge(interval: "100ms")
        edge.step("5s", "cut", "lan/hq/cpe1")
        let lab = try Lab(edge)
        let forward = try fault(lab.finish(), .forward)
        #expect((.milliseconds(260) ... .milliseconds(363)).contains(forward.worstOutage))
    }

    @Test func `the old master takes over again when its delay is over, and nothing is lost`() throws {
        var edge = Self.edge()
        edge["customerSites", 0]["routers", 0]["vrrp"] = ["priority": 110, "preemptDelay": "5s"]
        edge.step("5s", "cut", "lan/hq/cpe1", ["for": "5s"])
        let lab = try Lab(edge)
        _ = lab.finish()
        let back = lab.moments(.vrrpState, node: "router/cpe1", after: .seconds(10)).filter {
            $0.text("state") == "master"
        }
        let at = try #require(back.first?.at)
        #expect(at >= .seconds(15) && at <= .seconds(20))
    }

    @Test func `without preemption it stays a backup`() throws {
        var edge = Self.edge()
        edge["customerSites", 0]["routers", 0]["vrrp"] = ["priority": 110, "preempt": false]
        edge.step("5s", "cut", "lan/hq/cpe1", ["for": "5s"])
        let lab = try Lab(edge)
        _ = lab.finish()
        #expect(state(lab, "cpe1", after: .seconds(5)).last == "backup")
        #expect(state(lab, "cpe2", after: .seconds(5)).last == "master")
    }

    @Test func `a tracked link that goes takes its priority, and the mastership, with it`() throws {
        var edge = Self.edge(ibgp: false)
        edge["customerSites", 0]["routers", 0]["vrrp"] = [
            "priority": 110, "track": [["while": "link/er/primary", "decrement": 20]],
        ]
        edge.step("5s", "cut", "link/er/primary/customer")
        let lab = try Lab(edge)
        let report = lab.finish()
        #expect(lab.moments(.vrrpPriority, after: .seconds(5)).first?.number("priority") == 90)
        #expect(state(lab, "cpe2", after: .seconds(5)) == ["master"])
        #expect(state(lab, "cpe1", after: .seconds(5)) == ["backup"])
        let forward = try fault(report, .forward)
        #expect(!forward.isOpen && forward.worstOutage <= .milliseconds(3800))
    }

    @Test func `without tracking and without iBGP the master attracts what it cannot pass on`() throws {
        var edge = Self.edge(ibgp: false)
        edge.step("5s", "cut", "link/er/primary/customer")
        let lab = try Lab(edge)
        let forward = try fault(lab.finish(), .forward)
        #expect(forward.isOpen)
    }

    @Test func `IPv6 has a virtual router of its own, with a link-local address`() throws {
        var edge = Self.edge(duration: "15s")
        edge["customerSites", 0]["prefixes"] = ["10.101.0.0/16", "fd00:101::/48"]
        edge["customerSites", 0]["lan"] = [
            "subnet": "10.101.0.0/24", "subnetIPv6": "fd00:101::/64", "routing": "vrrp", "virtualRouter": ["id": 10],
        ]
        edge["customerSites", 0]["hosts"] = [["name": "db", "address": "10.101.0.100", "addressIPv6": "fd00:101::100"]]
        edge.step("5s", "cut", "lan/hq/cpe1")
        let lab = try Lab(edge)
        _ = lab.finish()
        let masters = lab.moments(.vrrpState, "vrrp/hq/10/ipv6", node: "router/cpe2", after: .seconds(5))
        #expect(masters.first?.text("state") == "master")
        #expect(lab.moments(.lanMoved, after: .seconds(5)).contains { $0.text("mac") == "00:00:5e:00:02:0a" })
    }
}
