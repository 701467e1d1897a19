/// A span of send times during which packets of one 5-tuple do not arrive.
struct DarkSpan {
    var tuple: Int
    var start: Duration
    /// `nil` if it lasts until the run ends.
    var end: Duration?
    /// Position of the `flow.path` event that began it, and of the one that ended it.
    var beginning: Int
    var ending: Int?

    func duration(untilEnd end: Duration) -> Duration { max(.zero, (self.end ?? end) - start) }
}

extension FlowHistory {
    /// The dark spans of all 5-tuples, by start and then by 5-tuple, without those that have no length.
    func darkSpans() -> [DarkSpan] {
        var spans: [DarkSpan] = []
        for (tuple, changes) in tuples {
            var open: DarkSpan?
            for change in changes {
                if !change.delivered {
                    open = open ?? DarkSpan(tuple: tuple, start: change.at, beginning: change.position)
                } else if var span = open {
                    span.end = change.at
                    span.ending = change.position
                    if change.at > span.start { spans.append(span) }
                    open = nil
                }
            }
            if let open { spans.append(open) }
        }
        return spans.sorted { ($0.start, $0.tuple) < ($1.start, $1.tuple) }
    }
}
