internal import NetworkTypes

/// A run's flows as bars of equally long spans of time, for drawing.
public struct Timeline: Hashable, Sendable {
    public enum Cell: Hashable, Sendable {
        /// All 5-tuples had a path throughout.
        case delivered
        /// At some moment some of the 5-tuples had none.
        case partial
        /// At some moment none of them had one.
        case dark
    }

    public struct Row: Hashable, Sendable {
        public var flow: String
        public var direction: FlowDirection
        public var cells: [Cell]
    }

    public struct Mark: Hashable, Sendable {
        public var stepPhase: StepPhase
        public var column: Int
    }

    /// One per flow and direction.
    public var rows: [Row]
    /// Where steps begin, in the order of the run.
    public var marks: [Mark]
    /// Time that a column stands for.
    public var columnDuration: Duration

    /// Divides the time from zero to the end of the run into `columns` spans, at least one.
    public init(_ report: Report, columns: Int) {
        let columns = max(1, columns)
        let length = max(report.end, .nanoseconds(columns))
        func column(of time: Duration) -> Int {
            let place = Int128(time.nanoseconds) * Int128(columns) / Int128(length.nanoseconds)
            return Int(min(max(place, 0), Int128(columns - 1)))
        }
        columnDuration = length / columns
        marks = report.steps.filter { $0.at <= length }.map { Mark(stepPhase: $0.stepPhase, column: column(of: $0.at)) }
        rows = report.flows.map { flow in
            var cells = Array(repeating: Cell.delivered, count: columns)
            for (from, to, cell) in flow.troubles(until: length) {
                // A span that ends where a column begins does not touch that column.
                let last = to > from ? column(of: to - .nanoseconds(1)) : column(of: from)
                for place in column(of: from)...max(column(of: from), last) where cells[place] != .dark {
                    cells[place] = cell
                }
            }
            return Row(flow: flow.name, direction: flow.direction, cells: cells)
        }
    }
}

extension FlowReport {
    /// Spans in which some or all 5-tuples had no path.
    fileprivate func troubles(until end: Duration) -> [(from: Duration, to: Duration, cell: Timeline.Cell)] {
        var troubles: [(Duration, Duration, Timeline.Cell)] = []
        var place = 0
        while place < paths.count {
            let from = paths[place].from
            let group = paths[place...].prefix { $0.from == from }
            place += group.count
            let to = place < paths.count ? paths[place].from : end
            let dark = group.filter { !$0.delivered }.reduce(0) { $0 + $1.tuples }
            guard dark > 0 else { continue }
            troubles.append((from, to, dark >= group.reduce(0) { $0 + $1.tuples } ? .dark : .partial))
        }
        return troubles
    }
}
