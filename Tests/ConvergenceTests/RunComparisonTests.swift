import Convergence
import Network
import NetworkTypes
import Testing

@Suite("Comparison of two runs") struct RunComparisonTests {
    /// A run with one fault whose outage lasts for `outage`, and what stands at its end.
    private func run(
        outage: Duration,
        detection: Duration = .milliseconds(900),
        end: Duration? = .seconds(30),
        route: String = "10.0.0.0/8 via 192.0.2.1",
        via: [String] = ["a", "c"]
    ) -> Convergence::Journal {
        var script = JournalScript.settled()
        script.path(.zero, tuples: [0, 1], via: ["a", "b"])
        let step = script.step(1, at: .seconds(10), "cut", "link/x")
        let down = script.tell(
            .seconds(10) + detection,
            .bfdDown,
            "session/x",
            [.init("node", .string("router/a"))],
            by: step
        )
        script.path(.seconds(10), tuples: [0, 1], via: ["a"], lost: "no carrier", by: step)
        script.path(.seconds(10) + outage, tuples: [0, 1], via: via, by: down)
        if let end {
            let fields: [JournalEvent.Field] = [
                .init("domain", .string("default")), .init("count", .integer(1)), .init("digest", .string("0")),
                .init("routes", .strings([route])),
            ]
            script.tell(end, .tableFinal, "router/a", fields)
            script.end(at: end)
        }
        let header = JournalHeader(topology: "t", engine: "virtual", seed: 1, epoch: "", version: "")
        return Convergence::Journal(header: header, events: script.build())
    }

    @Test func `a run is the same as itself`() {
        let comparison = RunComparison(run(outage: .seconds(1)), run(outage: .seconds(1)))
        #expect(comparison.endDifferences.isEmpty)
        #expect(comparison.divergences.isEmpty)
        #expect(comparison.costs.allSatisfy { $0.verdict == .same })
        #expect(!comparison.isRegression)
    }

    @Test(arguments: [
        (1000, 1100, RunComparison.Cost.Verdict.same), (1000, 1101, .worse), (1000, 899, .better), (10, 30, .same),
        (10, 31, .worse),
    ])
    func `an outage is the same within a tenth or 20 ms, whichever is more`(
        first: Int,
        second: Int,
        verdict: RunComparison.Cost.Verdict
    ) {
        let comparison = RunComparison(run(outage: .milliseconds(first)), run(outage: .milliseconds(second)))
        #expect(comparison.costs.map(\.verdict) == [verdict])
        #expect(comparison.isRegression == (verdict == .worse))
    }

    @Test func `another route at the end is told with its router and prefix`() throws {
        let other = run(outage: .seconds(1), route: "10.0.0.0/8 via 192.0.2.9")
        let comparison = RunComparison(run(outage: .seconds(1)), other)
        let difference = try #require(comparison.endDifferences.first)
        #expect(comparison.endDifferences.count == 1)
        #expect(difference.kind == .route)
        #expect(difference.subject == "router/a, default: 10.0.0.0/8")
        #expect(difference.first == "via 192.0.2.1")
        #expect(difference.second == "via 192.0.2.9")
        #expect(comparison.isRegression)
    }

    @Test func `5-tuples that end on the same other path are told together`() throws {
        let comparison = RunComparison(run(outage: .seconds(1)), run(outage: .seconds(1), via: ["a", "d"]))
        let difference = try #require(comparison.endDifferences.first { $0.kind == .path })
        #expect(difference.tuples == [0, 1])
        #expect(difference.first == "a > c")
        #expect(difference.second == "a > d")
    }

    @Test func `the course parts at the first event that comes at another time after its step`() throws {
        let late = run(outage: .seconds(2), detection: .milliseconds(1800))
        let comparison = RunComparison(run(outage: .seconds(2)), late)
        let divergence = try #require(comparison.divergences.first)
        #expect(divergence.kind == "bfd.down")
        #expect(divergence.first == .milliseconds(10_900))
        #expect(divergence.second == .milliseconds(11_800))
        #expect(!comparison.isRegression)
    }

    @Test func `a second run that breaks off is a regression, and its end is not compared`() {
        let comparison = RunComparison(run(outage: .seconds(1)), run(outage: .seconds(1), end: nil))
        #expect(comparison.endDifferences.isEmpty)
        #expect(!comparison.secondIsWhole)
        #expect(comparison.isRegression)
    }

    @Test func `an expectation that only the second run fails is a regression`() throws {
        let expectation = Expectation(flow: "db-app", step: 1, outage: [.init(.atMost, .milliseconds(1005))])
        let comparison = RunComparison(
            run(outage: .seconds(1)),
            run(outage: .milliseconds(1010)),
            expectations: [expectation]
        )
        let change = try #require(comparison.expectationChanges.first)
        #expect(change.first.verdict == .passed)
        #expect(change.second.verdict == .failed)
        #expect(comparison.isRegression)
    }
}
