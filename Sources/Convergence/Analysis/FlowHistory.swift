internal import Network
internal import NetworkTypes

/// All that the journal tells about one direction of a flow, by 5-tuple.
struct FlowHistory {
    /// From `at` on, packets of a 5-tuple take another way, or none.
    struct PathChange {
        /// Send time of the first packet concerned, since time zero and not before it.
        var at: Duration
        /// Position of the `flow.path` event.
        var position: Int
        var delivered: Bool
        var via: [String]
        /// One way, where it is known.
        var latency: Duration?
    }

    /// Consecutive lost probes of a 5-tuple.
    struct LossRun {
        var tuple: Int
        var from: Duration
        var to: Duration
        var count: Int
        /// The limit that dropped them, if one did.
        var limit: Limit?
    }

    /// What dropped packets for being too many: a device or wire, and its words for it.
    struct Limit: Hashable {
        var place: String
        var reason: String
    }

    let key: FlowKey
    /// Sorted by 5-tuple; the changes of each are sorted by the time from which they hold.
    private(set) var tuples: [(index: Int, changes: [PathChange])] = []
    private(set) var losses: [LossRun] = []
    private(set) var summary: JournalEvent?
    /// Positions of what an application had to suffer: stalls, broken connections, requests that were late or failed.
    private(set) var ordeals: [Int] = []
    /// Positions of what its volume got through.
    private(set) var volumes: [Int] = []
    /// Position of the first `flow.firstPacket` event for a `flow.path` event's id.
    private(set) var firstPackets: [Int: Int] = [:]

    private init(key: FlowKey) { self.key = key }

    /// The histories of all flows: in the order in which the journal first names them, forward before reverse.
    static func all(in index: JournalIndex) -> [FlowHistory] {
        var names: [String] = []
        var histories: [FlowKey: FlowHistory] = [:]
        var changes: [FlowKey: [Int: [PathChange]]] = [:]
        for (position, event) in index.events.enumerated() {
            guard let key = FlowKey(event) else { continue }
            if FlowDirection.allCases.allSatisfy({ histories[FlowKey(name: key.name, direction: $0)] == nil }) {
                names.append(key.name)
            }
            if event.kind == .flowPath {
                let change = PathChange(event, at: position, in: index)
                for tuple in event.integers("tuples") { changes[key, default: [:]][tuple, default: []].append(change) }
            }
            histories[key, default: FlowHistory(key: key)].take(event, at: position, in: index)
        }
        let keys = names.flatMap { name in FlowDirection.allCases.map { FlowKey(name: name, direction: $0) } }
        return keys.compactMap { key in
            guard var history = histories[key] else { return nil }
            let sorted = (changes[key] ?? [:]).sorted { $0.key < $1.key }
            history.tuples = sorted.map { tuple, changes in
                (tuple, changes.sorted { ($0.at, $0.position) < ($1.at, $1.position) })
            }
            return history
        }
    }

    private mutating func take(_ event: JournalEvent, at position: Int, in index: JournalIndex) {
        switch event.kind {
        case .flowFirstPacket:
            if let path = event.causedBy, firstPackets[path] == nil { firstPackets[path] = position }
        case .flowLoss:
            guard let from = event.instant("from"), let count = event.integer("lost"), count > 0 else { return }
            let to = max(from, event.instant("to") ?? from)
            losses.append(
                LossRun(
                    tuple: event.integer("tuple") ?? 0,
                    from: index.sinceTimeZero(from),
                    to: index.sinceTimeZero(to),
                    count: count,
                    limit: event.string("place").map { Limit(place: $0, reason: event.string("reason") ?? "") }
                )
            )
        case .flowStall, .flowBroken, .flowRequest: ordeals.append(position)
        case .flowLoad: volumes.append(position)
        case .flowSummary: summary = event
        default: break
        }
    }
}

extension FlowHistory {
    /// Number of 5-tuples: what the summary says, but not fewer than were seen.
    var tupleCount: Int { max(tuples.count, summary?.integer("tuples") ?? 0) }

    /// Time between two probes of the flow.
    var interval: Duration? { summary?.duration("intervalSeconds") }
}

extension FlowHistory.PathChange {
    fileprivate init(_ event: JournalEvent, at position: Int, in index: JournalIndex) {
        self.init(
            at: max(.zero, index.sinceTimeZero(event.instant("at") ?? event.time)),
            position: position,
            delivered: event.boolean("delivered") ?? false,
            via: event.strings("via"),
            latency: event.duration("latencySeconds")
        )
    }
}

extension FlowKey {
    /// The flow that a `flow.…` event is about; `nil` for other events.
    fileprivate init?(_ event: JournalEvent) {
        switch event.kind {
        case .flowPath, .flowFirstPacket, .flowLoss, .flowLoad, .flowStall, .flowBroken, .flowRequest, .flowSummary:
            break
        default: return nil
        }
        let prefix = "flow/"
        self.init(
            name: event.subject.hasPrefix(prefix) ? String(event.subject.dropFirst(prefix.count)) : event.subject,
            direction: event.string("direction").flatMap(FlowDirection.init) ?? .forward
        )
    }
}
