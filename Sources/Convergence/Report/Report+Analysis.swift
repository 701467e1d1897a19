public import Network
internal import NetworkTypes

extension Report {
    /// Works out what a journal shows, and judges the expectations by it.
    ///
    /// Never fails: what a journal does not tell stays `nil` or empty.
    public init(_ journal: Journal, expectations: [Expectation] = []) {
        self.init(header: journal.header, events: journal.events, expectations: expectations)
    }

    /// The same from events still in memory, whose instants are the run's own clock.
    public init(header: JournalHeader, events: [JournalEvent], expectations: [Expectation] = []) {
        let index = JournalIndex(events)
        let histories = FlowHistory.all(in: index)
        let flows = histories.map { FlowAnalysis($0, in: index) }
        let timeZero = index.timeZeroPosition.map { events[$0] }
        let steps = StepReport.all(in: index)
        func standing(_ flow: FlowAnalysis, before position: Int?) -> FlowStanding {
            let key = flow.history.key
            let opposite = flows.first { $0.history.key.name == key.name && $0.history.key.direction != key.direction }
            return FlowStanding(flow.history, opposite: opposite?.history, before: position)
        }
        self.init(
            topology: header.topology,
            engine: header.engine,
            seed: header.seed,
            epoch: header.epoch,
            version: header.version,
            reachedTimeZero: timeZero != nil,
            settled: timeZero?.duration("settledSeconds"),
            end: index.sinceTimeZero(index.end),
            endReason: events.last { $0.kind == .end }?.string("reason"),
            missingSessions: timeZero?.strings("missingSessions") ?? [],
            warnings: events.filter { $0.kind == .warning }.map {
                Warning(at: index.sinceTimeZero($0.time), subject: $0.subject, text: $0.string("text") ?? "")
            },
            steps: steps,
            flows: flows.map { flow in
                var report = flow.report()
                report.standing = standing(flow, before: nil)
                report.volume = VolumeReport(flow.history, in: index)
                return report
            },
            convergence: steps.flatMap { step in
                let next = index.successor(of: step.stepPhase)
                return flows.map { flow in
                    var report = ConvergenceReport(step.stepPhase, flow, in: index)
                    report.standing = standing(flow, before: next)
                    return report
                }
            },
            expectations: [],
            finalState: FinalState(index, flows: flows),
            advice: []
        )
        failoverTests = FailoverTestReport.all(in: index)
        tableLooks = TableLook.all(in: index)
        settings = SettingUse.all(in: index)
        let staleRoutes = StaleRoutes(index)
        findings =
            histories.flatMap { staleRoutes.findings(in: $0, index) } + Finding.refusals(in: index)
            + Finding.prefixLimits(in: index) + Finding.drains(in: index)
            + Finding.cables(in: index) + Finding.lateness(in: index)
        costliest = Self.costliest(of: convergence)
        self.expectations = expectations.map { ExpectationResult($0, in: self) }
        advice = Advice.sentences(for: self)
    }

    /// The entry with the longest outage; among equals the one that lost most, then the slowest to converge, then the
    /// first.
    private static func costliest(of entries: [ConvergenceReport]) -> Int? {
        func cost(_ entry: ConvergenceReport) -> (Duration, Int, Duration) {
            (entry.worstOutage, entry.lost, entry.routeConvergence ?? .zero)
        }
        var best: Int?
        for (place, entry) in entries.enumerated() where !entry.criticalPath.isEmpty {
            if let best, cost(entry) <= cost(entries[best]) { continue }
            best = place
        }
        return best
    }
}
