import NetworkTypes

/// Counts the probes of one flow in one direction and remembers which never came.
///
/// Each 5-tuple numbers its probes from 0. Memory grows with the number of gaps, not with the number of probes.
struct ProbeMeter {
    /// Consecutive probes of one 5-tuple that have not arrived.
    struct Gap: Hashable {
        var first: UInt32
        var last: UInt32
    }

    private struct Tuple {
        var sent: UInt32 = 0
        var expected: UInt32 = 0
        var gaps: [Gap] = []
    }

    private var tuples: [Tuple]
    private(set) var received = 0
    private(set) var duplicated = 0
    private(set) var reordered = 0

    init(tuples count: Int) { tuples = Array(repeating: Tuple(), count: count) }

    var sent: Int { tuples.reduce(0) { $0 + Int($1.sent) } }

    /// The number of the next probe of a 5-tuple.
    func sent(tuple: Int) -> UInt32 { tuples[tuple].sent }

    /// The number after the highest that arrived of a 5-tuple.
    func expected(tuple: Int) -> UInt32 { tuples[tuple].expected }

    /// The number of the next probe of a 5-tuple, which counts as sent.
    mutating func send(tuple: Int) -> UInt32 {
        defer { tuples[tuple].sent &+= 1 }
        return tuples[tuple].sent
    }

    /// Takes note of a probe that arrived.
    ///
    /// A number that was never sent is ignored: the network may carry anything.
    mutating func receive(tuple: Int, sequence: UInt32) {
        guard tuples.indices.contains(tuple), sequence < tuples[tuple].sent else { return }
        if sequence >= tuples[tuple].expected {
            if sequence > tuples[tuple].expected {
                tuples[tuple].gaps.append(Gap(first: tuples[tuple].expected, last: sequence - 1))
            }
            tuples[tuple].expected = sequence + 1
            received += 1
        } else if fill(sequence, of: tuple) {
            reordered += 1
            received += 1
        } else {
            duplicated += 1
        }
    }

    /// Everything that has not arrived, oldest first; the last gap may hold probes that are still on their way.
    func gaps(tuple: Int) -> [Gap] {
        let state = tuples[tuple]
        guard state.expected < state.sent else { return state.gaps }
        return state.gaps + [Gap(first: state.expected, last: state.sent - 1)]
    }

    /// Takes a late probe out of the gap that it left; latest gaps first, since packets are seldom very late.
    private mutating func fill(_ sequence: UInt32, of tuple: Int) -> Bool {
        guard let index = tuples[tuple].gaps.lastIndex(where: { $0.first <= sequence && sequence <= $0.last })
        else { return false }
        let gap = tuples[tuple].gaps.remove(at: index)
        if sequence < gap.last {
            tuples[tuple].gaps.insert(Gap(first: sequence + 1, last: gap.last), at: index)
        }
        if sequence > gap.first {
            tuples[tuple].gaps.insert(Gap(first: gap.first, last: sequence - 1), at: index)
        }
        return true
    }
}
