import Convergence
import NetworkTypes
import Replay
import TestLab
import Testing
import Topology

/// A bundled topology replayed once, for all tests that look at the outcome.
struct BundledRun: Sendable {
    var report: Report
    /// `report.json`.
    var json: [UInt8]
    /// Probes that became of something else than the exact intervals say.
    var disagreements: [String]

    private actor Cache {
        private var runs: [String: Task<BundledRun, any Error>] = [:]

        func run(_ bundled: BundledTopology) -> Task<BundledRun, any Error> {
            if let run = runs[bundled.name] { return run }
            let run = Task.detached { try BundledRun(bundled) }
            runs[bundled.name] = run
            return run
        }
    }

    private static let cache = Cache()

    static func of(_ bundled: BundledTopology) async throws -> BundledRun {
        try await cache.run(bundled).value
    }

    private init(_ bundled: BundledTopology) throws {
        let lab = try Lab(text: bundled.text)
        report = lab.finish(expecting: lab.topology.reportedExpectations)
        json = report.json()
        // What was under way when something changed has a latency at most to travel.
        disagreements = lab.disagreements(tolerance: .microseconds(10), flight: .milliseconds(50))
    }
}
