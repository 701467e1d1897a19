internal import Network
internal import NetworkTypes

/// One direction of a flow, worked out: what the report's tables are taken from.
struct FlowAnalysis {
    let history: FlowHistory
    let spans: [DarkSpan]
    let moves: [PathMove]
    let outages: [Outage]
    /// Lost probes outside outages, by the latest step begun before they were sent.
    let strays: [(stepPhase: StepPhase?, count: Int)]

    init(_ history: FlowHistory, in index: JournalIndex) {
        self.history = history
        spans = history.darkSpans()
        moves = history.moves()
        let groups = Outage.merging(spans, in: index)
        let account = LossAccount(history.losses, groups: groups, tolerance: history.interval ?? .zero)
        outages = account.outages
        strays = account.strays.map { (index.latestStep(at: index.timeZero + $0.from)?.stepPhase, $0.count) }
    }

    /// The flow's part of the report.
    func report() -> FlowReport {
        let summary = history.summary
        let counted = history.losses.reduce(0) { $0.clampedSum($1.count) }
        return FlowReport(
            name: history.key.name,
            direction: history.key.direction,
            tuples: history.tupleCount,
            interval: history.interval,
            sent: summary?.integer("sent") ?? 0,
            received: summary?.integer("received") ?? 0,
            lost: summary?.integer("lost") ?? counted,
            duplicated: summary?.integer("duplicated") ?? 0,
            reordered: summary?.integer("reordered") ?? 0,
            inFlight: summary?.integer("inFlight") ?? 0,
            lostOutsideOutages: strays.reduce(0) { $0.clampedSum($1.count) },
            moved: Set(moves.map(\.tuple)).count,
            outages: outages,
            paths: history.pathShares()
        )
    }
}

extension Int {
    /// The sum, or the end of the range where it would lie beyond.
    func clampedSum(_ other: Int) -> Int {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? (other < 0 ? .min : .max) : sum
    }
}
