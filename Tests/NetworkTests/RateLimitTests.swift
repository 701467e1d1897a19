import NetworkTypes
import Testing

@testable import Network

@Suite("Rate limits") struct RateLimitTests {
    private func at(_ milliseconds: Int64) -> Instant { Instant(nanoseconds: milliseconds * 1_000_000) }

    @Test func `packets in time pass, and nothing is saved up for a burst`() {
        var limit = RateLimit(packetNanoseconds: 10_000_000, bitsPerSecond: 0, queueNanoseconds: 20_000_000)
        #expect(limit.admit(byteCount: 100, at: at(0)) == .passes)
        #expect(limit.admit(byteCount: 100, at: at(10)) == .passes)
        // A second of silence later two come at once, and the other has to wait all the same.
        #expect(limit.admit(byteCount: 100, at: at(1_000)) == .passes)
        #expect(limit.admit(byteCount: 100, at: at(1_000)) == .waits(until: at(1_010)))
        #expect(limit.admit(byteCount: 100, at: at(1_000)) == .waits(until: at(1_020)))
        #expect(limit.admit(byteCount: 100, at: at(1_000)) == .overflows(.packets))
        #expect(limit.packets == 5 && limit.bytes == 500)
    }

    @Test func `what is beyond the queue is dropped and takes no time of others`() {
        var limit = RateLimit(packetNanoseconds: 10_000_000, bitsPerSecond: 0, queueNanoseconds: 0)
        #expect(limit.admit(byteCount: 1, at: at(0)) == .passes)
        for time in 1..<10 { #expect(limit.admit(byteCount: 1, at: at(Int64(time))) == .overflows(.packets)) }
        #expect(limit.admit(byteCount: 1, at: at(10)) == .passes)
    }

    @Test func `long packets meet the bit rate`() {
        // 1,000 octets take 8 ms, 10 octets 80 µs.
        var limit = RateLimit(packetNanoseconds: 1_000_000, bitsPerSecond: 1_000_000, queueNanoseconds: 0)
        #expect(limit.admit(byteCount: 1_000, at: at(0)) == .passes)
        #expect(limit.admit(byteCount: 10, at: at(2)) == .overflows(.bits))
        #expect(limit.admit(byteCount: 10, at: at(8)) == .passes)
        #expect(limit.admit(byteCount: 10, at: at(8)) == .overflows(.packets))
    }

    @Test func `without figures there is no limit, and any length is taken`() {
        var limit = RateLimit(packetNanoseconds: 0, bitsPerSecond: 0, queueNanoseconds: 0)
        for _ in 0..<100 { #expect(limit.admit(byteCount: .max / 16, at: at(5)) == .passes) }
        var slow = RateLimit(packetNanoseconds: .max, bitsPerSecond: 1, queueNanoseconds: .max)
        #expect(slow.admit(byteCount: 65_535, at: at(5)) == .passes)
        #expect(slow.admit(byteCount: 65_535, at: at(5)) == .waits(until: .distantFuture))
    }

    @Test func `a gap is taken apart by who dropped its packets`() {
        var drops = ProbeDrops(tuples: 2)
        for sequence in [3, 4, 5, 9] as [UInt32] { drops.note(sequence, tuple: 1, limit: 7) }
        drops.note(10, tuple: 1, limit: 8)
        func split(_ first: UInt32, _ last: UInt32) -> [String] {
            drops.split(ProbeMeter.Gap(first: first, last: last), tuple: 1)
                .map { "\($0.gap.first)-\($0.gap.last) \($0.limit.map(String.init) ?? "?")" }
        }
        #expect(split(1, 12) == ["1-2 ?", "3-5 7", "6-8 ?", "9-9 7", "10-10 8", "11-12 ?"])
        #expect(split(4, 4) == ["4-4 7"])
        #expect(split(6, 8) == ["6-8 ?"])
        #expect(split(11, .max) == ["11-\(UInt32.max) ?"])
        #expect(drops.split(ProbeMeter.Gap(first: 1, last: 2), tuple: 0).map(\.limit) == [nil])
    }

    @Test func `an episode counts from the packet that began it`() {
        var watch = LimitWatch(place: "gateway/g/instance/0", reason: "at its packet rate")
        watch.drop(byteCount: 10, at: at(0))
        watch.begin(5)
        watch.drop(byteCount: 20, at: at(1))
        #expect(watch.end() == 2)
        watch.drop(byteCount: 30, at: at(9_000))
        watch.begin(6)
        #expect(watch.end() == 1)
        #expect(watch.droppedPackets == 3 && watch.droppedBytes == 60)
    }
}
