import Convergence
import NetworkTypes
import Testing
import Topology

@Suite("Bundled topologies") struct BundledTopologyTests {
    @Test func `there are some`() {
        #expect(BundledTopology.emulated.count >= 10)
    }

    @Test(arguments: BundledTopology.emulated)
    func `each has expectations, and meets them`(bundled: BundledTopology) async throws {
        #expect(Topology.load(text: bundled.text, file: bundled.name).diagnostics.isEmpty)
        let report = try await BundledRun.of(bundled).report
        #expect(!report.expectations.isEmpty)
        for result in report.expectations { #expect(result.passed, "\(result)") }
        #expect(report.warnings.isEmpty)
        #expect(report.missingSessions.isEmpty)
    }

    @Test(arguments: BundledTopology.certain)
    func `what became of each probe is what the exact intervals say`(bundled: BundledTopology) async throws {
        let run = try await BundledRun.of(bundled)
        #expect(run.disagreements.isEmpty, "\(run.disagreements.prefix(5))")
        // There was something to agree on.
        #expect(run.report.flows.allSatisfy { $0.sent > 100 || $0.application != nil })
    }

    @Test(arguments: BundledTopology.emulated)
    func `lost probes span their outage to within one probe interval`(bundled: BundledTopology) async throws {
        // Messages and requests are sent again.
        for flow in try await BundledRun.of(bundled).report.flows where flow.application == nil {
            // Between two probes of one 5-tuple.
            let interval = try #require(flow.interval) * flow.tuples
            for outage in flow.outages {
                let name = "\(flow.name) \(flow.direction) from \(outage.start)"
                // Each 5-tuple loses a probe per interval, and one more or less at the ends.
                let most = outage.tuples.count * (Int(outage.duration / interval) + 1)
                #expect(outage.lost <= most, "\(name)")
                guard let first = outage.firstLost, let last = outage.lastLost else {
                    #expect(outage.duration <= interval, "\(name)")
                    continue
                }
                // What waited for a busy sender left later than its path says.
                let wait = Duration.milliseconds(1)
                #expect(first >= outage.start - wait && first - outage.start <= interval, "\(name)")
                if let end = outage.end { #expect(last < end && end - last <= interval, "\(name)") }
            }
        }
    }
}
