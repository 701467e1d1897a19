extension TerminalRenderer {
    func timeline(of report: Report, on page: inout TerminalPage) {
        guard !report.flows.isEmpty, report.end > .zero else { return }
        let labels = report.flows.map { page.cut("\($0.name) \($0.direction)", to: width / 3) }
        let indent = (labels.map(\.count).max() ?? 0) + 4
        let timeline = Timeline(report, columns: max(10, width - indent))
        page.title("Timeline from 0 s to \(report.end.text), a column is \(timeline.columnDuration.text)")
        for line in markLines(timeline, on: page) {
            page.line([String(repeating: " ", count: indent - 2) + "", page.painted(line, .cyan)])
        }
        for (label, row) in zip(labels, timeline.rows) {
            let padding = String(repeating: " ", count: indent - 4 - label.count)
            page.line(["  " + page.printable(label) + padding, bar(row.cells, on: page)])
        }
        guard timeline.rows.contains(where: { $0.cells.contains { $0 != .delivered } }) else { return }
        let legend = [Timeline.Cell.delivered, .partial, .dark].map { cell in
            page.painted(symbol(of: cell), cell.colour) + " " + page.painted(cell.meaning, .dim)
        }
        page.line([String(repeating: " ", count: indent - 2)] + legend)
    }

    /// Runs of equal cells, each painted once.
    private func bar(_ cells: [Timeline.Cell], on page: TerminalPage) -> String {
        var bar = ""
        var place = 0
        while place < cells.count {
            let cell = cells[place]
            let run = cells[place...].prefix { $0 == cell }.count
            bar += page.painted(String(repeating: symbol(of: cell), count: run), cell.colour)
            place += run
        }
        return bar
    }

    private func symbol(of cell: Timeline.Cell) -> String {
        switch cell {
        case .delivered: ascii ? "-" : "━"
        case .partial: ascii ? "+" : "▒"
        case .dark: ascii ? "#" : "█"
        }
    }

    /// The steps' marks, on further lines where they would overlap.
    private func markLines(_ timeline: Timeline, on page: TerminalPage) -> [String] {
        var lines: [String] = []
        for mark in timeline.marks {
            let arrow = mark.stepPhase.phase == .fault ? page.sign("▼", "v") : page.sign("△", "^")
            let label = "\(arrow)\(mark.stepPhase.step)"
            let line = lines.firstIndex { $0.isEmpty || $0.count < mark.column } ?? lines.count
            if line == lines.count { lines.append("") }
            lines[line] += String(repeating: " ", count: mark.column - lines[line].count) + label
        }
        return lines
    }
}

extension Timeline.Cell {
    fileprivate var colour: TerminalPage.Colour {
        switch self {
        case .delivered: .green
        case .partial: .yellow
        case .dark: .red
        }
    }

    fileprivate var meaning: String {
        switch self {
        case .delivered: "all packets arrive"
        case .partial: "some 5-tuples do not"
        case .dark: "none arrive"
        }
    }
}
