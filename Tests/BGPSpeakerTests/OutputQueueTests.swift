import Testing

@testable import BGPSpeaker

@Suite("Output queue") struct OutputQueueTests {
    enum Broken: Error { case pipe }

    @Test func `pieces leave in order, however little is taken at a time`() throws {
        var queue = OutputQueue()
        for piece in [[1, 2, 3], [4], [5, 6]] as [[UInt8]] { _ = queue.append(piece) }
        var sent: [UInt8] = []
        while !queue.isEmpty {
            var room = 2
            _ = try queue.drain { (bytes) throws(Broken) in
                let count = min(room, bytes.byteCount)
                for place in 0..<count { sent.append(bytes.unsafeLoad(fromByteOffset: place, as: UInt8.self)) }
                room -= count
                return count
            }
        }
        #expect(sent == [1, 2, 3, 4, 5, 6])
        #expect(queue.byteCount == 0)
    }

    @Test func `one large piece is always taken, more are refused at the limit`() {
        var queue = OutputQueue()
        let isTaken = [
            queue.append([UInt8](repeating: 0, count: OutputQueue.byteLimit + 1)), queue.append([1]),
        ]
        #expect(isTaken == [true, false])
        #expect(queue.byteCount == OutputQueue.byteLimit + 1)
    }

    @Test func `nothing taken is no progress, and a broken pipe loses nothing that waits`() throws {
        var queue = OutputQueue()
        _ = queue.append([1])
        let progress = try queue.drain { (_) throws(Broken) in 0 }
        #expect(!progress)
        #expect(throws: Broken.pipe) { _ = try queue.drain { (_) throws(Broken) in throw .pipe } }
        #expect(queue.byteCount == 1)
    }
}
