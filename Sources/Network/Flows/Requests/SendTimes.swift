import NetworkTypes

/// When packets left that follow no schedule, by 5-tuple and number: eight octets each.
struct SendTimes {
    private var tuples: [[Instant]]

    /// Room for no 5-tuple remembers nothing.
    init(tuples count: Int) { tuples = Array(repeating: [], count: count) }

    mutating func note(_ now: Instant, tuple: Int) {
        guard tuples.indices.contains(tuple) else { return }
        tuples[tuple].append(now)
    }

    subscript(tuple: Int, sequence: UInt32) -> Instant? {
        guard tuples.indices.contains(tuple), tuples[tuple].indices.contains(Int(sequence)) else { return nil }
        return tuples[tuple][Int(sequence)]
    }
}
