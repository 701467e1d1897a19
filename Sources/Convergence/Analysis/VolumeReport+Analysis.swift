internal import Network
internal import NetworkTypes

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
