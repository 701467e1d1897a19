internal import NetworkTypes

extension TerminalPage {
    /// Draws a critical path: each link with its time since the step, one level deeper than the one that caused it.
    mutating func chain(_ entry: ConvergenceReport) {
        guard let first = entry.criticalPath.first, let last = entry.criticalPath.last else { return }
        let digits = last.at - first.at < .seconds(1) ? 6 : 3
        let times = entry.criticalPath.map { "+" + ($0.at - first.at).decimalSeconds(fractionDigits: digits) + " s" }
        let timeWidth = times.map(\.count).max() ?? 0
        let stageWidth = Stage.allCases.map(\.rawValue.count).max() ?? 0
        for (depth, (link, time)) in zip(entry.criticalPath, times).enumerated() {
            let padding = String(repeating: " ", count: timeWidth - time.count)
            let stage = link.stage?.rawValue ?? ""
            let stagePadding = String(repeating: " ", count: stageWidth - stage.count)
            // Deep chains stop moving to the right, so that the words keep half of the line.
            let indent = String(repeating: " ", count: min(depth, width / 12))
            let branch = depth == 0 ? "" : sign("└ ", "` ")
            let place = link.node.map { "\($0): " } ?? ""
            let room = width - timeWidth - stageWidth - 6 - indent.count - branch.count
            line([
                "  " + padding + painted(time, .cyan), painted(stage, .dim) + stagePadding,
                indent + branch + cut(place + link.what, to: room),
            ])
        }
        guard let total = entry.routeConvergence else {
            line(["  " + painted("no other path was found", .red)])
            return
        }
        let stages: [(String, Duration?)] = [
            ("detection", entry.detection), ("propagation", entry.propagation), ("decision", entry.decision),
            ("installation", entry.installation),
        ]
        let sum = stages.map { "\($0.0) \(($0.1 ?? .zero).text)" }.joined(separator: " + ")
        item(sign("=", "="), width: 1, "\(total.text) until traffic moved: \(sum)")
        let costs = entry.criticalPath.compactMap(\.cost)
        guard !costs.isEmpty else { return }
        item(" ", width: 1, "of which settings: \(costs.map(\.text).joined(separator: " + "))")
    }
}
