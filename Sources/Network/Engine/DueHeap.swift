import NetworkTypes

/// The heap behind an ``Agenda``, of small keys.
///
/// Four children to a node halve the depth against a binary heap and keep a node's children in a few cache lines.
struct DueHeap: Sendable {
    /// What is due: an event in the agenda's store, or the first frame of a lane.
    enum Source: Sendable, BitwiseCopyable {
        case event(UInt32)
        case lane(UInt32)
    }

    struct Entry: Sendable, BitwiseCopyable {
        let instant: Instant
        let sequence: UInt64
        let source: Source

        @inline(__always) init(_ instant: Instant, sequence: UInt64, _ source: Source) {
            self.instant = instant
            self.sequence = sequence
            self.source = source
        }

        /// Instant and sequence as one number, so that comparing takes no branch, which could not be predicted.
        @inline(__always) var key: Int128 { Int128(instant.nanoseconds) &<< 64 | Int128(sequence) }
    }

    private var entries: [Entry] = []

    var first: Entry? { entries.first }

    mutating func push(_ entry: Entry) {
        var hole = entries.count
        entries.append(entry)
        var span = entries.mutableSpan
        while hole > 0 {
            let parent = (hole &- 1) / 4
            guard entry.key < span[parent].key else { break }
            span[hole] = span[parent]
            hole = parent
        }
        span[hole] = entry
    }

    mutating func removeFirst() {
        guard let last = entries.popLast(), !entries.isEmpty else { return }
        replaceFirst(with: last)
    }

    /// Lets `entry` find its place from the root, whose own entry is forgotten.
    mutating func replaceFirst(with entry: Entry) {
        var span = entries.mutableSpan
        let count = span.count
        let key = entry.key
        var hole = 0
        while true {
            let firstChild = hole &* 4 &+ 1
            guard firstChild < count else { break }
            var smallest = firstChild
            var smallestKey = span[firstChild].key
            var child = firstChild &+ 1
            let end = min(firstChild &+ 4, count)
            while child < end {
                let childKey = span[child].key
                smallest = childKey < smallestKey ? child : smallest
                smallestKey = min(childKey, smallestKey)
                child &+= 1
            }
            guard smallestKey < key else { break }
            span[hole] = span[smallest]
            hole = smallest
        }
        span[hole] = entry
    }
}
