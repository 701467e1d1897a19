import Convergence
import Network
import NetworkTypes
import TestLab
import Testing

/// Real routers' habits: each costs what it says, and the report says which it was.
@Suite("Profiles") struct ProfileTests {
    private static func edge(_ keys: KeyValuePairs<String, YAML>, duration: String = "15s") -> YAML {
        var edge = Edge.standard(duration: duration)
        edge["flows", 0]["rate"] = "40/s"
        edge["flows", 0]["bidirectional"] = false
        for router in 0..<2 {
            for (key, value) in keys { edge["customerSites", 0]["routers", router][key] = value }
        }
        edge["customerSites", 0]["routers", 0]["import"] = [["localPreference": 150]]
        return edge
    }

    private static func forward(_ report: Report) throws -> ConvergenceReport {
        try #require(report.convergence.first { $0.direction == .forward && $0.stepPhase.phase == .fault })
    }

    private static func costs(_ entry: ConvergenceReport) -> [String] {
        entry.criticalPath.compactMap { $0.cost?.text }
    }

    @Test func `without BFD a carrier delay is what a cut link costs`() throws {
        var edge = Self.edge(["carrierDelay": "2s", "bfd": false])
        edge.step("2s", "cut", "link/er/primary/customer")
        let entry = try Self.forward(try Lab(edge).finish())
        #expect((.seconds(2) ... .milliseconds(2_050)).contains(entry.worstOutage))
        #expect(entry.detectedBy == .carrier && entry.detection == .seconds(2))
        #expect(Self.costs(entry) == ["carrier delay 2 s (topology file)"])
    }

    @Test func `a loss shorter than the carrier delay is not noticed, and costs its own length`() throws {
        var edge = Self.edge(["carrierDelay": "2s", "bfd": false])
        edge.step("2s", "cut", "link/er/primary/customer", ["for": "1500ms"])
        let lab = try Lab(edge)
        let report = lab.finish()
        let entry = try Self.forward(report)
        #expect((.milliseconds(1_450) ... .milliseconds(1_550)).contains(entry.worstOutage))
        #expect(lab.moments(.sessionDown, "session/cpe1/er/primary", node: "router/cpe1").isEmpty)
        #expect(lab.moments(.carrierIgnored, "link/er/primary/customer", node: "router/cpe1").count == 1)
    }

    @Test func `decision and FIB programming delay what an ideal router does at once`() throws {
        var edge = Self.edge(["decisionDelay": "300ms", "fib": ["delay": "100ms", "rate": "10/s"]])
        edge["customerSites", 0]["routers", 1]["decisionDelay"] = "0s"
        edge["customerSites", 0]["routers", 1]["fib"] = ["delay": "0s"]
        edge.step("2s", "cut", "link/er/primary/customer")
        let entry = try Self.forward(try Lab(edge).finish())
        #expect((.milliseconds(300) ... .milliseconds(700)).contains(entry.worstOutage))
        #expect(Self.costs(entry).contains("decision delay 300 ms (topology file)"))
    }

    @Test(arguments: ["iosxe", "junos", "eos", "frr", "bird"])
    func `a profile says in the report what it cost`(profile: YAML) throws {
        var edge = Self.edge(["profile": profile])
        edge.step("2s", "blackhole", "link/er/primary/customer")
        let entry = try Self.forward(try Lab(edge).finish())
        #expect(!entry.isOpen && entry.worstOutage >= .milliseconds(600))
        if case .text(let name) = profile, name != "bird" {
            #expect(!Self.costs(entry).isEmpty)
            #expect(
                entry.criticalPath.compactMap(\.cost).allSatisfy { $0.origin == "profile \(name)" && $0.source != nil }
            )
        }
    }

    @Test func `packets follow the old route until the new one is programmed`() throws {
        var edge = Self.edge(["fib": ["delay": "1s"]], duration: "30s")
        edge.step("2s", "withdraw", "router/cpe1", ["prefixes": ["10.101.0.0/16"]])
        let lab = try Lab(edge)
        #expect(try Self.forward(lab.finish()).worstOutage == .zero)
    }

    @Test func `the advertisement interval holds back what follows soon`() throws {
        var edge = Self.edge(["advertisementInterval": "5s"], duration: "30s")
        edge["customerSites", 0]["routers", 0]["originate"] = ["10.150.0.0/24"]
        edge.step("12s", "withdraw", "router/cpe1", ["prefixes": ["10.150.0.0/24"]])
        edge.step("13s", "announce", "router/cpe1", ["prefixes": ["10.150.0.0/24"]])
        let lab = try Lab(edge)
        _ = lab.finish()
        let sent = lab.moments(.updateSent, "session/cpe1/er/primary", node: "router/cpe1", after: .seconds(12))
        #expect(sent.map(\.at) == [.seconds(12), .seconds(17)])
    }
}

/// A link that flaps, with and without dampening.
@Suite("Dampening of a flapping link") struct DampeningRunTests {
    private static func lab(_ keys: KeyValuePairs<String, YAML>) throws -> Lab {
        var edge = Edge.standard(duration: "60s")
        edge["flows"] = []
        for router in 0..<2 {
            for (key, value) in keys { edge["customerSites", 0]["routers", router][key] = value }
        }
        edge.step("2s", "flap", "link/er/primary/customer", ["period": "4s", "count": "8"])
        let lab = try Lab(edge)
        _ = lab.finish()
        return lab
    }

    private static func ups(_ lab: Lab) -> Int {
        lab.moments(.sessionUp, "session/cpe1/er/primary", node: "router/cpe1", after: .zero).count
    }

    @Test func `without it the session comes back again and again`() throws {
        let lab = try Self.lab([:])
        #expect(Self.ups(lab) >= 5)
        #expect(lab.moments(.interfaceSuppressed).isEmpty && lab.moments(.routesSuppressed).isEmpty)
    }

    @Test func `dampening of the interface leaves it down until the link is quiet`() throws {
        let lab = try Self.lab(["interfaceDampening": "true"])
        #expect((1...3).contains(Self.ups(lab)))
        #expect(lab.moments(.interfaceSuppressed, "link/er/primary/customer", node: "router/cpe1").count == 1)
        let reused = lab.moments(.interfaceReused, "link/er/primary/customer", node: "router/cpe1")
        // The last carrier was lost at 30 s; quiet for at most 20 s.
        #expect(reused.count == 1 && reused.allSatisfy { $0.at > .seconds(32) && $0.at <= .seconds(50) })
    }

    @Test func `dampening of routes keeps them from being used, and uses them again`() throws {
        let lab = try Self.lab(["dampening": ["halfLife": "5s", "reuse": "750", "suppress": "1500"]])
        #expect(Self.ups(lab) >= 5)
        #expect(!lab.moments(.routesSuppressed, "session/cpe1/er/primary", node: "router/cpe1").isEmpty)
        let reused = lab.moments(.routesReused, "session/cpe1/er/primary", node: "router/cpe1")
        #expect(reused.last.map { $0.at > .seconds(32) && $0.at < .seconds(50) } == true)
    }
}
