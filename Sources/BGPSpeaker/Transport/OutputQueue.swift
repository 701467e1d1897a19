/// Octets that wait for room in a connection, in the pieces in which they came.
struct OutputQueue {
    /// How many octets may wait.
    ///
    /// Updates are made only while the queue is empty, 64 KiB at a time, so that only small messages are ever added to one
    /// that is not. Who lets this many wait is beyond help.
    static let byteLimit = 1 << 18

    private var pieces: [[UInt8]] = []
    /// The first piece that still has octets to send, and how many of it were sent.
    private var first = 0
    private var offset = 0
    private(set) var byteCount = 0

    var isEmpty: Bool { byteCount == 0 }

    /// Adds a piece; `false` if the queue is full, which leaves it as it was.
    mutating func append(_ piece: [UInt8]) -> Bool {
        guard isEmpty || byteCount + piece.count <= Self.byteLimit else { return false }
        pieces.append(piece)
        byteCount += piece.count
        return true
    }

    /// Hands pieces to `send`, which says how much of each it took, until it takes less than a whole one.
    ///
    /// - Returns: whether anything was taken.
    mutating func drain<Failure: Error>(
        _ send: (RawSpan) throws(Failure) -> Int
    ) throws(Failure) -> Bool {
        let before = byteCount
        while first < pieces.count {
            let piece = pieces[first]
            let rest = piece.count - offset
            let taken = try send(piece.span.bytes.extracting(droppingFirst: offset))
            byteCount -= taken
            offset += taken
            if taken < rest { return byteCount < before }
            pieces[first] = []
            first += 1
            offset = 0
        }
        pieces.removeAll(keepingCapacity: true)
        first = 0
        return byteCount < before
    }
}
