import Convergence
import Foundation
import Network
import Testing

/// What a person wants to know after a run is in `report.json` alone.
@Suite("report.json") struct WrittenReportTests {
    /// Nanoseconds are exact; sums of decimal numbers are not quite.
    private static let tolerance = 2e-9

    @Test func `the page on its format lists every kind of event and of finding`() throws {
        let page = try #require(
            try? String(
                contentsOf: BundledTopology.root.appendingPathComponent("docs/report-format.md"),
                encoding: .utf8
            )
        )
        #expect(JournalEvent.Kind.allCases.filter { !page.contains("`\($0.rawValue)`") }.isEmpty)
        #expect(Finding.Kind.allCases.filter { !page.contains("`\($0.rawValue)`") }.isEmpty)
    }

    @Test(arguments: BundledTopology.emulated)
    func `it says which flow was cut off by which step, how long, and how many packets that cost`(
        bundled: BundledTopology
    ) async throws {
        let report = try WrittenReport(try await BundledRun.of(bundled).json)
        for entry in report.convergence {
            let flow = try #require(report.flows.first { $0.name == entry.flow && $0.direction == entry.direction })
            let outages = flow.outages.filter { $0.step == entry.step && $0.phase == entry.phase }
            #expect((entry.hurt > 0) == !outages.isEmpty)
            #expect(Set(outages.flatMap(\.tuples)).count == entry.hurt)
            // Chance and limits take packets that had a path.
            let lost = outages.reduce(0) { $0 + $1.lost }
            let isExact = bundled.isCertain && flow.lost == flow.outages.reduce(0) { $0 + $1.lost }
            #expect(isExact ? lost == entry.lost : lost <= entry.lost)
            for outage in outages {
                #expect(outage.durationSeconds > 0 && outage.place != nil && outage.reason != nil)
                #expect(outage.durationSeconds >= entry.worstOutageSeconds - Self.tolerance || outages.count > 1)
            }
        }
        // Every outage has its step, unless it was there before the first.
        let first = report.steps.map(\.atSeconds).min() ?? .infinity
        for flow in report.flows {
            for outage in flow.outages where outage.step != nil || outage.startSeconds >= first {
                #expect(report.steps.contains { $0.step == outage.step && $0.phase == outage.phase })
                #expect(
                    report.convergence.contains {
                        $0.flow == flow.name && $0.direction == flow.direction && $0.step == outage.step
                            && $0.phase == outage.phase
                    }
                )
            }
        }
    }

    @Test(arguments: BundledTopology.emulated)
    func `it follows from the text of the journal alone`(bundled: BundledTopology) async throws {
        let run = try await BundledRun.of(bundled)
        #expect(run.jsonFromJournal == run.jsonWithoutExpectations)
    }

    @Test(arguments: BundledTopology.emulated)
    func `it says who detected each fault, how and when`(bundled: BundledTopology) async throws {
        let report = try WrittenReport(try await BundledRun.of(bundled).json)
        for step in report.steps {
            // What an administrator does and nobody suffers from, nobody need detect.
            let hurts = report.convergence.contains {
                $0.step == step.step && $0.phase == step.phase && $0.hurt > 0
            }
            // Nor what the end of this or another step put right.
            let isBrief = report.flows.allSatisfy { flow in
                flow.outages.allSatisfy { $0.step != step.step || $0.endedBy != nil }
            }
            #expect(!hurts || !step.detections.isEmpty || isBrief, "step \(step.step) \(step.phase)")
            #expect(step.detections.map(\.atSeconds) == step.detections.map(\.atSeconds).sorted())
            for detection in step.detections {
                #expect(detection.delaySeconds >= 0 && !detection.node.isEmpty && !detection.by.isEmpty)
            }
        }
        for entry in report.convergence where entry.routeConvergenceSeconds != nil && entry.hurt > 0 {
            let by = try #require(entry.detectedBy)
            let step = try #require(report.steps.first { $0.step == entry.step && $0.phase == entry.phase })
            #expect(step.detections.contains { $0.by == by } || by == "withdrawal", "\(by)")
        }
    }

    @Test(arguments: BundledTopology.emulated)
    func `it gives each link of the chain with its time, from the step to the new path`(
        bundled: BundledTopology
    ) async throws {
        let report = try WrittenReport(try await BundledRun.of(bundled).json)
        // Where somebody was cut off or moved, there is a chain to show.
        let isTouched = report.convergence.contains { $0.hurt > 0 || $0.moved > 0 }
        #expect(!isTouched || report.convergence.contains { $0.routeConvergenceSeconds != nil })
        for entry in report.convergence {
            let name = "\(entry.flow) \(entry.direction) step \(entry.step) \(entry.phase)"
            guard let first = entry.criticalPath.first else {
                #expect(entry.hurt == 0 && entry.moved == 0, "\(name) lacks its chain")
                continue
            }
            let step = try #require(report.steps.first { $0.step == entry.step && $0.phase == entry.phase })
            #expect(first.kind == "step" && first.subject == step.subject && first.stage == nil)
            for (earlier, later) in zip(entry.criticalPath, entry.criticalPath.dropFirst()) {
                #expect(later.t >= earlier.t && !later.what.isEmpty && later.stage != nil)
                #expect(isClose(later.t - earlier.t, later.durationSeconds))
            }
            let chain = entry.criticalPath.filter { $0.stage != "delivery" }
            guard let total = entry.routeConvergenceSeconds else { continue }
            #expect(chain.last?.kind == "flow.path", "\(name)")
            #expect(isClose((chain.last?.t ?? 0) - first.t, total), "\(name)")
            for (stage, seconds) in [
                ("detection", entry.detectionSeconds), ("propagation", entry.propagationSeconds),
                ("decision", entry.decisionSeconds), ("installation", entry.installationSeconds),
            ] {
                let sum = chain.filter { $0.stage == stage }.reduce(0) { $0 + $1.durationSeconds }
                #expect(isClose(sum, try #require(seconds)), "\(name) \(stage)")
            }
        }
    }

    private func isClose(_ first: Double, _ second: Double) -> Bool {
        Swift.abs(first - second) < Self.tolerance * 10
    }
}
