/// A 5-tuple whose delivered packets took another way than before.
struct PathMove {
    var tuple: Int
    /// Position of the `flow.path` event.
    var position: Int
    var at: Duration
}

extension FlowHistory {
    /// All changes from one delivering path to another, dark spans between them passed over, in the order of the
    /// journal.
    func moves() -> [PathMove] {
        var moves: [PathMove] = []
        for (tuple, changes) in tuples {
            var previous: [String]?
            for change in changes where change.delivered {
                if let previous, previous != change.via {
                    moves.append(PathMove(tuple: tuple, position: change.position, at: change.at))
                }
                previous = change.via
            }
        }
        return moves.sorted { ($0.position, $0.tuple) < ($1.position, $1.tuple) }
    }

    /// How the 5-tuples are spread over paths, anew at each change.
    func pathShares() -> [FlowReport.PathShare] {
        struct Path: Hashable {
            var delivered: Bool
            var via: [String]
        }
        var paths: [Path] = []
        var indices: [Path: Int] = [:]
        var counts: [Int] = []
        var current: [Int: Int] = [:]
        var shares: [FlowReport.PathShare] = []
        let all = tuples.flatMap { tuple, changes in changes.map { (tuple: tuple, change: $0) } }
            .sorted { ($0.change.at, $0.change.position, $0.tuple) < ($1.change.at, $1.change.position, $1.tuple) }
        var before = counts
        for (number, (tuple, change)) in all.enumerated() {
            let path = Path(delivered: change.delivered, via: change.via)
            let index = indices[path] ?? paths.count
            if index == paths.count {
                indices[path] = index
                paths.append(path)
                counts.append(0)
            }
            if let old = current.updateValue(index, forKey: tuple) { counts[old] -= 1 }
            counts[index] += 1
            let isLastAtThisTime = number + 1 == all.count || all[number + 1].change.at != change.at
            guard isLastAtThisTime, counts != before else { continue }
            before = counts
            for (index, count) in counts.enumerated() where count > 0 {
                let path = paths[index]
                shares.append(
                    FlowReport.PathShare(from: change.at, tuples: count, delivered: path.delivered, via: path.via)
                )
            }
        }
        return shares
    }
}
