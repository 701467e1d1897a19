import NetworkTypes

/// A run of consecutive frames of a ``TraceBuffer``.
struct TraceChunk: Sendable {
    private struct Record: Sendable, BitwiseCopyable {
        var time: Instant
        var wire: UInt32
        var byteCount: UInt32
        var towards: WireSide
        /// First and last of a chain in `comments`, or -1.
        var firstComment: Int32 = -1
        var lastComment: Int32 = -1
    }

    private struct Comment: Sendable {
        var text: String
        var next: Int32 = -1
    }

    /// Id of the first frame.
    var firstID: UInt64 = 0
    private var records: [Record] = []
    private var bytes: [UInt8] = []
    private var comments: [Comment] = []
    /// Frames that have been handed out, and where the next one begins.
    private var drainedCount = 0
    private var drainedByteCount = 0

    private static let byteLimit = 1 << 20

    init() { bytes.reserveCapacity(Self.byteLimit) }

    /// Octets that have yet to be handed out.
    var byteCount: Int { bytes.count - drainedByteCount }

    func hasRoom(for byteCount: Int) -> Bool { bytes.isEmpty || bytes.count + byteCount <= Self.byteLimit }

    mutating func append(_ frame: RawSpan, wire: UInt32, towards side: WireSide, at time: Instant) {
        frame.withUnsafeBytes { bytes.append(contentsOf: $0) }
        let byteCount = UInt32(truncatingIfNeeded: frame.byteCount)
        records.append(Record(time: time, wire: wire, byteCount: byteCount, towards: side))
    }

    /// Adds a comment to a frame of this chunk that has not been handed out.
    mutating func comment(_ id: UInt64, _ text: String) {
        guard id >= firstID, id - firstID < UInt64(records.count), id - firstID >= UInt64(drainedCount) else { return }
        let index = Int(id - firstID)
        let comment = Int32(comments.count)
        comments.append(Comment(text: text))
        if records[index].lastComment >= 0 {
            comments[Int(records[index].lastComment)].next = comment
        } else {
            records[index].firstComment = comment
        }
        records[index].lastComment = comment
    }

    /// Hands out frames from before `horizon`, oldest first; `true` if none is left.
    mutating func drain<E: Error>(
        before horizon: Instant,
        _ body: (borrowing TraceBuffer.Frame) throws(E) -> Void
    ) throws(E) -> Bool {
        while drainedCount < records.count {
            let record = records[drainedCount]
            guard record.time < horizon else { return false }
            let end = drainedByteCount + Int(record.byteCount)
            try body(
                TraceBuffer.Frame(
                    time: record.time,
                    wire: record.wire,
                    towards: record.towards,
                    bytes: bytes.span.bytes.extracting(drainedByteCount..<end),
                    comments: record.firstComment < 0 ? [] : texts(from: record.firstComment)
                )
            )
            drainedCount += 1
            drainedByteCount = end
        }
        return true
    }

    private func texts(from first: Int32) -> [String] {
        var texts: [String] = []
        var comment = first
        while comment >= 0 {
            texts.append(comments[Int(comment)].text)
            comment = comments[Int(comment)].next
        }
        return texts
    }

    /// Forgets everything but the memory.
    mutating func removeAll() {
        records.removeAll(keepingCapacity: true)
        bytes.removeAll(keepingCapacity: true)
        comments.removeAll(keepingCapacity: true)
        (drainedCount, drainedByteCount) = (0, 0)
    }
}
