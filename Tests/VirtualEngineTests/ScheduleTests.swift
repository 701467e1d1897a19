import Foundation
import TestLab
import Testing

/// Random networks under random schedules of faults: every verb, every kind of target, overlapping.
///
/// `ERSATZ_SEED=17 swift test --filter ScheduleTests` runs the trial of one seed, `ERSATZ_TRIALS=5000` that many. A failure prints the
/// topology too: written to a file, `ersatz run --seed SEED FILE` shows how it came about.
@Suite("Random schedules") struct ScheduleTests {
    private static let batches = 20

    /// Seeds of a batch: those of the environment, or a few.
    private static func seeds(_ batch: Int) -> [UInt64] {
        let environment = ProcessInfo.processInfo.environment
        if let seed = environment["ERSATZ_SEED"].flatMap(UInt64.init) { return batch == 0 ? [seed] : [] }
        let count = environment["ERSATZ_TRIALS"].flatMap(Int.init) ?? 200
        return stride(from: batch + 1, through: count, by: batches).map { UInt64($0) }
    }

    @Test(arguments: 0..<batches)
    func `afterwards there is no loop, no black hole where a way exists, and no trace of what was undone`(
        batch: Int
    ) throws {
        for seed in Self.seeds(batch) {
            let trial = try Trial(seed: seed)
            let problems = try trial.problems()
            #expect(problems.isEmpty, "ERSATZ_SEED=\(seed)\n\(problems.joined(separator: "\n"))\n\(trial.yaml.file)")
        }
    }

    @Test func `a trial notices what is wrong while the network has not had the time to heal`() throws {
        let count = try (1...12).count { try !Trial(seed: $0).problems(waits: false).isEmpty }
        #expect(count >= 4)
    }
}
