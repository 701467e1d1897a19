internal import Network
internal import NetworkTypes

extension Finding {
    /// What devices dropped because configurations do not fit; each once for a step.
    static func refusals(in index: JournalIndex) -> [Finding] {
        var seen: Set<String> = []
        return index.events.indices.compactMap { position in
            let event = index.events[position]
            guard event.kind == .refused, let node = event.string("node") else { return nil }
            let stepPhase = index.step(of: position)?.stepPhase
            let reason = event.string("reason") ?? ""
            guard seen.insert("\(event.subject) \(node) \(stepPhase?.step ?? 0)").inserted else { return nil }
            let at = index.sinceTimeZero(event.time)
            let drops = event.subject == node ? "it drops" : "\(node) drops"
            let step = stepPhase.map { "Step \($0.step): " } ?? ""
            return Finding(
                kind: .refusal,
                stepPhase: stepPhase,
                node: node,
                subject: event.subject,
                start: at,
                end: at,
                text: "\(step)\(event.subject): \(drops) \(reason); first at \(at.text)."
            )
        }
    }
}
