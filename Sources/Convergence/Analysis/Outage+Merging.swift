internal import Network
internal import NetworkTypes

extension Outage {
    /// The outages that dark spans, sorted by start, add up to: those of one step that overlap or touch are one.
    static func merging(_ spans: [DarkSpan], in index: JournalIndex) -> [(outage: Outage, spans: [DarkSpan])] {
        var groups: [(cause: StepPhase?, end: Duration?, spans: [DarkSpan])] = []
        for span in spans {
            let cause = index.step(of: span.beginning)?.stepPhase
            if let last = groups.lastIndex(where: { $0.cause == cause }),
                groups[last].end.map({ span.start <= $0 }) ?? true
            {
                groups[last].end = latest(groups[last].end, span.end)
                groups[last].spans.append(span)
            } else {
                groups.append((cause, span.end, [span]))
            }
        }
        return groups.map { (Outage($0.spans, cause: $0.cause, end: $0.end, in: index), $0.spans) }
    }

    private init(_ spans: [DarkSpan], cause: StepPhase?, end: Duration?, in index: JournalIndex) {
        let start = spans.first?.start ?? .zero
        let beginning = spans.first.map { index.events[$0.beginning] }
        let ending = spans.last { $0.end == end }?.ending
        self.init(
            start: start,
            end: end,
            duration: max(.zero, (end ?? index.sinceTimeZero(index.end)) - start),
            lost: 0,
            tuples: Set(spans.map(\.tuple)).sorted(),
            cause: cause,
            endedBy: ending.flatMap { index.step(of: $0)?.stepPhase },
            place: beginning?.string("place"),
            reason: beginning?.string("reason")
        )
    }

    /// The later of two ends, of which `nil` is later than any.
    private static func latest(_ left: Duration?, _ right: Duration?) -> Duration? {
        guard let left, let right else { return nil }
        return max(left, right)
    }
}
