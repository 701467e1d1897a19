import Network
import NetworkTypes
import Testing

@testable import Convergence

@Suite("Timeline") struct TimelineTests {
    private func cells(_ spans: [(tuples: [Int], from: Int, to: Int)], columns: Int = 10) -> String {
        var script = JournalScript.settled()
        script.path(.zero, tuples: [0, 1], via: ["a"])
        for (tuples, from, to) in spans {
            script.path(.ms(from), tuples: tuples, via: ["a"], lost: "x")
            script.path(.ms(to), tuples: tuples, via: ["b"])
        }
        script.end(at: .seconds(10))
        let row = Timeline(script.report(), columns: columns).rows.first
        return String((row?.cells ?? []).map { $0 == .delivered ? "-" : $0 == .partial ? "+" : "#" })
    }

    @Test func `a column shows the worst that happened in it`() {
        #expect(cells([]) == "----------")
        #expect(cells([([0], 2000, 4000)]) == "--++------")
        #expect(cells([([0, 1], 2000, 4000)]) == "--##------")
        #expect(cells([([0, 1], 2500, 2501)]) == "--#-------")
        #expect(cells([([0], 2000, 4000), ([1], 3000, 3500)]) == "--+#------")
        #expect(cells([([0], 9_999, 10_000)]) == "---------+")
        #expect(cells([([0, 1], 2000, 4000)], columns: 1) == "#")
    }

    @Test func `steps are marked in the column in which they begin`() {
        let timeline = Timeline(SampleJournal.run().report(), columns: 60)
        #expect(timeline.marks.map(\.column) == [10, 30])
        #expect(timeline.columnDuration == .seconds(1))
        #expect(timeline.rows.map(\.direction) == [.forward, .reverse])
    }

    @Test(arguments: [
        (0, "0 s"), (1, "0 ms"), (500, "0.001 ms"), (1_500_000, "1.5 ms"), (999_999_499, "999.999 ms"),
        (999_999_500, "1 s"),
        (1_000_000_000, "1 s"), (10_854_600_000, "10.855 s"), (-2_000_000, "-2 ms"), (Int64.max, "9223372036.855 s"),
    ])
    func `durations are written as people write them`(nanoseconds: Int64, expected: String) {
        #expect(Duration.nanoseconds(nanoseconds).text == expected)
    }
}
