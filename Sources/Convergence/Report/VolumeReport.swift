internal import Network
internal import NetworkTypes

/// What one direction of a flow's volume without packets got through.
public struct VolumeReport: Hashable, Sendable {
    public struct Span: Hashable, Sendable {
        public var from: Duration
        public var to: Duration
        /// Bits per second.
        public var carried: Int
        /// Wires and devices that carried no more.
        public var limits: [String]
        /// The step in which it began.
        public var cause: StepPhase?
    }

    /// Bits per second.
    public var offered: Int
    public var spans: [Span]

    /// Bits that were dropped in the whole run.
    public var droppedBits: Int {
        Int(
            spans.reduce(0.0) { sum, span in
                sum + Double(offered - span.carried) * Double((span.to - span.from).nanoseconds) / 1e9
            }
        )
    }
}

extension VolumeReport {
    /// What the journal tells of a volume; `nil` for flows without.
    init?(_ history: FlowHistory, in index: JournalIndex) {
        guard let first = history.volumes.first else { return nil }
        let end = index.sinceTimeZero(index.end)
        self.init(offered: index.events[first].integer("offered") ?? 0, spans: [])
        for (number, position) in history.volumes.enumerated() {
            let event = index.events[position]
            let next =
                history.volumes.indices.contains(number + 1)
                ? index.sinceTimeZero(index.events[history.volumes[number + 1]].time) : end
            let span = Span(
                from: index.sinceTimeZero(event.time),
                to: max(next, index.sinceTimeZero(event.time)),
                carried: event.integer("carried") ?? 0,
                limits: event.strings("limits"),
                cause: index.step(of: position)?.stepPhase
            )
            // What changed twice at one instant was never so.
            if span.to > span.from || number + 1 == history.volumes.count { spans.append(span) }
        }
    }
}
