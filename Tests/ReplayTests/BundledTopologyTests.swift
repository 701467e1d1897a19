import Convergence
import NetworkTypes
import Replay
import Testing
import Topology

@Suite("Bundled topologies") struct BundledTopologyTests {
    @Test func `there are some`() {
        #expect(BundledTopology.emulated.count >= 10)
    }

    @Test(arguments: BundledTopology.emulated)
    func `each has expectations, and meets them`(bundled: BundledTopology) throws {
        let (topology, diagnostics) = Topology.load(text: bundled.text, file: bundled.name)
        #expect(diagnostics.isEmpty)
        let run = try #require(topology)
        #expect(!run.expectations.isEmpty)
        var replay = try VirtualReplay(run, options: VirtualReplay.Options(), directory: nil)
        while !replay.isFinished { try replay.advance(by: .seconds(10)) }
        let report = replay.report()
        for result in report.expectations { #expect(result.passed, "\(result)") }
        #expect(report.warnings.isEmpty)
        #expect(report.missingSessions.isEmpty)
    }
}
