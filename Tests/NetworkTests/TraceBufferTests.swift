import NetworkTypes
import Testing

@testable import Network

@Suite("Trace buffer") struct TraceBufferTests {
    /// A frame that was drained, as a value.
    struct Kept: Equatable {
        var time: Int64
        var wire: UInt32
        var bytes: [UInt8]
        var comments: [String] = []
    }

    private static func record(_ bytes: [UInt8], at time: Int64, wire: UInt32 = 7, in buffer: inout TraceBuffer)
        -> UInt64
    {
        buffer.record(bytes.span.bytes, wire: wire, towards: .b, at: Instant(nanoseconds: time))
    }

    private static func drain(_ buffer: inout TraceBuffer, before horizon: Int64 = .max) -> [Kept] {
        var kept: [Kept] = []
        buffer.drain(before: Instant(nanoseconds: horizon)) { frame in
            kept.append(
                Kept(
                    time: frame.time.nanoseconds,
                    wire: frame.wire,
                    bytes: frame.bytes.withUnsafeBytes { Array($0) },
                    comments: frame.comments
                )
            )
        }
        return kept
    }

    @Test func `frames come out as they went in, once, and only those before the horizon`() {
        var buffer = TraceBuffer()
        for number in 1...4 {
            let bytes = [UInt8](repeating: UInt8(number), count: number * 10)
            #expect(Self.record(bytes, at: Int64(number), in: &buffer) == UInt64(number))
        }
        #expect(buffer.pendingByteCount == 100)
        let first = Self.drain(&buffer, before: 3)
        #expect(first.map(\.time) == [1, 2])
        #expect(first[1] == Kept(time: 2, wire: 7, bytes: [UInt8](repeating: 2, count: 20)))
        #expect(buffer.pendingByteCount == 70)
        #expect(Self.drain(&buffer).map(\.time) == [3, 4])
        #expect(Self.drain(&buffer).isEmpty)
    }

    @Test func `comments stay with their frame, in order, and come too late for one that has gone`() {
        var buffer = TraceBuffer()
        let ids = (0..<3).map { Self.record([UInt8($0)], at: Int64($0), in: &buffer) }
        for text in ["one", "two"] { buffer.comment(ids[1], text) }
        buffer.comment(ids[2], "three")
        buffer.comment(ids[1], "four")
        buffer.comment(0, "of no frame")
        buffer.comment(99, "of a frame to come")
        #expect(Self.drain(&buffer, before: 2).map(\.comments) == [[], ["one", "two", "four"]])
        buffer.comment(ids[1], "too late")
        buffer.comment(ids[2], "five")
        #expect(Self.drain(&buffer).map(\.comments) == [["three", "five"]])
    }

    @Test func `many chunks are filled, drained in the middle and used again without mixing frames up`() {
        var buffer = TraceBuffer()
        var expected: [Kept] = []
        var kept: [Kept] = []
        var time: Int64 = 0
        for round in 0..<6 {
            // About two and a half chunks of a megabyte each.
            for number in 0..<40 {
                time += 1
                let bytes = [UInt8](repeating: UInt8(truncatingIfNeeded: Int(time)), count: 60_000 + number)
                let id = Self.record(bytes, at: time, wire: UInt32(round), in: &buffer)
                var frame = Kept(time: time, wire: UInt32(round), bytes: bytes)
                if number % 7 == 0 {
                    buffer.comment(id, "frame \(time)")
                    frame.comments = ["frame \(time)"]
                }
                expected.append(frame)
            }
            kept += Self.drain(&buffer, before: time - 13)
        }
        kept += Self.drain(&buffer)
        #expect(kept == expected)
        #expect(buffer.pendingByteCount == 0)
    }

    @Test func `a frame larger than a chunk, and an empty one, are kept too`() {
        var buffer = TraceBuffer()
        _ = Self.record([1], at: 1, in: &buffer)
        _ = Self.record([UInt8](repeating: 2, count: 3 << 20), at: 2, in: &buffer)
        _ = Self.record([], at: 3, in: &buffer)
        #expect(Self.drain(&buffer).map(\.bytes.count) == [1, 3 << 20, 0])
    }

    @Test func `a buffer that is off keeps nothing`() {
        var buffer = TraceBuffer()
        buffer.isEnabled = false
        #expect(Self.record([1, 2], at: 1, in: &buffer) == 0)
        buffer.comment(0, "nothing")
        #expect(Self.drain(&buffer).isEmpty)
    }

    @Test func `a writer that fails gets the same frame again`() {
        struct Full: Error {}
        var buffer = TraceBuffer()
        for number in 0..<3 { _ = Self.record([UInt8(number)], at: Int64(number), in: &buffer) }
        var taken = 0
        #expect(throws: Full.self) {
            try buffer.drain(before: .distantFuture) { _ throws(Full) in
                if taken == 1 { throw Full() }
                taken += 1
            }
        }
        #expect(Self.drain(&buffer).map(\.time) == [1, 2])
    }
}
