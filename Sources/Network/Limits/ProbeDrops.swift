/// Probes of a flow that a limit dropped, by 5-tuple: for whom to name when they are missed at the end.
///
/// Like the gaps that they cause, runs of them take memory, single probes of a run do not.
struct ProbeDrops: Sendable {
    /// Consecutive probes of one 5-tuple that one limit dropped.
    struct Run: Hashable, Sendable {
        var first: UInt32
        var last: UInt32
        /// Place among the network's limits.
        var limit: Int
    }

    private var runs: [[Run]]

    init(tuples count: Int) { runs = Array(repeating: [], count: count) }

    /// Takes note of a dropped probe; each 5-tuple's are dropped in the order of their numbers.
    mutating func note(_ sequence: UInt32, tuple: Int, limit: Int) {
        guard runs.indices.contains(tuple) else { return }
        if let last = runs[tuple].last, last.limit == limit, last.last &+ 1 == sequence {
            runs[tuple][runs[tuple].count - 1].last = sequence
        } else {
            runs[tuple].append(Run(first: sequence, last: sequence, limit: limit))
        }
    }

    /// A gap taken apart by who dropped its probes; `nil` stands for nobody known.
    func split(_ gap: ProbeMeter.Gap, tuple: Int) -> [(gap: ProbeMeter.Gap, limit: Int?)] {
        guard gap.first <= gap.last, runs.indices.contains(tuple) else { return [] }
        var parts: [(gap: ProbeMeter.Gap, limit: Int?)] = []
        var next = UInt64(gap.first)
        let list = runs[tuple]
        for run in list[lowerBound(gap.first, in: list)...] where UInt64(run.last) >= next {
            guard run.first <= gap.last else { break }
            if UInt64(run.first) > next {
                parts.append((ProbeMeter.Gap(first: UInt32(next), last: run.first - 1), nil))
                next = UInt64(run.first)
            }
            let last = min(run.last, gap.last)
            parts.append((ProbeMeter.Gap(first: UInt32(next), last: last), run.limit))
            next = UInt64(last) + 1
        }
        if next <= UInt64(gap.last) { parts.append((ProbeMeter.Gap(first: UInt32(next), last: gap.last), nil)) }
        return parts
    }

    /// Place of the first run that ends at or after a number.
    private func lowerBound(_ sequence: UInt32, in list: [Run]) -> Int {
        var (low, high) = (0, list.count)
        while low < high {
            let middle = (low + high) / 2
            if list[middle].last < sequence { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
