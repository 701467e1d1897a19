/// Draws a report for a terminal.
public struct TerminalRenderer: Hashable, Sendable {
    public var colour: Bool
    /// Columns of the terminal, at least 40; table and timeline fit themselves into them.
    public var width: Int
    /// Whether to keep to ASCII.
    public var ascii: Bool

    public init(colour: Bool = false, width: Int = 100, ascii: Bool = false) {
        self.colour = colour
        self.width = max(40, width)
        self.ascii = ascii
    }

    /// The whole text, ending in a line feed.
    public func render(_ report: Report) -> String {
        var page = TerminalPage(colour: colour, width: width, ascii: ascii)
        header(of: report, on: &page)
        steps(of: report, on: &page)
        timeline(of: report, on: &page)
        applications(of: report, on: &page)
        volumes(of: report, on: &page)
        criticalPath(of: report, on: &page)
        settings(of: report, on: &page)
        failoverTests(of: report, on: &page)
        expectations(of: report, on: &page)
        finalState(of: report, on: &page)
        advice(of: report, on: &page)
        return page.text
    }

    private func header(of report: Report, on page: inout TerminalPage) {
        var facts = ["\(report.engine) engine", "seed \(report.seed)", "\(report.end.text) long"]
        if let settled = report.settled { facts.append("settled in \(settled.text)") }
        if let reason = report.endReason, reason != "finished" { facts.append("ended early (\(reason))") }
        if report.endReason == nil { facts.append("breaks off") }
        page.line([page.painted(report.topology, .bold), page.painted(facts.joined(separator: ", "), .dim)])
        if !report.missingSessions.isEmpty {
            page.warning("not up at time zero: " + page.shortened(report.missingSessions, to: 6))
        }
        for warning in report.warnings.prefix(5) {
            page.warning("\(warning.at.text) \(warning.subject): \(warning.text)")
        }
        if report.warnings.count > 5 { page.warning("and \(report.warnings.count - 5) more warnings") }
    }

    private func steps(of report: Report, on page: inout TerminalPage) {
        guard !report.steps.isEmpty else { return }
        page.title("Steps")
        var rows: [TerminalTable.Row] = []
        for group in StepTable(report).groups {
            rows.append(TerminalTable.Row(cells: [], title: "\(group.step)  \(group.title)"))
            rows += group.rows.map { row in
                TerminalTable.Row(
                    cells: [" ", row.flow, row.outage, row.lost, row.moved, row.noticed],
                    colours: [2: row.severity.colour, 3: row.severity.colour]
                )
            }
        }
        page.table(
            TerminalTable(
                header: [" ", "flow", "worst outage", "lost", "moved", "noticed by"],
                rows: rows,
                alignedRight: [2, 3, 4],
                shrinking: [(5, 24), (1, 16), (5, 8)]
            )
        )
        page.title("Who noticed")
        for step in report.steps {
            let names = step.noticedBy.isEmpty ? "nobody" : page.shortened(step.noticedBy, to: 6, joinedBy: "; ")
            page.item(page.sign("•", "-"), width: 1, "\(step.stepPhase.step), \(step.stepPhase.phase): \(names)")
        }
    }

    private func criticalPath(of report: Report, on page: inout TerminalPage) {
        guard let costliest = report.costliest else { return }
        let entry = report.convergence[costliest]
        page.title("Critical path of the costliest: step \(entry.title)")
        page.chain(entry)
    }

    private func expectations(of report: Report, on page: inout TerminalPage) {
        guard !report.expectations.isEmpty else { return }
        page.title("Expectations")
        for result in report.expectations {
            let (sign, colour): (String, TerminalPage.Colour) =
                switch result.verdict {
                case .passed: (page.sign("✓", "ok  "), .green)
                case .failed: (page.sign("✗", "FAIL"), .red)
                case .undecided: (page.sign("?", "open"), .yellow)
                }
            page.item(page.painted(sign, colour), width: sign.count, result.sentence)
        }
    }

    private func finalState(of report: Report, on page: inout TerminalPage) {
        let state = report.finalState
        guard !state.isHealthy else { return }
        page.title("Still wrong at the end")
        let lists = [
            ("sessions down", state.sessionsDown), ("without carrier", state.wiresDown),
            ("nodes down", state.nodesDown), ("instances unhealthy", state.instancesUnhealthy),
        ]
        for (name, subjects) in lists where !subjects.isEmpty {
            page.item(page.sign("•", "-"), width: 1, "\(name): \(page.shortened(subjects, to: 6))")
        }
        for flow in state.flowsDown {
            page.item(page.sign("•", "-"), width: 1, "\(flow.flow) \(flow.direction): \(flow.tuples) 5-tuples lost")
        }
    }

    private func advice(of report: Report, on page: inout TerminalPage) {
        guard !report.advice.isEmpty else { return }
        page.title("Where to look next")
        for sentence in report.advice { page.item(page.sign("•", "-"), width: 1, sentence) }
    }
}

extension StepTable.Severity {
    fileprivate var colour: TerminalPage.Colour {
        switch self {
        case .untouched: .dim
        case .moved: .green
        case .lossy: .yellow
        case .open: .red
        }
    }
}

extension ConvergenceReport {
    /// Step, phase, flow, direction and price.
    fileprivate var title: String {
        let cost = worstOutage == .zero ? "no outage" : "\(worstOutage.text) outage, \(lost) packets lost"
        return "\(stepPhase.step), \(stepPhase.phase), \(flow) \(direction): \(cost)"
    }
}
