internal import Network
internal import NetworkTypes

extension Finding {
    /// Sessions that ended because of too many prefixes, and how long that lasted.
    static func prefixLimits(in index: JournalIndex) -> [Finding] {
        index.events.indices.compactMap { position in
            let event = index.events[position]
            guard event.kind == .sessionDown, event.string("cause") == DetectionMethod.prefixLimit.rawValue,
                let node = event.string("node")
            else { return nil }
            let stepPhase = index.step(of: position)?.stepPhase
            let back = index.events[position...].first {
                $0.kind == .sessionUp && $0.subject == event.subject && $0.string("node") == node
            }
            let start = index.sinceTimeZero(event.time)
            let end = index.sinceTimeZero(back?.time ?? index.end)
            let step = stepPhase.map { "Step \($0.step): " } ?? ""
            let limit = event.integer("limit").map { " than the \($0)" } ?? ""
            let outcome = back == nil ? "the session was not back when the run ended" : "the session was down for"
            return Finding(
                kind: .prefixLimit,
                stepPhase: stepPhase,
                node: node,
                subject: event.subject,
                start: start,
                end: end,
                text: "\(step)\(node) ended \(event.subject), over which more prefixes came\(limit) that it takes; "
                    + outcome + (back == nil ? "." : " \((end - start).text).")
            )
        }
    }
}
