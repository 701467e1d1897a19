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
    /// Whether the root was removed and nothing has taken its place yet.
    ///
    /// Most often something new is due as soon as something is done: a frame that arrives enters the next wire. It goes where the other
    /// one was, and the heap need not shrink in between.
    private var isRootless = false

    /// The earliest of all.
    var first: Entry? {
        guard isRootless else { return entries.first }
        var first: Entry?
        for child in 1..<max(1, min(5, entries.count)) where first.map({ entries[child].key < $0.key }) ?? true {
            first = entries[child]
        }
        return first
    }

    mutating func push(_ entry: Entry) {
        if isRootless {
            isRootless = false
            return replaceFirst(with: entry)
        }
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

    /// The earliest of all, at the root.
    mutating func settledFirst() -> Entry? {
        if isRootless {
            isRootless = false
            guard let last = entries.popLast(), !entries.isEmpty else { return nil }
            replaceFirst(with: last)
        }
        return entries.first
    }

    /// Removes what ``settledFirst()`` gave.
    mutating func removeFirst() { isRootless = true }

    @inline(__always)
    private static func smaller(_ one: Int, _ other: Int, in span: borrowing MutableSpan<Entry>) -> Int {
        span[other].key < span[one].key ? other : one
    }

    /// Lets `entry` find its place from the root, whose own entry, that which ``settledFirst()`` gave, is forgotten.
    mutating func replaceFirst(with entry: Entry) {
        var span = entries.mutableSpan
        let count = span.count
        let key = entry.key
        var hole = 0
        while true {
            let child = hole &* 4 &+ 1
            guard child < count else { break }
            var smallest = child
            if child &+ 3 < count {
                // Two pairs and their winners, so that comparisons need not wait for each other.
                let left = Self.smaller(child, child &+ 1, in: span)
                let right = Self.smaller(child &+ 2, child &+ 3, in: span)
                smallest = Self.smaller(left, right, in: span)
            } else {
                for other in (child &+ 1)..<count { smallest = Self.smaller(smallest, other, in: span) }
            }
            guard span[smallest].key < key else { break }
            span[hole] = span[smallest]
            hole = smallest
        }
        span[hole] = entry
    }
}
