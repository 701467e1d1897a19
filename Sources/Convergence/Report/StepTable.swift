/// What each step cost each flow, as the rows of a table.
public struct StepTable: Hashable, Sendable {
    public enum Severity: Hashable, Sendable {
        /// The step did not touch the flow.
        case untouched
        /// Packets took another way, and none was lost.
        case moved
        /// Packets were lost.
        case lossy
        /// Packets were still being lost when the run ended.
        case open
    }

    public struct Row: Hashable, Sendable {
        /// The step in the first row of each step and phase; empty in the others.
        public var step: String
        public var at: String
        public var what: String
        public var flow: String
        public var outage: String
        public var lost: String
        public var moved: String
        /// How, where and how long after the step it was noticed.
        public var noticed: String
        public var severity: Severity
    }

    public var rows: [Row]

    public init(_ report: Report) {
        rows = report.steps.flatMap { step in
            let entries = report.convergence.filter { $0.stepPhase == step.stepPhase }
            if entries.isEmpty { return [Row(step, nil, isFirst: true)] }
            return entries.enumerated().map { Row(step, $1, isFirst: $0 == 0) }
        }
    }
}

extension StepTable.Row {
    fileprivate init(_ step: StepReport, _ entry: ConvergenceReport?, isFirst: Bool) {
        let isFault = step.stepPhase.phase == .fault
        self.init(
            step: isFirst && isFault ? "\(step.stepPhase.step)" : "",
            at: isFirst ? step.at.text : "",
            what: isFirst ? step.title : "",
            flow: entry.map { "\($0.flow) \($0.direction)" } ?? "",
            outage: entry.map { $0.worstOutage == .zero ? "none" : $0.worstOutage.text + ($0.isOpen ? " …" : "") }
                ?? "",
            lost: entry.map { "\($0.lost)" } ?? "",
            moved: entry.map { "\($0.moved)" } ?? "",
            noticed: step.noticed(by: entry),
            severity: entry?.severity ?? .untouched
        )
    }
}

extension StepReport {
    fileprivate var title: String {
        let times = repetitions > 1 ? " (\(repetitions) times)" : ""
        if stepPhase.phase == .fault { return "\(verb) \(subject)\(times)" }
        return "restored\(times)"
    }

    /// Who noticed first on the flow's critical path; if no path changed, who noticed first at all.
    fileprivate func noticed(by entry: ConvergenceReport?) -> String {
        if let entry, let method = entry.detectedBy {
            guard let link = entry.criticalPath.first(where: { $0.stage == .detection && $0.node != nil }) else {
                return method.rawValue
            }
            return Self.noticed(method, after: link.at - at, by: link.node)
        }
        guard let first = detections.first else { return "" }
        return Self.noticed(first.by, after: first.delay, by: first.node)
    }

    fileprivate static func noticed(_ method: DetectionMethod, after delay: Duration, by node: String?) -> String {
        "\(method.rawValue) after \(delay.text)" + (node.map { ", \($0)" } ?? "")
    }

    /// Everyone who noticed, in time order; nodes that share method and delay are named together.
    public var noticedBy: [String] {
        var groups: [(method: DetectionMethod, delay: Duration, nodes: [String])] = []
        for detection in detections {
            let node = detection.node ?? detection.subject
            if let last = groups.indices.last, groups[last].method == detection.by,
                groups[last].delay == detection.delay
            {
                if !groups[last].nodes.contains(node) { groups[last].nodes.append(node) }
            } else {
                groups.append((detection.by, detection.delay, [node]))
            }
        }
        return groups.map { Self.noticed($0.method, after: $0.delay, by: $0.nodes.joined(separator: ", ")) }
    }
}

extension ConvergenceReport {
    fileprivate var severity: StepTable.Severity {
        if isOpen { return .open }
        if lost > 0 || lossOfConnectivity > .zero { return .lossy }
        return moved > 0 ? .moved : .untouched
    }
}
