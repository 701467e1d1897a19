internal import Network
internal import NetworkTypes

extension FinalState {
    init(_ index: JournalIndex, flows: [FlowAnalysis]) {
        var sessions = DownList()
        var wires = DownList()
        var nodes = DownList()
        var instances = DownList()
        var migrations = Migrations()
        if let timeZero = index.timeZeroPosition {
            for session in index.events[timeZero].strings("missingSessions") { sessions.add(session, nil) }
        }
        for event in index.events {
            migrations.note(event)
            switch event.kind {
            case .sessionDown: sessions.add(event.subject, event.observer)
            case .sessionUp: sessions.remove(event.subject, event.observer)
            case .carrierDown: wires.add(event.subject, event.observer)
            case .carrierUp: wires.remove(event.subject, event.observer)
            case .nodeDown: nodes.add(event.subject, nil)
            case .nodeUp: nodes.remove(event.subject, nil)
            case .instanceRemoved:
                // What is no longer wanted is not wrong.
                nodes.remove { $0 == event.subject }
                instances.remove { $0 == event.subject }
                sessions.remove { $0.hasPrefix("session/\(event.subject)/") }
                wires.remove { $0.hasSuffix("/\(event.subject)") }
            case .instanceUnhealthy: instances.add(event.subject, event.observer)
            case .instanceHealthy, .instanceReplaced: instances.remove(event.subject, event.observer)
            default: break
            }
        }
        sessions.remove(where: migrations.hasClosed)
        self.init(
            sessionsDown: sessions.subjects,
            wiresDown: wires.subjects,
            nodesDown: nodes.subjects,
            instancesUnhealthy: instances.subjects,
            flowsDown: flows.compactMap(\.finalFailure)
        )
    }

    /// Gateways whose traffic has been moved to a second one: the first one's sessions are closed because somebody wants that.
    private struct Migrations {
        private var moved: [String] = []
        /// Instances that were made since the migrations began.
        private var added: [String] = []

        mutating func note(_ event: JournalEvent) {
            switch (event.kind, event.string("operation")) {
            case (.instanceAdded, _): added.append(event.subject)
            case (.gatewayChanging, "prepare"): added.removeAll { $0.hasPrefix(event.subject + "/") }
            case (.gatewayChanged, "migrate"): moved.append(event.subject)
            case (.gatewayChanged, "abort"), (.gatewayChanged, "commit"): moved.removeAll { $0 == event.subject }
            default: break
            }
        }

        func hasClosed(_ session: String) -> Bool {
            moved.contains { session.hasPrefix("session/\($0)/") }
                && !added.contains { session.hasPrefix("session/\($0)/") }
        }
    }

    /// Things that are down, each as seen by the nodes at its ends.
    private struct DownList {
        private struct End: Hashable {
            var subject: String
            var node: String?
        }

        private var ranks: [End: Int] = [:]
        private var nextRank = 0

        mutating func add(_ subject: String, _ node: String?) {
            // What nobody in particular saw, such as a session that never came up, gives way to what a node saw.
            if node != nil { ranks[End(subject: subject, node: nil)] = nil }
            ranks[End(subject: subject, node: node)] = nextRank
            nextRank += 1
        }

        mutating func remove(_ subject: String, _ node: String?) {
            ranks[End(subject: subject, node: node)] = nil
            ranks[End(subject: subject, node: nil)] = nil
        }

        mutating func remove(where isMeant: (String) -> Bool) {
            ranks = ranks.filter { !isMeant($0.key.subject) }
        }

        /// Each thing once, in the order in which they went down.
        var subjects: [String] {
            var subjects: [String] = []
            for (end, _) in ranks.sorted(by: { $0.value < $1.value }) where !subjects.contains(end.subject) {
                subjects.append(end.subject)
            }
            return subjects
        }
    }
}

extension FlowAnalysis {
    /// What of the flow did not arrive when the run ended.
    fileprivate var finalFailure: FinalState.FlowDown? {
        let open = outages.filter(\.isOpen)
        guard let first = open.first else { return nil }
        let tuples = spans.filter { $0.end == nil }.count
        return FinalState.FlowDown(
            flow: history.key.name,
            direction: history.key.direction,
            tuples: tuples,
            since: first.start,
            place: first.place,
            reason: first.reason
        )
    }
}
