import Convergence
import Network
import NetworkTypes
import TestLab
import Testing

/// Stateful devices in front of two routers, over which 5-tuples and their answers are balanced each for itself.
@Suite("Firewalls") struct FirewallTests {
    private static func edge(_ first: YAML = [:], _ second: YAML = [:], duration: String = "10s") -> YAML {
        var edge = Edge.standard(duration: duration)
        edge["timing"] = "ideal"
        edge["flows", 0]["rate"] = "320/s"
        edge["flows", 0]["count"] = 32
        edge["customerSites", 0]["firewalls"] = [
            Self.firewall("fw1", "cpe1", first), Self.firewall("fw2", "cpe2", second),
        ]
        return edge
    }

    private static func firewall(_ name: String, _ router: String, _ more: YAML) -> YAML {
        var firewall: YAML = ["name": .text(name), "router": .text(router)]
        if case .mapping(let pairs) = more { for pair in pairs { firewall[pair.key] = pair.value } }
        return firewall
    }

    /// The firewall on the way of each 5-tuple, one list per direction, at the end of the run.
    private func devices(_ lab: Lab, _ direction: String) -> [Int: String] {
        var result: [Int: String] = [:]
        for moment in lab.moments(.flowPath) where moment.text("direction") == direction {
            guard case .list(let via)? = moment.event["via"] else { continue }
            let device = via.compactMap { value -> String? in
                guard case .string(let path) = value, path.hasPrefix("firewall/") else { return nil }
                return path
            }.last
            for tuple in moment.numbers("tuples") { result[tuple] = device }
        }
        return result
    }

    private func lostAnswers(_ lab: Lab) -> Set<Int> {
        Set(lab.lostProbes.filter { $0.key.direction == "reverse" && !$0.value.isEmpty }.map(\.key.index))
    }

    @Test func `a pair without shared state loses exactly the flows that return through the other`() throws {
        let lab = try Lab(Self.edge())
        let report = lab.finish()
        let (there, back) = (devices(lab, "forward"), devices(lab, "reverse"))
        let astray = Set(there.keys.filter { there[$0] != back[$0] })
        #expect(!astray.isEmpty && astray.count < 32)
        #expect(lostAnswers(lab) == astray)
        let forward = try #require(report.flows.first { $0.direction == .forward })
        #expect(forward.lost == 0)
        // The report says which device it was, and why.
        for moment in lab.moments(.flowPath) where moment.text("reason") != nil {
            #expect(moment.text("reason") == "noConnectionState")
            #expect(moment.text("place") == "firewall/fw1" || moment.text("place") == "firewall/fw2")
        }
    }

    @Test func `with shared state none is lost`() throws {
        let lab = try Lab(Self.edge(["sharesState": true], ["sharesState": true]))
        let report = lab.finish()
        let (there, back) = (devices(lab, "forward"), devices(lab, "reverse"))
        #expect(there.keys.contains { there[$0] != back[$0] })
        #expect(report.flows.allSatisfy { $0.lost == 0 })
    }

    @Test func `with source translation answers come back to the device that asked`() throws {
        let lab = try Lab(Self.edge(["sourceNAT": "198.51.100.1"], ["sourceNAT": "198.51.100.2"]))
        let report = lab.finish()
        let (there, back) = (devices(lab, "forward"), devices(lab, "reverse"))
        #expect(there == back)
        #expect(Set(there.values) == ["firewall/fw1", "firewall/fw2"])
        #expect(report.flows.allSatisfy { $0.lost == 0 })
    }

    @Test(arguments: ["tcp", "request"]) func `before a connection begins nothing is lost`(application: String) throws {
        var edge = Self.edge(["sourceNAT": "198.51.100.1"], ["sourceNAT": "198.51.100.2"])
        edge["flows", 0]["protocol"] = .text(application)
        edge["flows", 0]["bidirectional"] = .text("\(application == "tcp")")
        let report = try Lab(edge).finish()
        #expect(report.flows.allSatisfy { $0.lost == 0 && $0.outages.isEmpty })
    }

    @Test(arguments: ["tcp", "request"]) func `what returns through the other is lost from its first packet on`(
        application: String
    ) throws {
        var edge = Self.edge()
        edge["flows", 0]["protocol"] = .text(application)
        edge["flows", 0]["bidirectional"] = .text("\(application == "tcp")")
        let lab = try Lab(edge)
        let report = lab.finish()
        let (there, back) = (devices(lab, "forward"), devices(lab, "reverse"))
        let astray = Set(there.keys.filter { there[$0] != back[$0] })
        let reverse = try #require(report.flows.first { $0.direction == .reverse })
        #expect(!astray.isEmpty && Set(reverse.outages.flatMap(\.tuples)) == astray)
        #expect(reverse.outages.allSatisfy { $0.isOpen })
    }

    @Test func `where both sides may begin, nobody needs to be known`() throws {
        let lab = try Lab(Self.edge(["permit": "both"], ["permit": "both"]))
        #expect(lab.finish().flows.allSatisfy { $0.lost == 0 })
    }

    @Test func `a table that is full keeps what it has and drops what is new`() throws {
        let lab = try Lab(Self.edge(["connections": 4, "sharesState": true], ["sharesState": true]))
        let report = lab.finish()
        let forward = try #require(report.flows.first { $0.direction == .forward })
        let lost = Set(lab.lostProbes.filter { $0.key.direction == "forward" }.map(\.key.index))
        #expect(forward.lost > 0 && lost.count == 28)
    }

    @Test func `when a firewall fails, what goes by the other is new to it and passes; shared or not`() throws {
        for shares in [false, true] {
            let keys: YAML = ["sharesState": .text("\(shares)")]
            var edge = Self.edge(keys, keys, duration: "12s")
            edge.step("4s", "fail", "firewall/fw1")
            let lab = try Lab(edge)
            let report = lab.finish()
            let forward = try #require(
                report.convergence.first { $0.direction == .forward && $0.stepPhase.phase == .fault }
            )
            // The core's own port is up: BFD tells it, after 300 ms × 3.
            #expect(!forward.isOpen && forward.worstOutage <= .seconds(1))
            #expect(Set(devices(lab, "reverse").values.map { "\($0)" }) == ["firewall/fw2"])
        }
    }
}
