internal import Network
internal import NetworkTypes

extension Finding {
    /// Cables of real routers that lost their carrier without a step, each once: what was lost meanwhile belongs to no step either.
    static func cables(in index: JournalIndex) -> [Finding] {
        index.events.filter { $0.kind == .carrierDown && $0.causedBy == nil }
            .compactMap { down in
                guard let node = down.string("node"), node.hasPrefix("router/") else { return nil }
                let up = index.events.first {
                    $0.kind == .carrierUp && $0.causedBy == down.id && $0.subject == down.subject
                }
                let start = index.sinceTimeZero(down.time)
                let end = up.map { index.sinceTimeZero($0.time) }
                let rest = end.map { "and had it again after \(($0 - start).text)" } ?? "and did not get it back"
                return Finding(
                    kind: .cable,
                    stepPhase: nil,
                    node: node,
                    subject: down.subject,
                    start: start,
                    end: end ?? start,
                    text:
                        "\(down.subject): at \(start.text) the port of \(node) lost its carrier, which no step had taken, \(rest)."
                )
            }
    }
}
