import Network
import NetworkTypes

/// What is due when: a four-ary heap ordered by instant and, within one instant, by the order of scheduling.
///
/// Four children to a node halve the depth against a binary heap and keep a node's children in one or two cache lines.
/// Push and pop are O(log n).
struct EventQueue {
    private struct Entry: BitwiseCopyable {
        var instant: Instant
        var sequence: UInt64
        var event: NetworkEvent

        func precedes(_ other: Entry) -> Bool {
            instant != other.instant ? instant < other.instant : sequence < other.sequence
        }
    }

    private var entries: [Entry] = []
    private var nextSequence: UInt64 = 0

    var count: Int { entries.count }

    /// When the next event is due.
    var earliest: Instant? { entries.first?.instant }

    mutating func push(_ event: NetworkEvent, at instant: Instant) {
        let entry = Entry(instant: instant, sequence: nextSequence, event: event)
        nextSequence += 1
        var hole = entries.count
        entries.append(entry)
        var span = entries.mutableSpan
        while hole > 0 {
            let parent = (hole - 1) / 4
            guard entry.precedes(span[parent]) else { break }
            span[hole] = span[parent]
            hole = parent
        }
        span[hole] = entry
    }

    mutating func pop() -> (instant: Instant, event: NetworkEvent)? {
        guard let first = entries.first, let last = entries.popLast() else { return nil }
        if !entries.isEmpty { sink(last) }
        return (first.instant, first.event)
    }

    /// Lets `entry` find its place from the root, whose own entry is gone.
    private mutating func sink(_ entry: Entry) {
        var span = entries.mutableSpan
        let count = span.count
        var hole = 0
        while true {
            let firstChild = hole * 4 + 1
            guard firstChild < count else { break }
            var smallest = firstChild
            for child in (firstChild + 1)..<max(firstChild + 1, min(firstChild + 4, count))
            where span[child].precedes(span[smallest]) {
                smallest = child
            }
            guard span[smallest].precedes(entry) else { break }
            span[hole] = span[smallest]
            hole = smallest
        }
        span[hole] = entry
    }
}
