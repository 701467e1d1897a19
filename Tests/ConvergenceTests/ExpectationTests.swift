import Convergence
import Network
import NetworkTypes
import Testing

/// Not the one of the testing library.
typealias Expectation = Convergence.Expectation

@Suite("Expectations") struct ExpectationTests {
    struct Row: CustomTestStringConvertible {
        var expectation: Expectation
        var passed: Bool
        var sentence: String
        var testDescription: String { sentence }
    }

    static let rows: [Row] = [
        Row(
            expectation: Expectation(flow: "db-app", step: 1, direction: .forward, outage: [.init(.atMost, .ms(100))]),
            passed: true,
            sentence: "db-app, step 1, forward: outage 5 ms (<= 100 ms)"
        ),
        Row(
            expectation: Expectation(flow: "db-app", step: 1, outage: [.init(.atMost, .ms(100))]),
            passed: false,
            sentence: "db-app, step 1: reverse: outage 10.855 s, expected <= 100 ms"
        ),
        Row(
            expectation: Expectation(
                flow: "db-app",
                step: 1,
                direction: .reverse,
                outage: [.init(.greaterThan, .seconds(10)), .init(.lessThan, .seconds(11))]
            ),
            passed: true,
            sentence: "db-app, step 1, reverse: outage 10.855 s (> 10 s and < 11 s)"
        ),
        Row(
            expectation: Expectation(flow: "db-app", step: 1, phase: .restore, outage: [.init(.equal, .zero)]),
            passed: true,
            sentence: "db-app, step 1, restore: no outage (== 0 s)"
        ),
        Row(
            expectation: Expectation(flow: "db-app", step: 1, detectedBy: [.bfd, .carrier]),
            passed: true,
            sentence: "db-app, step 1: detected by carrier, bfd"
        ),
        Row(
            expectation: Expectation(flow: "db-app", step: 1, detectedBy: [.bfd]),
            passed: false,
            sentence: "db-app, step 1: forward: detected by carrier, expected bfd"
        ),
        Row(
            expectation: Expectation(
                flow: "db-app",
                step: 1,
                direction: .reverse,
                lost: [.init(.atMost, 600)],
                moved: [.init(.equal, 8)]
            ),
            passed: true,
            sentence: "db-app, step 1, reverse: 544 packets lost (<= 600); 8 5-tuples moved (== 8)"
        ),
        Row(
            expectation: Expectation(flow: "db-app", lost: [.init(.atMost, 0)]),
            passed: false,
            sentence: "db-app: forward: 1 packets lost, expected <= 0; reverse: 544 packets lost, expected <= 0"
        ),
        Row(
            expectation: Expectation(flow: "db-app", step: 2, outage: [.init(.atMost, .seconds(1))]),
            passed: false,
            sentence: "db-app, step 2: the run ended before it"
        ),
        Row(
            expectation: Expectation(flow: "web", step: 1, outage: [.init(.atLeast, .zero)]),
            passed: false,
            sentence: "web, step 1: the run has no such flow"
        ),
    ]

    @Test(arguments: rows) func `each is judged and explained`(row: Row) throws {
        let result = try #require(SampleJournal.run().report([row.expectation]).expectations.first)
        #expect(result.passed == row.passed)
        #expect(result.sentence == row.sentence)
    }

    private func openOutage(_ expectation: Expectation) throws -> ExpectationResult {
        var script = JournalScript.settled()
        script.path(.zero, tuples: [0], via: ["a"])
        let step = script.step(1, at: .seconds(10), "cut", "link/x")
        script.path(.seconds(10), tuples: [0], via: ["a"], lost: "no route", by: step)
        script.end(at: .seconds(12))
        return try #require(script.report([expectation]).expectations.first)
    }

    @Test func `an outage that is still open meets no upper bound`() throws {
        let result = try openOutage(Expectation(flow: "db-app", step: 1, outage: [.init(.atMost, .seconds(60))]))
        #expect(!result.passed)
        #expect(result.isOpen)
        #expect(
            result.sentence == "db-app, step 1: forward: still down at the end of the run after 2 s, expected <= 60 s"
        )
        #expect(try openOutage(Expectation(flow: "db-app", step: 1, outage: [.init(.atLeast, .seconds(2))])).passed)
    }

    @Test func `a direction without packets cannot be judged`() throws {
        let result = try openOutage(
            Expectation(flow: "db-app", direction: .reverse, outage: [.init(.atMost, .seconds(60))])
        )
        #expect(!result.passed)
        #expect(result.sentence == "db-app, reverse: the flow has no packets in this direction")
        #expect(result.outage == nil)
    }

    @Test func `where nothing moved, the first to notice speaks for the flow`() throws {
        var script = JournalScript.settled()
        script.path(.zero, tuples: [0], via: ["a"])
        let step = script.step(1, at: .seconds(10), "cut", "link/x")
        script.tell(.ms(10_700), .bfdDown, "session/x", [.init("node", .string("router/a"))], by: step)
        script.end(at: .seconds(12))
        let passes = Expectation(flow: "db-app", step: 1, outage: [.init(.atMost, .zero)], detectedBy: [.bfd])
        let fails = Expectation(flow: "db-app", step: 1, detectedBy: [.holdTimer])
        let results = script.report([passes, fails]).expectations
        #expect(results.map(\.passed) == [true, false])
        #expect(results.map(\.detectedBy) == [[.bfd], [.bfd]])
    }

    @Test func `a detection by nobody fails`() throws {
        let result = try openOutage(Expectation(flow: "db-app", step: 1, detectedBy: [.bfd, .carrier]))
        #expect(result.sentence == "db-app, step 1: forward: noticed by nobody, expected bfd or carrier")
    }

    @Test(arguments: [
        // Beyond the bound already, which no more time can set right.
        (Expectation(flow: "db-app", step: 1, outage: [.init(.atMost, .seconds(1))]), ExpectationResult.Verdict.failed),
        (Expectation(flow: "db-app", step: 1, outage: [.init(.atMost, .seconds(60))]), .undecided),
        (Expectation(flow: "db-app", step: 1, lost: [.init(.atMost, 100_000)]), .undecided),
        (Expectation(flow: "db-app", step: 1, phase: .restore, outage: [.init(.atMost, .seconds(60))]), .undecided),
        (Expectation(flow: "db-app", step: 2, outage: [.init(.atMost, .seconds(60))]), .undecided),
        (Expectation(flow: "nobody", step: 1, outage: [.init(.atMost, .seconds(60))]), .failed),
    ])
    func `a run that was cut short decides only what more time could not change`(
        expectation: Expectation,
        verdict: ExpectationResult.Verdict
    ) throws {
        var script = JournalScript.settled()
        script.path(.zero, tuples: [0], via: ["a"])
        let step = script.step(1, at: .seconds(10), "cut", "link/x")
        script.path(.seconds(10), tuples: [0], via: ["a"], lost: "no route", by: step)
        script.end(at: .seconds(12), reason: "until")
        let result = try #require(script.report([expectation]).expectations.first)
        #expect(result.verdict == verdict, "\(result.sentence)")
    }

    @Test func `what was over before the cut is decided`() throws {
        var script = JournalScript.settled()
        script.path(.zero, tuples: [0], via: ["a"])
        _ = script.step(1, at: .seconds(10), "cut", "link/x")
        _ = script.step(2, at: .seconds(11), "cut", "link/y")
        script.end(at: .seconds(12), reason: "until")
        let expectations = [1, 2].map { Expectation(flow: "db-app", step: $0, outage: [.init(.atMost, .zero)]) }
        #expect(script.report(expectations).expectations.map(\.verdict) == [.passed, .undecided])
    }
}
