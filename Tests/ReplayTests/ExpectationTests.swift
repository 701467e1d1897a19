import Convergence
import NetworkTypes
import Replay
import TestLab
import Testing
import Topology

/// Expectations of a topology file, judged by a run.
@Suite("Expectations of a file") struct FileExpectationTests {
    private static func verdicts(_ expectations: [YAML]) throws -> [(
        verdict: ExpectationResult.Verdict, sentence: String
    )] {
        var edge = Edge.standard(duration: "30s")
        edge["timing"] = "ideal"
        edge.append(
            ["name": "web", "from": "hq/db", "to": "hub/app", "protocol": "tcp", "rate": "20/s", "count": 4],
            to: "flows"
        )
        edge.append(
            ["name": "ask", "from": "hq/db", "to": "hub/app", "protocol": "request", "rate": "20/s", "count": 4],
            to: "flows"
        )
        edge.step("5s", "blackhole", "link/er/primary", ["for": "10s"])
        edge["expect"] = .list(expectations)
        let lab = try Lab(edge)
        return lab.finish(expecting: lab.topology.reportedExpectations).expectations
            .map { (verdict: $0.verdict, sentence: $0.sentence) }
    }

    @Test func `each demand can hold and fail`() throws {
        let pairs: [(holds: YAML, fails: YAML)] = [
            (["flow": "web", "step": 1, "stall": "<= 2s"], ["flow": "web", "step": 1, "stall": "<= 100ms"]),
            (["flow": "web", "broken": "== 0"], ["flow": "web", "broken": "> 0"]),
            (["flow": "ask", "step": 1, "failed": "== 0"], ["flow": "ask", "step": 1, "failed": "> 0"]),
            (["flow": "ask", "step": 1, "delayed": "> 0"], ["flow": "ask", "step": 1, "delayed": "== 0"]),
            (["flow": "f", "step": 1, "detection": "<= 900ms"], ["flow": "f", "step": 1, "detection": "<= 1ms"]),
            (["flow": "f", "step": 1, "roundTrip": "<= 1s"], ["flow": "f", "step": 1, "roundTrip": "<= 1ms"]),
            (["flow": "f", "step": 1, "symmetric": true], ["flow": "f", "symmetric": true]),
            (
                ["flow": "f", "step": 1, "path": ["router/cpe2", "msee/er/secondary"]],
                ["flow": "f", "path": "router/cpe2"]
            ),
            (
                ["table": "router/cpe1", "prefix": "10.10.0.0/16", "asPath": "12076"],
                ["table": "router/cpe1", "prefix": "10.10.0.0/16", "asPath": "12076 65515"]
            ),
            (
                ["table": "msee/er/primary", "prefix": "10.101.0.0/16", "at": "10s", "present": false],
                ["table": "msee/er/primary", "prefix": "10.101.0.0/16", "at": "1s", "present": false]
            ),
            (
                ["table": "gateway/ergw/instance/0", "prefix": "10.101.0.0/16", "asPath": "12076 65010"],
                ["table": "gateway/ergw/instance/0", "prefix": "10.101.0.0/16", "nextHop": "10.9.9.9"]
            ),
        ]
        let verdicts = try Self.verdicts(pairs.flatMap { [$0.holds, $0.fails] })
        try #require(verdicts.count == pairs.count * 2)
        // Those on tables come last, each list in the order of the file.
        for (place, verdict) in verdicts.enumerated() {
            #expect(verdict.verdict == (place.isMultiple(of: 2) ? .passed : .failed), "\(verdict.sentence)")
        }
    }

    @Test func `a step that a stall was not caused by is not blamed for it`() throws {
        let verdicts = try Self.verdicts([["flow": "web", "step": 1, "phase": "restore", "stall": "== 0s"]])
        #expect(verdicts.map(\.verdict) == [.passed], "\(verdicts)")
    }
}
