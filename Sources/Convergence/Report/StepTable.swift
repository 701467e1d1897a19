internal import Network

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

    /// A fault or restore with its rows.
    public struct Group: Hashable, Sendable {
        public var step: Int
        /// When, and what was done to what.
        public var title: String
        public var rows: [Row]
    }

    /// One direction of a flow.
    public struct Row: Hashable, Sendable {
        public var flow: String
        public var outage: String
        public var lost: String
        public var moved: String
        /// How, how long after the step and where it was noticed.
        public var noticed: String
        public var severity: Severity
    }

    public var groups: [Group]

    public init(_ report: Report) {
        groups = report.steps.map { step in
            let entries = report.convergence.filter { $0.stepPhase == step.stepPhase }
            return Group(step: step.stepPhase.step, title: step.title, rows: entries.map { Row(step, $0) })
        }
    }
}

extension StepTable.Row {
    fileprivate init(_ step: StepReport, _ entry: ConvergenceReport) {
        self.init(
            flow: "\(entry.flow) \(entry.direction)",
            outage: entry.worstOutage == .zero ? "none" : entry.worstOutage.text + (entry.isOpen ? " …" : ""),
            lost: "\(entry.lost)",
            moved: "\(entry.moved)",
            noticed: step.noticed(by: entry),
            severity: entry.severity
        )
    }
}

extension StepReport {
    fileprivate var title: String {
        let what = stepPhase.phase == .fault ? "\(verb) \(subject)" : "restore \(subject)"
        return "at \(at.text): \(what)" + (repetitions > 1 ? " (\(repetitions) times)" : "")
    }

    /// Who noticed first on the flow's critical path; if no path changed, who noticed first at all.
    fileprivate func noticed(by entry: ConvergenceReport) -> String {
        if let method = entry.detectedBy {
            if let link = entry.criticalPath.first(where: \.isDetectionByRouter) {
                return Self.noticed(method, after: link.at - at, by: link.node)
            }
            // The chain ends before anybody noticed, where only a restore helped.
            guard let first = detections.first(where: { $0.by == method }) else { return method.rawValue }
            return Self.noticed(method, after: first.delay, by: first.node)
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

extension ConvergenceReport.Link {
    /// Whether here a node that chooses paths noticed something, rather than just died.
    fileprivate var isDetectionByRouter: Bool {
        guard stage == .detection, let node else { return false }
        return kind != JournalEvent.Kind.nodeDown.rawValue && JournalEvent.choosesPaths(node)
    }
}

extension ConvergenceReport {
    fileprivate var severity: StepTable.Severity {
        if isOpen { return .open }
        if lost > 0 || lossOfConnectivity > .zero { return .lossy }
        return moved > 0 ? .moved : .untouched
    }
}
