import Convergence
import Network
import NetworkTypes
import TestLab
import Testing

/// Graceful restart, and what BFD makes of it, in the whole network.
@Suite("Graceful restart in a network") struct GracefulRestartNetworkTests {
    private static let session = "session/cpe1/er/primary"
    private static let msee = "msee/amsterdam/1"

    /// Everybody restarts gracefully, with a restart time of ten seconds.
    static func edge(independentBFD: Bool, _ more: YAML = [:], duration: String = "60s") -> YAML {
        var edge = Edge.standard(duration: duration)
        var restart: YAML = ["restartTime": "10s", "selectionDeferral": "5s"]
        if case .mapping(let pairs) = more { for pair in pairs { restart[pair.key] = pair.value } }
        let bfd: YAML = ["controlPlaneIndependent": independentBFD ? true : false]
        edge["timing"] = "ideal"
        edge["circuits", 0]["gracefulRestart"] = restart
        edge["circuits", 0]["bfd"] = bfd
        edge["customerSites", 0]["lan"] = ["gracefulRestart": restart, "bfd": bfd]
        for router in 0..<2 {
            edge["customerSites", 0]["routers", router]["gracefulRestart"] = restart
            edge["customerSites", 0]["routers", router]["bfd"] = bfd
        }
        return edge
    }

    private static func outcomes(_ lab: Lab, node: String = msee) -> [String?] {
        lab.moments(.restartEnded, session, node: node).map { $0.text("outcome") }
    }

    /// The longest outage of either direction that the first step caused.
    private static func outage(_ report: Report) -> Duration {
        report.flows.flatMap(\.outages).map(\.duration).max() ?? .zero
    }

    @Test(arguments: [true, false]) func `a routing process that crashes and comes back costs nothing`(
        independentBFD: Bool
    ) throws {
        var edge = Self.edge(independentBFD: independentBFD)
        edge.step("5s", "fail", "router/cpe1", ["mode": "bgpCrash", "for": "6s"])
        let lab = try Lab(edge)
        let report = lab.finish()
        #expect(report.flows.allSatisfy { $0.lost == 0 && $0.moved == 0 })
        #expect(Self.outcomes(lab) == ["completed"])
        #expect(lab.moments(.selectionBegan, "router/cpe1").count == 1)
        // BFD in hardware does not even notice.
        let isQuiet = lab.moments(.bfdDown, after: .zero).isEmpty && lab.moments(.bfdUp, after: .zero).isEmpty
        #expect(isQuiet == independentBFD)
    }

    @Test func `a neighbour that connects while the processes hang is heard when they go on`() throws {
        var edge = Self.edge(independentBFD: false)
        edge.step("5s", "fail", "router/cpe1", ["mode": "controlPlaneStall", "for": "4s"])
        let lab = try Lab(edge)
        _ = lab.finish()
        let up = lab.moments(.sessionUp, "session/cpe2/lan/cpe1", node: "router/cpe2", after: .seconds(5))
        #expect(up.count == 1 && up.allSatisfy { $0.at < .seconds(20) })
        #expect(lab.sessionsDown.isEmpty)
    }

    @Test(arguments: [true, false]) func `who takes BFD for death does not wait for a restart`(waits: Bool) throws {
        var edge = Self.edge(independentBFD: false)
        edge["customerSites", 0]["routers", 0]["bfdRestart"] = waits ? true : false
        edge["customerSites", 0]["routers", 0]["import"] = [["localPreference": 150]]
        edge.step("5s", "fail", "msee/amsterdam/1")
        let lab = try Lab(edge)
        let report = lab.finish()
        let awaited = lab.moments(.restartAwaited, Self.session, node: "router/cpe1")
        #expect(awaited.isEmpty != waits)
        let forward = report.flows.filter { $0.direction == .forward }.flatMap(\.outages).map(\.duration).max()
        let outage = try #require(forward)
        #expect(waits ? outage > .seconds(10) : outage < .seconds(1))
    }

    @Test func `one that takes too long loses its routes when the restart time is over`() throws {
        var edge = Self.edge(independentBFD: true)
        edge.step("5s", "fail", "router/cpe1", ["mode": "bgpCrash", "for": "30s"])
        let lab = try Lab(edge)
        let report = lab.finish()
        #expect(Self.outcomes(lab).first == "restartTimeExpired")
        let ended = try #require(lab.moments(.restartEnded, Self.session, node: Self.msee).first)
        #expect(ended.at >= .seconds(15) && ended.at < .milliseconds(15_010))
        // It forwards all the time, so even then nothing is lost.
        #expect(report.flows.allSatisfy { $0.lost == 0 })
    }

    @Test func `without graceful restart the same moves traffic away and back`() throws {
        var edge = Edge.standard()
        edge["timing"] = "ideal"
        edge.step("5s", "fail", "router/cpe1", ["mode": "bgpCrash", "for": "6s"])
        let report = try Lab(edge).finish()
        #expect(report.flows.allSatisfy { $0.moved > 0 })
        #expect(report.convergence.contains { $0.detectedBy == .transport })
    }

    @Test func `stale routes to a dead router are a black hole, where BFD shares the fate of the control plane`() throws
    {
        var edge = Self.edge(independentBFD: false)
        edge.step("5s", "fail", "router/cpe1")
        let lab = try Lab(edge)
        let report = lab.finish()
        #expect(Self.outcomes(lab) == ["restartTimeExpired"])
        let outage = Self.outage(report)
        #expect(outage > .seconds(10) && outage < .seconds(11))
    }

    @Test func `BFD that does not share it ends the graceful restart of a dead router`() throws {
        var edge = Self.edge(independentBFD: true)
        edge.step("5s", "fail", "router/cpe1")
        let lab = try Lab(edge)
        let report = lab.finish()
        // It was still up when BFD found out, so there was never anything to wait for.
        #expect(Self.outcomes(lab).isEmpty)
        #expect(Self.outage(report) < .seconds(1))
    }

    @Test func `BFD that does not share it ends a restart that turns out to be a failure`() throws {
        var edge = Self.edge(independentBFD: true)
        edge.step("5s", "fail", "router/cpe1", ["mode": "bgpCrash"])
        edge.step("8s", "fail", "router/cpe1")
        let lab = try Lab(edge)
        let report = lab.finish()
        #expect(Self.outcomes(lab) == ["forwardingDead"])
        #expect(Self.outage(report) < .seconds(1))
    }

    @Test func `a router that was switched off comes back without its forwarding state`() throws {
        var edge = Self.edge(independentBFD: false)
        edge.step("5s", "fail", "router/cpe1", ["mode": "reload", "for": "5s", "startup": "1s"])
        let lab = try Lab(edge)
        _ = lab.finish()
        #expect(Self.outcomes(lab).first == "forwardingLost")
        let up = try #require(lab.moments(.sessionUp, Self.session, node: "router/cpe1", after: .seconds(5)).first)
        // Ports at 10 s, BGP a second later.
        #expect(up.at > .seconds(11) && up.at < .seconds(13))
    }

    @Test func `a router that knows routes of old removes what nobody announces again`() throws {
        var edge = Self.edge(independentBFD: true)
        edge.step("5s", "fail", "router/cpe1", ["mode": "bgpCrash", "for": "6s"])
        edge.step("7s", "withdraw", "core/hq")
        let lab = try Lab(edge)
        _ = lab.finish()
        let swept = try #require(lab.moments(.routesSwept, "router/cpe1").first)
        #expect(swept.number("count") == 1)
    }

    @Test func `a neighbour that does not come back is waited for until the deferral timer expires`() throws {
        var edge = Self.edge(independentBFD: true)
        edge.step("5s", "fail", ["router/cpe1", "core/hq"], ["mode": "bgpCrash", "for": "20s"])
        edge.step("6s", "restore", "router/cpe1")
        let lab = try Lab(edge)
        let report = lab.finish()
        let began = try #require(lab.moments(.selectionBegan, "router/cpe1").first)
        #expect(began.at >= .seconds(11) && began.at < .milliseconds(11_010))
        guard case .list(let missing)? = began.event["missing"] else { return }
        #expect(missing == [.string("session/cpe1/lan/core")])
        #expect(report.flows.contains { $0.direction == .reverse })
    }

    @Test func `after the restart time long-lived routes are used as a last resort`() throws {
        var edge = Self.edge(independentBFD: true, ["longLived": "20s"])
        // The other connection is gone, so that there is nothing else.
        edge.step("2s", "shutdown", "session/cpe2/er/secondary")
        edge.step("5s", "fail", "msee/amsterdam/1", ["mode": "bgpCrash"])
        let lab = try Lab(edge)
        let report = lab.finish()
        #expect(Self.outcomes(lab, node: "router/cpe1") == ["longLived", "longLivedTimeExpired"])
        let forward = try #require(report.flows.first { $0.direction == .forward })
        #expect(forward.outages.contains { $0.start > .seconds(34) && $0.start < .seconds(36) && $0.isOpen })
        #expect(!forward.outages.contains { $0.start > .seconds(5) && $0.start < .seconds(34) })
    }

    @Test func `but are not passed on to who does not know them, such as a gateway (RFC 9494 §4.3)`() throws {
        var edge = Self.edge(independentBFD: true, ["longLived": "20s"])
        edge.step("2s", "shutdown", "session/cpe2/er/secondary")
        edge.step("5s", "fail", "router/cpe1", ["mode": "bgpCrash"])
        let lab = try Lab(edge)
        let report = lab.finish()
        #expect(Self.outcomes(lab) == ["longLived", "longLivedTimeExpired"])
        let reverse = try #require(report.flows.first { $0.direction == .reverse })
        #expect(reverse.outages.contains { $0.start > .seconds(14) && $0.start < .seconds(16) && $0.isOpen })
    }

    @Test(arguments: [true, false])
    func `a core that does not know them gets them in words that it knows, where that is wanted (RFC 9494 §4.6)`(
        isWanted: Bool
    ) throws {
        var edge = Self.edge(independentBFD: true, ["longLived": "20s"])
        edge["customerSites", 0]["lan"] = ["spreadLongLivedStale": isWanted ? true : false]
        edge.step("2s", "shutdown", "session/cpe2/er/secondary")
        edge.step("5s", "fail", "msee/amsterdam/1", ["mode": "bgpCrash"])
        let lab = try Lab(edge)
        let report = lab.finish()
        let forward = try #require(report.flows.first { $0.direction == .forward })
        // The restart time ends at 15 s, the long-lived one at 35 s.
        let start = try #require(forward.outages.first { $0.start > .seconds(5) }?.start)
        #expect(isWanted ? start > .seconds(34) : start > .seconds(14) && start < .seconds(16))
    }

    @Test func `and give way to any other route`() throws {
        var edge = Self.edge(independentBFD: true, ["longLived": "20s"])
        edge["customerSites", 0]["routers", 1]["export"] = [["prepend": 3]]
        edge.step("5s", "fail", "router/cpe1", ["mode": "bgpCrash"])
        let lab = try Lab(edge)
        let report = lab.finish()
        let chosen = lab.moments(.routesDecided, after: .seconds(14)).filter { $0.at < .seconds(16) }
        #expect(chosen.contains { $0.event.subject.hasPrefix("gateway/") || $0.event.subject == Self.msee })
        #expect(report.flows.allSatisfy { $0.outages.isEmpty })
    }
}
