import Convergence
import Network
import NetworkTypes
import Testing

@Suite("Outages") struct OutageTests {
    private let way = ["a", "b"]
    private let other = ["c", "b"]

    /// Four 5-tuples that are delivered from time zero on.
    private func start() -> JournalScript {
        var script = JournalScript.settled()
        script.path(.zero, tuples: [0, 1, 2, 3], via: way)
        return script
    }

    @Test func `5-tuples that move without loss make no outage`() throws {
        var script = start()
        let step = script.step(1, at: .seconds(10), "drain", "msee/amsterdam/1")
        script.path(.ms(10_100), tuples: [0, 1], via: other, by: step)
        script.summary(sent: 6000, tuples: 4, end: .seconds(60))
        script.end(at: .seconds(60))
        let report = script.report()
        let flow = try #require(report.flow())
        #expect(flow.outages.isEmpty)
        #expect(flow.moved == 2)
        let entry = try #require(report.entry(1))
        #expect(entry.moved == 2)
        #expect(entry.hurt == 0)
        #expect(entry.routeConvergence == .ms(100))
        #expect(entry.lossOfConnectivity == .zero)
    }

    @Test func `dark spans of one step that overlap or touch are one outage`() throws {
        var script = start()
        let step = script.step(1, at: .seconds(10), "cut", "link/x")
        for (tuple, from, to) in [(0, 10_000, 10_500), (1, 10_200, 10_600), (2, 10_600, 11_000), (3, 11_001, 11_100)] {
            script.path(.ms(from), tuples: [tuple], via: ["a"], lost: "carrier lost", by: step)
            script.path(.ms(to), tuples: [tuple], via: other, by: step)
        }
        script.end(at: .seconds(60))
        let report = script.report()
        let outages = try #require(report.flow()).outages
        #expect(outages.map(\.start) == [.ms(10_000), .ms(11_001)])
        #expect(outages.map(\.duration) == [.ms(1000), .ms(99)])
        #expect(outages.map(\.tuples) == [[0, 1, 2], [3]])
        let entry = try #require(report.entry(1))
        #expect(entry.lossOfConnectivity == .ms(1099))
        #expect(entry.worstOutage == .ms(1000))
        #expect(entry.hurt == 4)
    }

    @Test func `overlapping outages of two steps stay apart, and lost packets with them`() throws {
        var script = start()
        let first = script.step(1, at: .seconds(10), "cut", "link/x")
        script.path(.seconds(10), tuples: [0], via: ["a"], lost: "carrier lost", by: first)
        let second = script.step(2, at: .seconds(12), "cut", "link/y")
        script.path(.seconds(12), tuples: [1], via: ["a"], lost: "carrier lost", by: second)
        // The first step's chain goes on after the second has begun.
        let late = script.tell(.seconds(13), .routesInstalled, "router/a", by: first)
        script.path(.seconds(13), tuples: [0], via: other, by: late)
        script.path(.seconds(15), tuples: [1], via: other, by: second)
        script.loss(tuple: 0, from: .seconds(10), to: .ms(12_900), count: 30, end: .seconds(60))
        script.loss(tuple: 1, from: .seconds(12), to: .ms(14_900), count: 29, end: .seconds(60))
        script.end(at: .seconds(60))
        let report = script.report()
        let outages = try #require(report.flow()).outages
        #expect(outages.map { $0.cause?.step } == [1, 2])
        #expect(outages.map { $0.endedBy?.step } == [1, 2])
        #expect(outages.map(\.duration) == [.seconds(3), .seconds(3)])
        #expect(outages.map(\.lost) == [30, 29])
        #expect(report.entry(1)?.lost == 30)
        #expect(report.entry(2)?.lost == 29)
        #expect(report.entry(1)?.routeConvergence == .seconds(3))
    }

    @Test func `an outage that only the restore ends belongs to the fault`() throws {
        var script = start()
        let fault = script.step(1, at: .seconds(10), "cut", "link/x")
        script.path(.seconds(10), tuples: [0, 1, 2, 3], via: ["a"], lost: "no route", by: fault)
        let restore = script.step(1, .restore, at: .seconds(20), "cut", "link/x")
        let up = script.tell(.seconds(20), .carrierUp, "link/x", [.init("node", .string("a"))], by: restore)
        script.path(.seconds(21), tuples: [0, 1, 2, 3], via: way, by: up)
        script.end(at: .seconds(60))
        let report = script.report()
        let outage = try #require(report.flow()?.outages.first)
        #expect(outage.cause == StepPhase(step: 1, phase: .fault))
        #expect(outage.endedBy == StepPhase(step: 1, phase: .restore))
        let entry = try #require(report.entry(1))
        #expect(entry.lossOfConnectivity == .seconds(11))
        #expect(entry.routeConvergence == nil)
        #expect(entry.detectedBy == nil)
        #expect(entry.criticalPath.map(\.kind) == ["step", "flow.path"])
        let restored = try #require(report.entry(1, .restore))
        #expect(restored.routeConvergence == .seconds(1))
        #expect(restored.lossOfConnectivity == .zero)
        #expect(report.advice.contains { $0.contains("when the restore ended the outage, after 11 s") })
    }

    @Test func `an outage still open at the end has no end and lasts until then`() throws {
        var script = start()
        let fault = script.step(1, at: .seconds(10), "cut", "link/x")
        script.path(.seconds(10), tuples: [0, 1], via: ["a"], lost: "no route", by: fault)
        script.loss(tuple: 0, from: .ms(10_010), to: .ms(59_990), count: 1250, end: .seconds(60))
        script.end(at: .seconds(60))
        let report = script.report()
        let outage = try #require(report.flow()?.outages.first)
        #expect(outage.isOpen)
        #expect(outage.end == nil)
        #expect(outage.duration == .seconds(50))
        #expect(outage.lost == 1250)
        #expect(report.entry(1)?.isOpen == true)
        #expect(report.finalState.flowsDown.first?.tuples == 2)
        #expect(report.finalState.flowsDown.first?.place == "a")
        #expect(!report.finalState.isHealthy)
    }

    @Test func `a flow without a path from the start has an outage without a step`() throws {
        var script = JournalScript.settled()
        script.path(.ms(-200), tuples: [0], via: [], lost: "no route")
        script.path(.seconds(5), tuples: [0], via: way)
        script.end(at: .seconds(60))
        let outage = try #require(script.report().flow()?.outages.first)
        #expect(outage.start == .zero)
        #expect(outage.duration == .seconds(5))
        #expect(outage.cause == nil)
    }

    @Test func `changes are ordered by send time, not by when they were found out`() throws {
        var script = start()
        let step = script.step(1, at: .seconds(10), "cut", "link/x")
        // A near place moves the flow first; then packets under way towards a far place are lost.
        script.path(.ms(10_001), tuples: [0], via: other, latency: .ms(1), by: step)
        script.path(.ms(10_002), tuples: [0], via: ["a"], lost: "carrier lost", latency: .ms(10), by: step)
        script.end(at: .seconds(60))
        let outages = try #require(script.report().flow()).outages
        #expect(outages.map(\.start) == [.ms(9_992)])
        #expect(outages.map(\.end) == [.ms(10_000)])
    }

    @Test func `a span without length is no outage`() throws {
        var script = start()
        let step = script.step(1, at: .seconds(10), "cut", "link/x")
        script.path(.seconds(10), tuples: [0], via: ["a"], lost: "carrier lost", by: step)
        script.path(.seconds(10), tuples: [0], via: other, by: step)
        script.end(at: .seconds(60))
        let report = script.report()
        #expect(try #require(report.flow()).outages.isEmpty)
        #expect(report.flow()?.moved == 1)
    }

    @Test func `lost packets outside any outage are counted apart and given to the latest step`() throws {
        var script = start()
        script.step(1, at: .seconds(10), "degrade", "link/x")
        script.loss(tuple: 2, from: .seconds(5), to: .seconds(5), count: 1, end: .seconds(60))
        script.loss(tuple: 2, from: .seconds(15), to: .ms(15_040), count: 2, end: .seconds(60))
        script.summary(sent: 100, lost: 3, tuples: 4, end: .seconds(60))
        script.end(at: .seconds(60))
        let report = script.report()
        #expect(report.flow()?.lostOutsideOutages == 3)
        #expect(report.entry(1)?.lost == 2)
        #expect(report.advice.contains { $0.contains("3 packets while it had a path") })
    }

    @Test func `outages of two steps that touch stay apart and share a run of losses`() throws {
        var script = start()
        let first = script.step(1, at: .seconds(10), "cut", "link/x")
        script.path(.seconds(10), tuples: [0], via: ["a"], lost: "carrier lost", by: first)
        script.path(.seconds(11), tuples: [0], via: other, by: first)
        let second = script.step(2, at: .seconds(11), "cut", "link/y")
        script.path(.seconds(11), tuples: [0], via: ["c"], lost: "carrier lost", by: second)
        script.path(.seconds(12), tuples: [0], via: way, by: second)
        script.loss(tuple: 0, from: .seconds(10), to: .ms(11_900), count: 20, end: .seconds(60))
        script.end(at: .seconds(60))
        let outages = try #require(script.report().flow()).outages
        #expect(outages.map { $0.cause?.step } == [1, 2])
        #expect(outages.map(\.lost) == [10, 10])
    }

    @Test func `two separate outages of one 5-tuple share a run of losses by send time`() throws {
        var script = start()
        let first = script.step(1, at: .seconds(10), "cut", "link/x")
        script.path(.seconds(10), tuples: [0], via: ["a"], lost: "carrier lost", by: first)
        script.path(.seconds(11), tuples: [0], via: other, by: first)
        let second = script.step(2, at: .ms(11_010), "cut", "link/y")
        script.path(.ms(11_010), tuples: [0], via: ["c"], lost: "carrier lost", by: second)
        script.path(.seconds(12), tuples: [0], via: way, by: second)
        script.loss(tuple: 0, from: .ms(10_050), to: .ms(11_950), count: 20, end: .seconds(60))
        script.end(at: .seconds(60))
        let outages = try #require(script.report().flow()).outages
        #expect(outages.map { $0.cause?.step } == [1, 2])
        #expect(outages.map(\.lost) == [10, 10])
        #expect(outages.map(\.firstLost) == [.ms(10_050), .ms(11_050)])
        #expect(outages.map(\.lastLost) == [.ms(10_950), .ms(11_950)])
    }

    @Test func `a flap counts as one step with repetitions`() throws {
        var script = start()
        for round in 0..<3 {
            let at = Duration.seconds(10 + round * 2)
            let down = script.step(1, at: at, "flap", "link/x")
            script.path(at, tuples: [0], via: ["a"], lost: "carrier lost", by: down)
            script.path(at + .ms(100 * (round + 1)), tuples: [0], via: other, by: down)
            let up = script.step(1, .restore, at: at + .seconds(1), "flap", "link/x")
            script.path(at + .seconds(1), tuples: [0], via: way, by: up)
        }
        script.end(at: .seconds(60))
        let report = script.report()
        #expect(report.steps.map(\.repetitions) == [3, 3])
        let entry = try #require(report.entry(1))
        #expect(entry.lossOfConnectivity == .ms(600))
        #expect(entry.worstOutage == .ms(300))
        #expect(entry.routeConvergence == .ms(300))
    }
}
