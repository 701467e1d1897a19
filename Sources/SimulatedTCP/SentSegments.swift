import NetworkTypes

/// Segments with data that have been sent and not acknowledged, oldest first, and when each of them was sent last.
///
/// Kept by stacks that look for losses by time (RFC 8985).
struct SentSegments: Sendable {
    struct Segment: Sendable {
        var end: SequenceNumber
        var sentAt: Instant
    }

    private(set) var list: [Segment] = []

    var count: Int { list.count }
    var isEmpty: Bool { list.isEmpty }
    var first: Segment? { list.first }

    mutating func append(upTo end: SequenceNumber, at now: Instant) { list.append(Segment(end: end, sentAt: now)) }

    /// What lies in a range was sent again.
    mutating func repeated(from start: SequenceNumber, upTo end: SequenceNumber, at now: Instant) {
        for place in list.indices where list[place].end > start && list[place].end <= end { list[place].sentAt = now }
    }

    mutating func acknowledged(upTo acknowledgment: SequenceNumber) {
        let count = list.prefix { $0.end <= acknowledgment }.count
        list.removeFirst(count)
    }

    /// Where the last one begins, and ends.
    func last(behind unacknowledged: SequenceNumber) -> (start: SequenceNumber, end: SequenceNumber)? {
        guard let last = list.last else { return nil }
        return (list.dropLast().last?.end ?? unacknowledged, last.end)
    }
}
