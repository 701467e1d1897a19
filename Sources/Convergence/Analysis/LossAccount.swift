internal import NetworkTypes

/// Sorts the lost probes of a flow's direction into its outages.
struct LossAccount {
    private(set) var outages: [Outage]
    /// Runs of lost probes that belong to no outage.
    private(set) var strays: [FlowHistory.LossRun] = []
    /// The dark spans of each 5-tuple by start, with the index of their outage.
    private var spans: [Int: [(span: DarkSpan, outage: Int)]] = [:]

    /// A probe belongs to the outage with the dark span of its 5-tuple in which it was sent, give or take `tolerance`.
    init(_ losses: [FlowHistory.LossRun], groups: [(outage: Outage, spans: [DarkSpan])], tolerance: Duration) {
        outages = groups.map(\.outage)
        for (index, group) in groups.enumerated() {
            for span in group.spans { spans[span.tuple, default: []].append((span, index)) }
        }
        for tuple in Set(losses.map(\.tuple)) { spans[tuple]?.sort { $0.span.start < $1.span.start } }
        for run in losses { assign(run, tolerance: tolerance) }
    }

    private mutating func assign(_ run: FlowHistory.LossRun, tolerance: Duration) {
        let touched = (spans[run.tuple] ?? []).filter { span, _ in
            run.to + tolerance >= span.start && span.end.map { run.from < $0 + tolerance } ?? true
        }
        // What a limit dropped had a path.
        guard run.limit == nil, !touched.isEmpty else {
            strays.append(run)
            return
        }
        // A run over several spans is cut where each next one begins; probes in between go with the earlier one.
        var taken = 0
        for (place, (_, index)) in touched.enumerated() {
            let isLast = place == touched.count - 1
            let bound = isLast ? run.count : run.sent(before: touched[place + 1].span.start)
            guard bound > taken else { continue }
            let (first, last) = (run.sendTime(of: taken), run.sendTime(of: bound - 1))
            outages[index].lost += bound - taken
            outages[index].firstLost = min(outages[index].firstLost ?? first, first)
            outages[index].lastLost = max(outages[index].lastLost ?? last, last)
            taken = bound
        }
    }
}

extension FlowHistory.LossRun {
    /// When the probe with this number in the run was sent, taking them as evenly spaced.
    func sendTime(of number: Int) -> Duration {
        guard count > 1, number > 0 else { return from }
        let span = Int128((to - from).nanoseconds)
        return from + .nanoseconds(Int64(clamping: span * Int128(number) / Int128(count - 1)))
    }

    /// How many probes of the run were sent before an instant.
    func sent(before instant: Duration) -> Int {
        if instant <= from { return 0 }
        if instant > to { return count }
        guard count > 1, to > from else { return count }
        let passed = Int128((instant - from).nanoseconds) * Int128(count - 1)
        let span = Int128((to - from).nanoseconds)
        return min(count, Int((passed + span - 1) / span))
    }
}
