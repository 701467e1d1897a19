import Convergence
import Network
import NetworkTypes
import TestLab
import Testing

/// Microsoft's three designs, and what each survives.
@Suite("Resiliency") struct ResiliencyTests {
    static let metro: YAML = {
        var edge = Edge.standard(duration: "40s")
        edge.append(["name": "amsterdam2"], to: "peeringLocations")
        edge["circuits", 0]["peeringLocation"] = ["amsterdam", "amsterdam2"]
        return edge
    }()

    private static func losingLocation(_ edge: YAML) throws -> Report {
        var edge = edge
        edge["flows", 0]["rate"] = "32/s"
        edge.step("2s", "fail", "peeringLocation/amsterdam")
        let lab = try Lab(edge)
        return lab.finish()
    }

    @Test func `standard resiliency does not survive the loss of its location`() throws {
        let report = try Self.losingLocation(Edge.standard(duration: "30s"))
        for entry in report.convergence { #expect(entry.isOpen && entry.hurt == 16) }
        #expect(report.finalState.flowsDown.count == 2)
    }

    @Test(arguments: [
        Variant("Metro") { $0 = metro }, Variant("maximum resiliency") { $0 = Edge.maximum(duration: "40s") },
    ]) func `Metro and maximum resiliency do`(design: Variant) throws {
        let report = try Self.losingLocation(design.applied(to: [:]))
        #expect(report.finalState.flowsDown.isEmpty)
        let forward = try #require(report.convergence.first { $0.direction == .forward })
        #expect(!forward.isOpen && forward.worstOutage <= .seconds(1))
        let reverse = try #require(report.convergence.first { $0.direction == .reverse })
        // About 15 s for a lost location, never more than a minute.
        #expect(!reverse.isOpen && (.seconds(10) ... .seconds(20)).contains(reverse.worstOutage))
    }

    @Test(arguments: ["gateway/ergw/instance/0", "gateway/ergw/instance/1", "zone/westeurope/1", "zone/westeurope/2"])
    func `FastPath does not notice the loss of an instance or of another zone, the way through the gateway does`(
        target: String
    ) throws {
        for usesFastPath in [true, false] {
            var edge = Edge.standard(duration: "30s")
            edge["flows", 0]["rate"] = "40/s"
            edge["connections", 0]["fastPath"] = .text("\(usesFastPath)")
            edge.step("2s", "fail", .text(target))
            let lab = try Lab(edge)
            let report = lab.finish()
            for entry in report.convergence {
                if usesFastPath || entry.direction == .reverse {
                    #expect(entry.worstOutage == .zero && entry.lost == 0)
                } else {
                    // BFD of 1 s × 3 between the MSEEs and the instance.
                    #expect(entry.worstOutage > .seconds(2) && entry.worstOutage <= .seconds(3.1))
                    #expect((1...8).contains(entry.hurt))
                    #expect(entry.detectedBy == .bfd)
                }
            }
        }
    }

    @Test func `a packet's way shows whether it skips the gateway`() throws {
        var edge = Edge.standard(duration: "1s")
        let plain = try Lab(edge)
        edge["connections", 0]["fastPath"] = true
        let fast = try Lab(edge)
        plain.run(to: .zero)
        fast.run(to: .zero)
        let instances = Set(plain.paths("f").flatMap(\.nodes).filter { $0.hasPrefix("gateway/") })
        #expect(instances == ["gateway/ergw/instance/0", "gateway/ergw/instance/1", "gateway/ergw/instance/2"])
        #expect(fast.paths("f").allSatisfy { path in !path.nodes.contains { $0.hasPrefix("gateway/") } })
        for direction in [plain.paths("f", .reverse), fast.paths("f", .reverse)] {
            #expect(direction.allSatisfy { path in !path.nodes.contains { $0.hasPrefix("gateway/") } })
        }
    }

    @Test func `an instance that died is replaced, and takes its share again`() throws {
        var edge = Edge.standard(duration: "120s")
        edge["flows", 0]["rate"] = "16/s"
        edge["timing"] = ["instanceReplacement": "20s"]
        edge.step("2s", "fail", "gateway/ergw/instance/1")
        let lab = try Lab(edge)
        lab.run(to: .zero)
        let before = lab.paths("f")
        lab.run(to: .seconds(15))
        #expect(lab.paths("f").allSatisfy { path in !path.nodes.contains("gateway/ergw/instance/1") })
        _ = lab.finish()
        let unhealthy = try #require(lab.moments(.instanceUnhealthy).first)
        // Two probes in a row, 5 s apart.
        #expect((.seconds(5) ... .seconds(10)).contains(unhealthy.at - .seconds(2)))
        #expect(lab.moments(.instanceReplaced).map { $0.at - unhealthy.at } == [.seconds(20)])
        #expect(lab.paths("f") == before)
    }

    @Test func `an instance whose zone is gone is replaced once the zone is back`() throws {
        var edge = Edge.standard(duration: "90s")
        edge["flows"] = []
        edge["timing"] = ["instanceReplacement": "10s"]
        edge.step("1s", "fail", "gateway/ergw/instance/0")
        edge.step("2s", "fail", "zone/westeurope/1", ["for": "40s"])
        let lab = try Lab(edge)
        _ = lab.finish()
        let replaced = try #require(lab.moments(.instanceReplaced).first)
        #expect((.seconds(52) ... .seconds(58)).contains(replaced.at))
        #expect(lab.sessionsDown.isEmpty)
    }
}
