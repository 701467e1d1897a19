import NetworkTypes
import Testing

@testable import Network

@Suite("Probe meter") struct ProbeMeterTests {
    typealias Gap = ProbeMeter.Gap

    /// A meter of one 5-tuple with so many probes under way.
    private func meter(sent count: Int) -> ProbeMeter {
        var meter = ProbeMeter(tuples: 1)
        for number in 0..<count { #expect(meter.send(tuple: 0) == UInt32(number)) }
        return meter
    }

    @Test func `what arrives in order leaves nothing missing`() {
        var meter = meter(sent: 5)
        for number in UInt32(0)..<5 { meter.receive(tuple: 0, sequence: number) }
        #expect(meter.sent == 5 && meter.received == 5 && meter.duplicated == 0 && meter.reordered == 0)
        #expect(meter.gaps(tuple: 0).isEmpty)
        #expect(meter.expected(tuple: 0) == 5)
    }

    @Test func `missing probes are one gap as long as they are consecutive, and so are those at the end`() {
        var meter = meter(sent: 10)
        for number in [0, 1, 4, 6] as [UInt32] { meter.receive(tuple: 0, sequence: number) }
        #expect(meter.gaps(tuple: 0) == [Gap(first: 2, last: 3), Gap(first: 5, last: 5), Gap(first: 7, last: 9)])
        #expect(meter.received == 4)
    }

    @Test func `a late probe splits its gap, shortens it or closes it`() {
        var meter = meter(sent: 10)
        meter.receive(tuple: 0, sequence: 9)
        #expect(meter.gaps(tuple: 0) == [Gap(first: 0, last: 8)])
        meter.receive(tuple: 0, sequence: 4)
        #expect(meter.gaps(tuple: 0) == [Gap(first: 0, last: 3), Gap(first: 5, last: 8)])
        meter.receive(tuple: 0, sequence: 0)
        meter.receive(tuple: 0, sequence: 8)
        #expect(meter.gaps(tuple: 0) == [Gap(first: 1, last: 3), Gap(first: 5, last: 7)])
        for number in [2, 1, 3, 5, 7, 6] as [UInt32] { meter.receive(tuple: 0, sequence: number) }
        #expect(meter.gaps(tuple: 0).isEmpty)
        #expect(meter.received == 10 && meter.reordered == 9)
    }

    @Test func `a probe that comes twice counts once`() {
        var meter = meter(sent: 3)
        for number in [0, 0, 2, 2, 1, 1] as [UInt32] { meter.receive(tuple: 0, sequence: number) }
        #expect(meter.received == 3 && meter.duplicated == 3 && meter.reordered == 1)
    }

    @Test func `numbers that were never sent, and 5-tuples that aren't there, are ignored`() {
        var meter = meter(sent: 2)
        for (tuple, number) in [(0, 2), (0, .max), (1, 0), (-1, 0), (.max, 0)] as [(Int, UInt32)] {
            meter.receive(tuple: tuple, sequence: number)
        }
        #expect(meter.received == 0 && meter.duplicated == 0)
        #expect(meter.gaps(tuple: 0) == [Gap(first: 0, last: 1)])
    }

    @Test(arguments: UInt64(1)...20) func `in any order, what is counted and what is missing add up`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var meter = ProbeMeter(tuples: 3)
        var arrived: [Set<UInt32>] = [[], [], []]
        var (copies, total) = (0, 0)
        for _ in 0..<400 {
            let tuple = Int(generator.next() % 3)
            if generator.next() % 2 == 0 {
                _ = meter.send(tuple: tuple)
                total += 1
            }
            let number = UInt32(truncatingIfNeeded: generator.next() % 200)
            let before = meter.received
            meter.receive(tuple: tuple, sequence: number)
            if meter.received > before {
                #expect(arrived[tuple].insert(number).inserted)
            } else if arrived[tuple].contains(number) {
                copies += 1
            }
        }
        #expect(meter.sent == total && meter.duplicated == copies)
        #expect(meter.received == arrived.reduce(0) { $0 + $1.count })
        for tuple in 0..<3 {
            let missing = meter.gaps(tuple: tuple).flatMap { Array($0.first...$0.last) }
            #expect(missing == missing.sorted() && Set(missing).isDisjoint(with: arrived[tuple]))
        }
        let missing = (0..<3).reduce(0) { $0 + meter.gaps(tuple: $1).reduce(0) { $0 + Int($1.last - $1.first) + 1 } }
        #expect(meter.received + missing == total)
    }
}
