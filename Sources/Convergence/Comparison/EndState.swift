internal import Network
internal import NetworkTypes

/// How a run ended: what is down, what routers forward by, which way packets go.
struct EndState {
    private struct Key: Hashable {
        var kind: RunComparison.EndDifference.Kind
        var subject: String
        var tuple: Int?
    }

    private var values: [Key: String] = [:]
    /// In the order in which they were written.
    private var keys: [Key] = []

    init(_ journal: Journal, _ report: Report) {
        let state = report.finalState
        for session in state.sessionsDown { set(.session, session, "down") }
        for wire in state.wiresDown { set(.wire, wire, "no carrier") }
        for node in state.nodesDown { set(.node, node, "down") }
        for instance in state.instancesUnhealthy { set(.instance, instance, "unhealthy") }
        for event in journal.events where event.kind == .tableFinal { take(event) }
        for history in FlowHistory.all(in: JournalIndex(journal.events)) {
            for (tuple, changes) in history.tuples {
                guard let last = changes.last else { continue }
                let path = last.via.joined(separator: " > ")
                let flow = "\(history.key.name) \(history.key.direction)"
                set(.path, flow, tuple: tuple, last.delivered ? path : "\(path), lost")
            }
        }
    }

    private mutating func take(_ table: JournalEvent) {
        let name = "\(table.subject), \(table.string("domain") ?? "")"
        let routes = table.strings("routes")
        for route in routes {
            let parts = route.split(separator: " ", maxSplits: 1)
            guard parts.count == 2 else { continue }
            set(.route, "\(name): \(parts[0])", String(parts[1]))
        }
        // Of a table that is too long to be listed, the digest tells whether it is the same.
        if let count = table.integer("count"), count > routes.count {
            set(.route, "\(name): all \(count) routes", table.string("digest") ?? "")
        }
    }

    private mutating func set(
        _ kind: RunComparison.EndDifference.Kind,
        _ subject: String,
        tuple: Int? = nil,
        _ value: String
    ) {
        let key = Key(kind: kind, subject: subject, tuple: tuple)
        if values.updateValue(value, forKey: key) == nil { keys.append(key) }
    }

    static func differences(_ first: EndState, _ second: EndState) -> [RunComparison.EndDifference] {
        let keys = first.keys + second.keys.filter { first.values[$0] == nil }
        var result: [RunComparison.EndDifference] = []
        for key in keys {
            let (one, other) = (first.values[key], second.values[key])
            guard one != other else { continue }
            let absent = key.kind.absence
            let difference = RunComparison.EndDifference(
                kind: key.kind,
                subject: key.subject,
                tuples: [key.tuple].compactMap { $0 },
                first: one ?? absent,
                second: other ?? absent
            )
            if let place = result.firstIndex(where: { $0.isLike(difference) }) {
                result[place].tuples += difference.tuples
            } else {
                result.append(difference)
            }
        }
        return result
    }
}

extension RunComparison.EndDifference {
    /// Whether the two say the same of 5-tuples of one flow.
    fileprivate func isLike(_ other: Self) -> Bool {
        kind == other.kind && subject == other.subject && first == other.first && second == other.second
    }
}

extension RunComparison.EndDifference.Kind {
    /// What it means that a run says nothing.
    fileprivate var absence: String {
        switch self {
        case .session, .node: "up"
        case .wire: "carrier"
        case .instance: "healthy"
        case .route: "no route"
        case .path: "no packets"
        }
    }
}
