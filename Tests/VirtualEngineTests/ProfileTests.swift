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
                entry.criticalPath.compactMap(\.cost).allSatisfy {
                    // Of BFD, the MSEE's multiplier counts.
                    $0.setting == "bfd"
                        ? $0.origin == "msee/amsterdam/1" : $0.origin == "profile \(name)" && $0.source != nil
                }
            )
        }
    }

    @Test func `packets follow the old route until the new one is programmed`() throws {
        var edge = Self.edge(["fib": ["delay": "1s"]], duration: "30s")
        edge.step("2s", "withdraw", "router/cpe1", ["prefixes": ["10.101.0.0/16"]])
        let lab = try Lab(edge)
        #expect(try Self.forward(lab.finish()).worstOutage == .zero)
    }

    @Test func `a router's own prefixes take no place in the line of what it learns`() throws {
        var edge = Self.edge(["fib": ["delay": "50ms", "rate": "100/s"]], duration: "20s")
        // Ten seconds' worth of programming.
        edge.step("2s", "announce", "router/cpe1", ["prefixes": ["20.0.0.0/24 count 1000"]])
        edge.step("3s", "cut", "link/er/primary/customer")
        let lab = try Lab(edge)
        _ = lab.finish()
        let programmed = lab.moments(.routesInstalled, "router/cpe1", after: .seconds(3))
        let learned = try #require(programmed.first { $0.text("setting") == "fib" })
        #expect(learned.at <= .milliseconds(3_100))
    }

    @Test func `the report says whose figures a silent loss waited for`() throws {
        var edge = Self.edge(["profile": "junos", "bfd": false], duration: "200s")
        edge.step("2s", "blackhole", "link/er/primary/customer")
        let report = try Lab(edge).finish()
        let hold = try #require(report.settings.first { $0.cost.setting == "holdTime" && $0.node == "router/cpe1" })
        #expect(hold.cost.time == .seconds(90) && hold.cost.origin == "profile junos" && hold.steps == [1])

        edge = Self.edge(["bfd": ["interval": "500ms", "multiplier": "5"]])
        edge.step("2s", "blackhole", "link/er/primary/customer")
        let settings = try Lab(edge).finish().settings.filter { $0.cost.setting == "bfd" }
        // Each end waits for as many packets as the other one says; the slower interval is the customer's.
        let times = Dictionary(uniqueKeysWithValues: settings.map { ($0.node, $0.cost.time) })
        #expect(times == ["router/cpe1": .milliseconds(1_500), "msee/amsterdam/1": .milliseconds(2_500)])
        #expect(settings.allSatisfy { $0.cost.origin == "topology file" })
    }

    @Test func `a session that comes back says nothing of routes at first, and the report says why`() throws {
        var edge = Self.edge(["firstUpdateDelay": "1250ms", "idleHold": "3s", "retryBackoff": false])
        edge.step("2s", "reset", "session/cpe1/er/primary")
        let lab = try Lab(edge)
        let report = lab.finish()
        let session = "session/cpe1/er/primary"
        let up = try #require(lab.moments(.sessionUp, session, node: "router/cpe1", after: .seconds(2)).first)
        let sent = try #require(lab.moments(.updateSent, session, node: "router/cpe1", after: .seconds(2)).first)
        #expect((.seconds(5) ... .milliseconds(5_100)).contains(up.at))
        #expect(sent.at == up.at + .milliseconds(1_250))
        #expect(sent.text("setting") == "firstUpdateDelay")
        let cost = try #require(report.settings.first { $0.cost.setting == "firstUpdateDelay" })
        #expect(cost.cost.time == .milliseconds(1_250) && cost.cost.origin == "topology file")
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

/// A link that flaps six times, 5 s down and 5 s up, the last time until 57 s; with and without dampening.
@Suite("Dampening of a flapping link") struct DampeningRunTests {
    private static let session = "session/cpe1/er/primary"
    private static let link = "link/er/primary/customer"

    private static func lab(_ keys: KeyValuePairs<String, YAML>) throws -> Lab {
        var edge = Edge.standard(duration: "130s")
        edge["flows"] = []
        for router in 0..<2 {
            for (key, value) in keys { edge["customerSites", 0]["routers", router][key] = value }
        }
        edge.step("2s", "flap", .text(link), ["period": "10s", "count": "6"])
        let lab = try Lab(edge)
        _ = lab.finish()
        return lab
    }

    private static func ups(_ lab: Lab) -> [Duration] {
        lab.moments(.sessionUp, session, node: "router/cpe1", after: .zero).map(\.at)
    }

    @Test func `without it the session comes back again and again`() throws {
        let lab = try Self.lab([:])
        // After the third the neighbour lets the session rest for longer than the link stays (RFC 4271 §8.1.1).
        #expect(Self.ups(lab).count { $0 < .seconds(57) } >= 4)
        #expect(lab.moments(.interfaceSuppressed).isEmpty && lab.moments(.routesSuppressed).isEmpty)
    }

    @Test func `dampening of the interface leaves it down until the link is quiet`() throws {
        let lab = try Self.lab(["interfaceDampening": ["halfLife": "30s", "maximumSuppress": "60s"]])
        let suppressed = lab.moments(.interfaceSuppressed, Self.link, node: "router/cpe1")
        #expect(suppressed.map(\.at) == [.seconds(22)])
        // The last carrier was lost at 52 s; 3640 falls to 1000 in 55.9 s.
        let reused = lab.moments(.interfaceReused, Self.link, node: "router/cpe1")
        #expect(reused.count == 1 && reused.allSatisfy { (.seconds(107) ... .seconds(108)).contains($0.at) })
        let ups = Self.ups(lab)
        #expect(ups.count { $0 < .seconds(22) } == 2 && ups.allSatisfy { $0 < .seconds(22) || $0 > .seconds(107) })
        #expect(ups.contains { $0 > .seconds(107) })
    }

    @Test func `dampening of routes keeps them from being used, and uses them again`() throws {
        let lab = try Self.lab(["dampening": ["halfLife": "10s", "reuse": "750", "suppress": "1500"]])
        #expect(Self.ups(lab).count { $0 < .seconds(57) } >= 4)
        let suppressed = lab.moments(.routesSuppressed, Self.session, node: "router/cpe1").map(\.at)
        let reused = lab.moments(.routesReused, Self.session, node: "router/cpe1").map(\.at)
        // The third loss: 1000 × (1/4 + 1/2 + 1) is above 1500.
        #expect(suppressed.first == .seconds(22) && suppressed.count == reused.count)
        #expect(zip(suppressed, reused).allSatisfy { $0 < $1 } && reused.allSatisfy { $0 > .seconds(32) })
        #expect(lab.route("10.10.0.0/16", at: "router/cpe1") != nil)
    }
}
