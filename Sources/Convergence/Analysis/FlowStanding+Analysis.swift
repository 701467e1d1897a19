internal import Network
internal import NetworkTypes

extension FlowStanding {
    /// How things stand before an event of the journal, or when it ends.
    ///
    /// Complexity: O(5-tuples + changes).
    init(_ history: FlowHistory, opposite: FlowHistory?, before position: Int?) {
        let own = history.standing(before: position)
        var distinct: Set<[String]> = []
        for way in own where way.change.delivered { distinct.insert(way.change.via) }
        let latencies = own.compactMap(\.change.latency)
        self.init(
            paths: distinct.sorted { $0.lexicographicallyPrecedes($1) },
            lost: own.count { !$0.change.delivered },
            latency: latencies.count == own.count ? latencies.max() : nil
        )
        guard let opposite else { return }
        let back = Dictionary(
            opposite.standing(before: position).map { ($0.tuple, $0.change) },
            uniquingKeysWith: { first, _ in first }
        )
        var trips: [Duration] = []
        var unlike = 0
        for (tuple, change) in own {
            guard let other = back[tuple], change.delivered, other.delivered else { continue }
            if change.via.edges != other.via.reversed().edges { unlike += 1 }
            if let there = change.latency, let here = other.latency { trips.append(there + here) }
        }
        asymmetric = unlike
        roundTrip = trips.count == own.count ? trips.max() : nil
    }
}

extension FlowHistory {
    /// The latest change of each 5-tuple before an event of the journal.
    fileprivate func standing(before position: Int?) -> [(tuple: Int, change: PathChange)] {
        tuples.compactMap { tuple, changes in
            changes.last { position == nil || $0.position < position ?? 0 }.map { (tuple, $0) }
        }
    }
}

extension Sequence<String> {
    /// The customer's and Microsoft's edge routers among the nodes of a path.
    fileprivate var edges: [String] { filter { $0.hasPrefix("router/") || $0.hasPrefix("msee/") } }
}

extension JournalIndex {
    /// Position of the first step after a phase has begun, which ends what can be said of it; `nil` if it lasts until the end.
    func successor(of stepPhase: StepPhase) -> Int? {
        guard let first = steps.first(where: { $0.stepPhase == stepPhase }) else { return nil }
        let begun = events[first.position].time
        return steps.first { events[$0.position].time > begun }?.position
    }
}
