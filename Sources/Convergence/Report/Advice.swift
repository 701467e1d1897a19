/// Finds out what in a report deserves a closer look, and says so in sentences.
enum Advice {
    /// The sentences, the most telling first.
    static func sentences(for report: Report) -> [String] {
        var sentences: [String] = []
        if !report.reachedTimeZero {
            sentences.append("The network never became quiet, so no flow was started: see the warnings.")
        }
        if !report.missingSessions.isEmpty {
            sentences.append("Sessions were missing when flows started; what follows was measured without them.")
        }
        sentences += report.finalState.flowsDown.map(openOutage)
        sentences += report.flows.flatMap(refusals(of:))
        sentences += report.findings.map(\.text)
        sentences += few(report.convergence.compactMap { waitedForRestore($0, in: report) })
        if let costliest = report.costliest { sentences += slowness(of: report.convergence[costliest]) }
        sentences += report.flows.compactMap(strayLoss)
        if !report.steps.isEmpty {
            sentences.append(
                "In Wireshark, the filter `frame.comment` shows lost frames, steps and first packets on new paths."
            )
        }
        return sentences
    }

    /// A lab by hand has hundreds of steps that all tell the same.
    private static func few(_ sentences: [String]) -> [String] {
        let limit = 10
        guard sentences.count > limit else { return sentences }
        let rest = sentences.count - limit + 1
        return sentences.prefix(limit - 1) + ["\(rest) further outages ended with the restore of what had caused them."]
    }

    private static func openOutage(_ flow: FinalState.FlowDown) -> String {
        let place = flow.place.map { " at \($0)" } ?? ""
        let reason = flow.reason.map { " (\($0))" } ?? ""
        return "\(flow.flow) \(flow.direction) was still losing packets\(place)\(reason) when the run ended, "
            + "since \(flow.since.text)."
    }

    private static func waitedForRestore(_ entry: ConvergenceReport, in report: Report) -> String? {
        let flow = report.flows.first { $0.name == entry.flow && $0.direction == entry.direction }
        let restore = StepPhase(step: entry.stepPhase.step, phase: .restore)
        guard entry.stepPhase.phase == .fault,
            let outage = flow?.outages.first(where: { $0.cause == entry.stepPhase && $0.endedBy == restore })
        else { return nil }
        let place = outage.place.map { " past \($0)" } ?? ""
        return "Step \(entry.stepPhase.step): \(entry.flow) \(entry.direction) had found no other way\(place) "
            + "when the restore ended the outage, after \(outage.duration.text)."
    }

    /// What the slowest stage of the costliest convergence was, and what would shorten it.
    private static func slowness(of entry: ConvergenceReport) -> [String] {
        let stages: [(Stage, Duration?)] = [
            (.detection, entry.detection), (.propagation, entry.propagation), (.decision, entry.decision),
            (.installation, entry.installation),
        ]
        guard let total = entry.routeConvergence, total > .milliseconds(100),
            let slowest = stages.max(by: { $0.1 ?? .zero < $1.1 ?? .zero }), let time = slowest.1, time * 2 >= total
        else { return [] }
        let share =
            "Step \(entry.stepPhase.step), \(entry.stepPhase.phase), \(entry.flow) \(entry.direction): "
            + "\(slowest.0) took \(time.text) of \(total.text)."
        switch (slowest.0, entry.detectedBy) {
        case (.detection, .holdTimer):
            return [
                share + " Without BFD a silent loss waits for the hold timer; BFD at 300 ms × 3 takes under a second."
            ]
        case (.installation, _) where entry.criticalPath.contains(where: { $0.kind == "host.programmed" }):
            return [
                share
                    + " It is the fabric's documented programming delay; `timing: ideal` shows the network without it."
            ]
        default: return [share]
        }
    }

    private static func strayLoss(_ flow: FlowReport) -> String? {
        guard flow.lostOutsideOutages > 0 else { return nil }
        let dropped = flow.limits.reduce(0) { $0.clampedSum($1.lost) }
        let limits = flow.limits.prefix(3).map { "\($0.lost) by \($0.place) (\($0.reason))" }
        let more = flow.limits.count > 3 ? ["\(flow.limits.count - 3) more limits"] : []
        let rest = flow.lostOutsideOutages - dropped
        // What nobody owned up to.
        let others = rest > 0 ? [limits.isEmpty ? "random loss, or packets caught in flight" : "\(rest) otherwise"] : []
        return "\(flow.name) \(flow.direction) lost \(flow.lostOutsideOutages) packets while it had a path: "
            + (limits + more + others).joined(separator: ", ") + "."
    }
}
