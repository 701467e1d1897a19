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
    let application: ApplicationReport?

    init(_ history: FlowHistory, in index: JournalIndex) {
        self.history = history
        spans = history.darkSpans()
        moves = history.moves()
        let groups = Outage.merging(spans, in: index)
        let account = LossAccount(history.losses, groups: groups, tolerance: history.interval ?? .zero)
        outages = account.outages
        strays = account.strays.flatMap { index.split($0) }
        application = ApplicationReport(history, in: index)
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
            limits: limits,
            moved: Set(moves.map(\.tuple)).count,
            outages: outages,
            paths: history.pathShares(),
            application: application
        )
    }

    /// What limits dropped, by the number of packets, then by place.
    private var limits: [FlowReport.Limit] {
        var lost: [FlowHistory.Limit: Int] = [:]
        for run in history.losses { if let limit = run.limit { lost[limit, default: 0] += run.count } }
        return lost.map { FlowReport.Limit(place: $0.key.place, reason: $0.key.reason, lost: $0.value) }
            .sorted { (-$0.lost, $0.place, $0.reason) < (-$1.lost, $1.place, $1.reason) }
    }
}

extension JournalIndex {
    /// The probes of a run by the latest step begun before they were sent.
    fileprivate func split(_ run: FlowHistory.LossRun) -> [(stepPhase: StepPhase?, count: Int)] {
        var parts: [(stepPhase: StepPhase?, count: Int)] = []
        var stepPhase = latestStep(at: timeZero + run.from)?.stepPhase
        var taken = 0
        for step in steps {
            let begun = sinceTimeZero(events[step.position].time)
            guard begun > run.from else { continue }
            guard begun <= run.to else { break }
            let before = run.sent(before: begun)
            if before > taken { parts.append((stepPhase, before - taken)) }
            (taken, stepPhase) = (max(taken, before), step.stepPhase)
        }
        if run.count > taken { parts.append((stepPhase, run.count - taken)) }
        return parts
    }
}

extension Int {
    /// The sum, or the end of the range where it would lie beyond.
    func clampedSum(_ other: Int) -> Int {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? (other < 0 ? .min : .max) : sum
    }
}
