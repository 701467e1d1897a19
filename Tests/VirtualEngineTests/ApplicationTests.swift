import Convergence
import Network
import NetworkTypes
import TestLab
import Testing
import VirtualEngine

/// TCP connections and requests between machines.
@Suite("Applications") struct ApplicationTests {
    private static func edge(_ application: String, duration: String = "30s", _ more: [String: YAML] = [:]) -> YAML {
        var edge = Edge.standard(duration: duration)
        edge["timing"] = "ideal"
        var flow: YAML = [
            "name": "f", "from": "hq/db", "to": "hub/app", "rate": "40/s", "count": 4, "protocol": .text(application),
        ]
        for (key, value) in more.sorted(by: { $0.key < $1.key }) { flow[key] = value }
        edge["flows", 0] = flow
        return edge
    }

    private func application(_ report: Report, _ direction: FlowDirection = .forward) throws -> ApplicationReport {
        let flow = try #require(report.flows.first { $0.name == "f" && $0.direction == direction })
        return try #require(flow.application)
    }

    // MARK: TCP

    @Test func `nothing is late and nothing sent again while nothing happens`() throws {
        let lab = try Lab(Self.edge("tcp", duration: "10s", ["bidirectional": true, "size": "1000"]))
        let report = lab.finish()
        for direction in FlowDirection.allCases {
            let flow = try #require(report.flows.first { $0.direction == direction })
            #expect(flow.sent >= 396 && flow.lost == 0)
            let application = try application(report, direction)
            #expect(application.stalls.isEmpty && application.breaks.isEmpty && application.retransmitted == 0)
        }
    }

    @Test func `a silent loss costs no message and stalls a connection until its next retransmission`() throws {
        var edge = Self.edge("tcp")
        edge.step("5s", "blackhole", "link/er/primary", ["for": "10s"])
        let report = try Lab(edge).finish()
        let flow = try #require(report.flows.first)
        let outage = try #require(flow.outages.first).duration
        let application = try application(report)
        #expect(flow.lost == 0 && application.breaks.isEmpty)
        #expect(application.longestStall >= outage && application.longestStall <= outage * 2 + .milliseconds(300))
        #expect((application.retransmitted ?? 0) > 0)
        #expect(application.stalls.allSatisfy { $0.cause == StepPhase(step: 1, phase: .fault) })
    }

    @Test func `retransmissions of one segment double their distance from 200 ms on, behind a probe`() throws {
        var edge = Self.edge("tcp", duration: "30s", ["count": "1", "rate": "1/s"])
        edge.step("5500ms", "blackhole", ["link/er/primary", "link/er/secondary"], ["for": "7s"])
        for router in 0...1 { edge["customerSites", 0]["routers", router]["bfd"] = false }
        let stall = try #require(try application(try Lab(edge).finish()).stalls.first)
        // Written at 6 s; a probe 0.2 s later, sent again 0.4, 0.8, 1.7, 3.3 and 6.6 s later. The path is back at 12.5 s.
        #expect(stall.start >= .seconds(6) && stall.start < .milliseconds(6_100))
        #expect(stall.end > .milliseconds(12_550) && stall.end < .milliseconds(12_900))
    }

    @Test func `a connection that is not answered for its timeout breaks, and the next message opens another`() throws {
        var edge = Self.edge("tcp", duration: "60s", ["timeout": "5s"])
        edge.step("5s", "blackhole", ["link/er/primary", "link/er/secondary"], ["for": "15s"])
        for router in 0...1 { edge["customerSites", 0]["routers", router]["bfd"] = false }
        let report = try Lab(edge).finish()
        let application = try application(report)
        #expect(application.breaks.count >= 4 && application.breaks.allSatisfy { $0.reason == "timed out" })
        let flow = try #require(report.flows.first)
        #expect(flow.lost > 0 && flow.inFlight < 8 && flow.received > 40 * 30)
    }

    @Test func `a machine that has been off remembers no connection and refuses their segments`() throws {
        var edge = Self.edge("tcp", duration: "40s")
        edge.step("5s", "fail", "machine/hub/app", ["for": "5s"])
        let report = try Lab(edge).finish()
        let application = try application(report)
        #expect(application.breaks.map(\.reason).allSatisfy { $0 == "reset by the other end" || $0 == "refused" })
        #expect(application.breaks.count == 4)
        #expect(try #require(report.flows.first).received > 40 * 20)
    }

    // MARK: Requests

    @Test func `every request is answered once while nothing happens`() throws {
        let report = try Lab(Self.edge("request", duration: "10s")).finish()
        let application = try application(report)
        #expect(application.requests == 400 && application.repeated == 0 && application.troubledRequests.isEmpty)
        #expect((application.answered ?? 0) + (application.waiting ?? 0) == 400)
        #expect(report.flows.allSatisfy { $0.lost == 0 && $0.sent >= 399 })
    }

    @Test func `what was lost is asked again after the timeout, then after twice as long`() throws {
        var edge = Self.edge("request", duration: "30s", ["timeout": "300ms", "retries": "4"])
        edge.step("5s", "blackhole", "link/er/primary", ["for": "10s"])
        let application = try application(try Lab(edge).finish())
        #expect(application.count(.failed) == 0 && application.count(.delayed) > 0)
        // 300 and 600 ms after the first try; detection takes less than 900 ms.
        let wait = try #require(application.longestWait)
        #expect(wait >= .milliseconds(900) && wait < .milliseconds(950))
        #expect(application.troubledRequests.allSatisfy { $0.cause == StepPhase(step: 1, phase: .fault) })
    }

    @Test func `a request fails once its last try has not been answered`() throws {
        var edge = Self.edge("request", duration: "30s", ["timeout": "500ms", "retries": "1"])
        edge.step("5s", "cut", ["link/er/primary", "link/er/secondary"], ["for": "5s"])
        let lab = try Lab(edge)
        let application = try application(lab.finish())
        let failed = application.count(.failed)
        // Tries at 0 and 0.5 s: what is asked from 5 s to the return of a path, less half a second.
        #expect(failed > 40 * 4 && failed < 40 * 8)
        #expect(application.troubledRequests.filter { $0.fate == .failed }.allSatisfy { $0.tries == 2 })
    }

    @Test func `both families have them`() throws {
        for application in ["tcp", "request"] {
            var edge = Self.edge(application, duration: "5s")
            Edge.dualStack(&edge, family: "ipv6")
            let report = try Lab(edge).finish()
            #expect(report.flows.allSatisfy { $0.lost == 0 } && report.flows.contains { $0.received > 150 })
        }
    }

    @Test func `the same seed gives the same journal`() throws {
        func journal() throws -> [JournalEvent] {
            var edge = Self.edge("tcp", duration: "10s", ["bidirectional": true])
            edge.step("3s", "cut", "link/er/primary", ["for": "3s"])
            let lab = try Lab(edge)
            _ = lab.finish()
            return lab.engine.network.journal.events
        }
        #expect(try journal() == journal())
    }
}
