/// Segments that came before their turn: without overlaps, in order, and few.
struct ReassemblyQueue: Sendable {
    private struct Piece: Sendable {
        var start: SequenceNumber
        var bytes: [UInt8]
        var end: SequenceNumber { start + bytes.count }
    }

    /// A window of small segments; a neighbor that sends more holes than this sends them again.
    static let maximumPieces = 128

    private var pieces: [Piece] = []

    var isEmpty: Bool { pieces.isEmpty }
    var byteCount: Int { pieces.reduce(0) { $0 + $1.bytes.count } }

    /// Keeps what is new in `bytes`.
    ///
    /// The caller has cut them to its window, which bounds what is kept.
    mutating func insert(_ bytes: RawSpan, at start: SequenceNumber) {
        var start = start
        let end = start + bytes.byteCount
        let origin = start
        var index = 0
        while start < end {
            while index < pieces.count, pieces[index].end <= start { index += 1 }
            if index < pieces.count, pieces[index].start <= start {
                start = SequenceNumber.later(start, pieces[index].end)
                continue
            }
            guard pieces.count < Self.maximumPieces else { return }
            let stop = index < pieces.count ? SequenceNumber.earlier(end, pieces[index].start) : end
            let fresh = bytes.extracting(start - origin..<stop - origin).withUnsafeBytes { Array($0) }
            pieces.insert(Piece(start: start, bytes: fresh), at: index)
            start = stop
        }
    }

    /// The bytes that follow on `next`, if they are here.
    ///
    /// Pieces that are entirely old are dropped.
    mutating func popNext(at next: SequenceNumber) -> [UInt8]? {
        while let first = pieces.first, first.end <= next { pieces.removeFirst() }
        guard let first = pieces.first, first.start <= next else { return nil }
        pieces.removeFirst()
        return Array(first.bytes.dropFirst(next - first.start))
    }
}
