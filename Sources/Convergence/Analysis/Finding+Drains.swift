internal import Network
internal import NetworkTypes

extension Finding {
    /// Who had left a drained MSEE when it went down, in one sentence, and one for each neighbour that had not.
    static func drains(in index: JournalIndex) -> [Finding] {
        var findings: [Finding] = []
        var followers: [(event: JournalEvent, position: Int, nodes: [String])] = []
        for position in index.events.indices {
            let event = index.events[position]
            guard event.kind == .maintenance, let node = event.string("node") else { continue }
            guard event.string("stage") == "ignored" else {
                if let place = followers.firstIndex(where: {
                    $0.event.subject == event.subject && $0.event.causedBy == event.causedBy
                }) {
                    if !followers[place].nodes.contains(node) { followers[place].nodes.append(node) }
                } else {
                    followers.append((event, position, [node]))
                }
                continue
            }
            findings.append(finding(event, position, node, index) { stubbornness(of: event, node) })
        }
        return findings
            + followers.map { follower in
                finding(follower.event, follower.position, follower.event.subject, index) {
                    "\(list(follower.nodes)) had left \(follower.event.subject) before it went down"
                }
            }
    }

    private static func finding(
        _ event: JournalEvent,
        _ position: Int,
        _ node: String,
        _ index: JournalIndex,
        _ words: () -> String
    ) -> Finding {
        let stepPhase = index.step(of: position)?.stepPhase
        let at = index.sinceTimeZero(event.time)
        return Finding(
            kind: .drain,
            stepPhase: stepPhase,
            node: node,
            subject: event.subject,
            start: at,
            end: at,
            text: (stepPhase.map { "Step \($0.step): " } ?? "") + words() + "."
        )
    }

    private static func stubbornness(of event: JournalEvent, _ node: String) -> String {
        let count = event.integer("count") ?? 0
        let prefixes = count == 1 ? "1 prefix" : "\(count) prefixes"
        let still = "\(node) still sent to \(event.subject) for \(prefixes) when it went down: "
        guard let by = event.string("by"), let reason = event.string("reason") else {
            return still + "it had no other path"
        }
        return still + "\(by) prefers that by \(reason), which comes before the AS path that the drain made longer"
    }

    private static func list(_ nodes: [String]) -> String {
        let shown = nodes.prefix(4).joined(separator: ", ")
        return nodes.count > 4 ? "\(shown) and \(nodes.count - 4) more" : shown
    }
}
