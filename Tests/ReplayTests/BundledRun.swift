import Convergence
import Network
import NetworkTypes
import Replay
import TestLab
import Testing
import Topology
import VirtualEngine

/// A bundled topology replayed once, for all tests that look at the outcome.
struct BundledRun: Sendable {
    var report: Report
    /// `report.json`.
    var json: [UInt8]
    /// The same from the text of the journal alone, where expectations have no place.
    var jsonFromJournal: [UInt8]
    var jsonWithoutExpectations: [UInt8]
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
        jsonWithoutExpectations = lab.report.json()
        let writer = JournalWriter(timeZero: lab.engine.network.timeZero ?? .zero)
        var text: [UInt8] = []
        writer.append(
            JournalHeader(topology: lab.topology.name, engine: "virtual", seed: 1, epoch: "", version: ""),
            to: &text
        )
        for event in lab.engine.network.journal.events { writer.append(event, to: &text) }
        jsonFromJournal = Report(try JournalReader().read(text)).json()
        // What was under way when something changed has a latency at most to travel.
        disagreements = lab.disagreements(tolerance: .microseconds(10), flight: .milliseconds(50))
    }
}
