internal import Network
internal import NetworkTypes

/// Finds packets that were lost on stale routes: a graceful restart held them while the neighbour did not forward.
struct StaleRoutes {
    /// A time during which a node used the routes of a neighbour whose session was down.
    fileprivate struct Retention {
        var session: String
        var node: String
        var start: Duration
        var end: Duration
        var stepPhase: StepPhase?
    }

    private let retentions: [Retention]

    init(_ index: JournalIndex) {
        var open: [String: Int] = [:]
        var found: [Retention] = []
        for (position, event) in index.events.enumerated() {
            let key = "\(event.subject) \(event.string("node") ?? "")"
            let now = index.sinceTimeZero(event.time)
            switch event.kind {
            case .restartAwaited:
                open[key] = found.count
                found.append(
                    Retention(
                        session: event.subject,
                        node: event.string("node") ?? "",
                        start: now,
                        end: index.sinceTimeZero(index.end),
                        stepPhase: index.step(of: position)?.stepPhase
                    )
                )
            // As a last resort they are still used.
            case .restartEnded where event.string("outcome") != "longLived":
                if let place = open.removeValue(forKey: key) { found[place].end = now }
            default: break
            }
        }
        retentions = found
    }

    /// What of a flow's losses is owed to stale routes, by retention.
    func findings(in flow: FlowHistory, _ index: JournalIndex) -> [Finding] {
        guard !retentions.isEmpty else { return [] }
        let spans = flow.darkSpans()
        return retentions.compactMap { retention in
            var whole: (start: Duration, end: Duration)?
            for span in spans {
                let start = max(span.start, retention.start)
                let end = min(span.end ?? index.sinceTimeZero(index.end), retention.end)
                guard end > start, isLost(index.events[span.beginning], beyond: retention) else { continue }
                whole = (min(whole?.start ?? start, start), max(whole?.end ?? end, end))
            }
            guard let whole, whole.end - whole.start >= Self.shortest else { return nil }
            return Finding(retention, flow.key, from: whole.start, to: whole.end)
        }
    }

    /// Less than that is lost at any failure.
    private static let shortest = Duration.milliseconds(10)

    /// Whether packets were lost on the way from the node to its neighbour, or by that one.
    private func isLost(_ path: JournalEvent, beyond retention: Retention) -> Bool {
        guard let place = path.string("place"), place != retention.node,
            path.strings("via").contains(retention.node)
        else { return false }
        let parts = retention.session.split(separator: "/").map(String.init)
        guard parts.count >= 4 else { return false }
        if place == "router/\(parts[1])" { return true }
        if parts[2] == "lan" {
            return place.hasPrefix("lan/") || place == "router/\(parts[3])" || place.hasPrefix("core/")
        }
        let link = "\(parts[2])/\(parts[3])"
        return place == "provider/\(link)" || place == "link/\(link)" || place.hasPrefix("link/\(link)/")
            || place.hasPrefix("msee/")
    }
}

extension Finding {
    fileprivate init(_ retention: StaleRoutes.Retention, _ key: FlowKey, from start: Duration, to end: Duration) {
        let router = retention.session.split(separator: "/").dropFirst().first.map(String.init) ?? ""
        let neighbor = retention.node == "router/\(router)" ? "its neighbour" : router
        let step = retention.stepPhase.map { "Step \($0.step): " } ?? ""
        self.init(
            kind: .staleRoutes,
            stepPhase: retention.stepPhase,
            flow: key.name,
            direction: key.direction,
            node: retention.node,
            subject: retention.session,
            start: start,
            end: end,
            text: "\(step)\(key.name) \(key.direction) kept following stale routes of \(neighbor) for "
                + "\((end - start).text): graceful restart held them at \(retention.node) while the router did not "
                + "forward. BFD that does not depend on the control plane, at both ends, ends that within its detection "
                + "time (`bfd: { controlPlaneIndependent: true }`)."
        )
    }
}
