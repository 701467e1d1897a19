public import NetworkTypes

/// Frames on their way to the trace file, in flat memory.
///
/// A frame is recorded once, as it enters a wire. It stays here until its fate is certain, because a comment may
/// still be added when the wire is cut under it; then an engine drains it to a file. Memory is taken and used again in
/// chunks, so that draining moves nothing.
public struct TraceBuffer: Sendable {
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
    /// Oldest first; only the last one grows.
    private var chunks: [TraceChunk] = []
    /// Emptied chunks, for their memory.
    private var spare: [TraceChunk] = []
    /// Ids count from 1 so that 0 can mean "not recorded".
    private var nextID: UInt64 = 1

    /// Chunks that are kept for later while they are not needed.
    private static let spareLimit = 64

    public init() {}

    /// Octets that wait here, a measure of when draining is worth it.
    public var pendingByteCount: Int { chunks.reduce(0) { $0 + $1.byteCount } }

    /// Copies a frame in and returns its id, or 0 if tracing is off.
    ///
    /// Amortised O(length).
    mutating func record(_ frame: RawSpan, wire: UInt32, towards side: WireSide, at time: Instant) -> UInt64 {
        guard isEnabled else { return 0 }
        if chunks.isEmpty || !chunks[chunks.count - 1].hasRoom(for: frame.byteCount) { openChunk() }
        chunks[chunks.count - 1].append(frame, wire: wire, towards: side, at: time)
        defer { nextID += 1 }
        return nextID
    }

    private mutating func openChunk() {
        var chunk = spare.popLast() ?? TraceChunk()
        chunk.firstID = nextID
        chunks.append(chunk)
    }

    /// Adds a comment to a recorded frame; without effect once the frame has been drained.
    mutating func comment(_ id: UInt64, _ text: String) {
        guard id > 0, id < nextID, let place = chunks.lastIndex(where: { $0.firstID <= id }) else { return }
        chunks[place].comment(id, text)
    }

    /// Hands over every frame that entered its wire before `horizon`, oldest first, and forgets it.
    public mutating func drain<E: Error>(before horizon: Instant, _ body: (borrowing Frame) throws(E) -> Void) throws(E)
    {
        while !chunks.isEmpty {
            guard try chunks[0].drain(before: horizon, body) else { return }
            var empty = chunks.removeFirst()
            empty.removeAll()
            if spare.count < Self.spareLimit { spare.append(empty) }
        }
    }
}
