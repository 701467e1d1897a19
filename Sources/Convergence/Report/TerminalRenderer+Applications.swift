extension TerminalRenderer {
    /// What the steps meant to TCP connections and requests, if there were any.
    func applications(of report: Report, on page: inout TerminalPage) {
        let flows = report.flows.filter { $0.application != nil }
        let connections = flows.filter { $0.application?.kind == "tcp" && $0.sent > 0 }
        let requests = flows.filter { $0.application?.requests != nil }
        guard !connections.isEmpty || !requests.isEmpty else { return }
        page.title("Applications")
        if !connections.isEmpty {
            let rows = connections.flatMap { flow in
                flow.rows(report) { application, isMeant in
                    let stalls = application.stalls.filter { isMeant($0.cause) }
                    let broken = application.breaks.count { isMeant($0.cause) }
                    guard broken > 0 || !stalls.isEmpty else { return nil }
                    let longest = (stalls.map(\.duration).max() ?? .zero).text
                    let isOpen = stalls.contains(where: \.isOpen)
                    return [longest + (isOpen ? " …" : ""), "\(Set(stalls.map(\.tuple)).count)", "\(broken)"]
                } total: { application in
                    "\(flow.sent) messages, \(flow.lost) lost, \(application.retransmitted ?? 0) segments sent again"
                }
            }
            let header = [" ", "TCP, step", "longest stall", "stalled", "broken"]
            page.table(TerminalTable(header: header, rows: rows, alignedRight: [2, 3, 4]))
        }
        if !requests.isEmpty {
            let rows = requests.flatMap { flow in
                flow.rows(report) { application, isMeant in
                    let failed = application.count(.failed, where: isMeant)
                    let delayed = application.count(.delayed, where: isMeant)
                    return delayed + failed > 0 ? ["\(failed)", "\(delayed)"] : nil
                } total: { application in
                    let longest = (application.longestWait ?? .zero).text
                    return "\(application.requests ?? 0) requests, \(application.repeated ?? 0) repetitions, "
                        + "answered after \(longest) at most"
                }
            }
            let header = [" ", "requests, step", "failed", "delayed"]
            page.table(TerminalTable(header: header, rows: rows, alignedRight: [2, 3]))
        }
    }
}

extension FlowReport {
    /// What the whole run came to, and a row for each step that cost something.
    fileprivate func rows(
        _ report: Report,
        _ cells: (ApplicationReport, (StepPhase?) -> Bool) -> [String]?,
        total: (ApplicationReport) -> String
    ) -> [TerminalTable.Row] {
        guard let application else { return [] }
        let phases: [StepPhase?] = [nil] + report.steps.map(\.stepPhase)
        return [TerminalTable.Row(cells: [], title: "\(name) \(direction): \(total(application))")]
            + phases.compactMap { phase in
                guard let cells = cells(application, { $0 == phase }) else { return nil }
                return TerminalTable.Row(cells: [" ", phase.map { "\($0.step), \($0.phase)" } ?? "before"] + cells)
            }
    }
}
