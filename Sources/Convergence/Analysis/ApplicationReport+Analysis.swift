internal import Network
internal import NetworkTypes

extension ApplicationReport {
    /// What the journal tells of an application; `nil` for plain probes.
    init?(_ history: FlowHistory, in index: JournalIndex) {
        let ordeals = history.ordeals.map { index.events[$0] }
        guard let kind = history.summary?.string("protocol") ?? ordeals.first.map(Self.kind) else { return nil }
        self.init(kind: kind)
        // Between two messages of one connection nobody can tell that it is cut off.
        let grace = (history.interval ?? .zero) * max(1, history.tupleCount) + .milliseconds(200)
        for event in ordeals {
            switch event.kind {
            case .flowStall:
                let start = event.instant("from") ?? event.time
                stalls.append(
                    Stall(
                        tuple: event.integer("tuple") ?? 0,
                        start: index.sinceTimeZero(start),
                        end: index.sinceTimeZero(max(start, event.instant("to") ?? event.time)),
                        isOpen: event.boolean("open") ?? false,
                        cause: index.latestStep(at: start + grace)?.stepPhase
                    )
                )
            case .flowBroken:
                breaks.append(
                    Break(
                        tuple: event.integer("tuple") ?? 0,
                        at: index.sinceTimeZero(event.time),
                        node: event.string("node"),
                        reason: event.string("reason") ?? "broken",
                        cause: event.causedBy.flatMap { cause in
                            index.events.firstIndex { $0.id == cause }.flatMap { StepPhase(index.events[$0]) }
                        } ?? index.latestStep(at: event.time)?.stepPhase
                    )
                )
            case .flowRequest:
                let sent = event.instant("sent") ?? event.time
                troubledRequests.append(
                    Request(
                        tuple: event.integer("tuple") ?? 0,
                        sent: index.sinceTimeZero(sent),
                        tries: event.integer("tries") ?? 1,
                        fate: event.string("fate").flatMap(Request.Fate.init) ?? .failed,
                        cause: index.latestStep(at: sent + .milliseconds(200))?.stepPhase
                    )
                )
            default: break
            }
        }
        guard let summary = history.summary else { return }
        retransmitted = summary.integer("retransmitted")
        requests = summary.integer("requests")
        answered = summary.integer("answered")
        repeated = summary.integer("repeated")
        waiting = summary.integer("waiting")
        longestWait = summary.duration("longestWaitSeconds")
    }

    private static func kind(_ event: JournalEvent) -> String { event.kind == .flowRequest ? "request" : "tcp" }
}
