public import NetworkTypes

/// Frames on their way to the trace file, in flat memory.
///
/// A frame is recorded once, as it enters a wire. It stays here until its fate is certain, because a comment may
/// still be added when the wire is cut under it; then an engine drains it to a file.
public struct TraceBuffer: Sendable {
    struct Record: Sendable, BitwiseCopyable {
        var time: Instant
        var wire: UInt32
        var towards: WireSide
        var offset: Int
        var byteCount: Int
        /// First and last of a chain in `comments`, or -1.
        var firstComment: Int32 = -1
        var lastComment: Int32 = -1
    }

    private struct Comment: Sendable {
        var text: String
        var next: Int32 = -1
    }

    /// A frame as it is handed to the trace's writer.
    public struct Frame: ~Escapable {
        public let time: Instant
        public let wire: UInt32
        /// The end that the frame travels to.
        public let towards: WireSide
        public let bytes: RawSpan
        public let comments: [String]

        @_lifetime(copy bytes)
        init(time: Instant, wire: UInt32, towards: WireSide, bytes: RawSpan, comments: [String]) {
            self.time = time
            self.wire = wire
            self.towards = towards
            self.bytes = bytes
            self.comments = comments
        }
    }

    /// Whether frames are kept at all.
    public var isEnabled = true
    private var records: [Record] = []
    private var bytes: [UInt8] = []
    private var comments: [Comment] = []
    /// Id of `records[0]`; ids count from 1 so that 0 can mean "not recorded".
    private var firstID: UInt64 = 1

    public init() {}

    /// Octets that wait here, a measure of when draining is worth it.
    public var pendingByteCount: Int { bytes.count }

    /// Copies a frame in and returns its id, or 0 if tracing is off.
    ///
    /// Amortised O(length).
    mutating func record(_ frame: RawSpan, wire: UInt32, towards side: WireSide, at time: Instant) -> UInt64 {
        guard isEnabled else { return 0 }
        let offset = bytes.count
        frame.withUnsafeBytes { bytes.append(contentsOf: $0) }
        records.append(
            Record(time: time, wire: wire, towards: side, offset: offset, byteCount: frame.byteCount)
        )
        return firstID + UInt64(records.count - 1)
    }

    /// Adds a comment to a recorded frame; without effect once the frame has been drained.
    mutating func comment(_ id: UInt64, _ text: String) {
        guard id >= firstID, id - firstID < UInt64(records.count) else { return }
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

    /// Hands over every frame that entered its wire before `horizon`, oldest first, and forgets it.
    public mutating func drain<E: Error>(before horizon: Instant, _ body: (borrowing Frame) throws(E) -> Void) throws(E)
    {
        var count = 0
        while count < records.count, records[count].time < horizon {
            let record = records[count]
            var texts: [String] = []
            var comment = record.firstComment
            while comment >= 0 {
                texts.append(comments[Int(comment)].text)
                comment = comments[Int(comment)].next
            }
            let range = record.offset..<record.offset + record.byteCount
            try body(
                Frame(
                    time: record.time,
                    wire: record.wire,
                    towards: record.towards,
                    bytes: bytes.span.bytes.extracting(range),
                    comments: texts
                )
            )
            count += 1
        }
        forget(count)
    }

    private mutating func forget(_ count: Int) {
        guard count > 0 else { return }
        firstID += UInt64(count)
        guard count < records.count else {
            records.removeAll(keepingCapacity: true)
            bytes.removeAll(keepingCapacity: true)
            comments.removeAll(keepingCapacity: true)
            return
        }
        let shift = records[count].offset
        records.removeFirst(count)
        bytes.removeFirst(shift)
        for index in records.indices { records[index].offset -= shift }
        // Comments are few: they stay until everything has been drained once.
    }
}
