import NetworkTypes
import Testing

@Suite("Seeded generator") struct SeededGeneratorTests {
    @Test func `the same seed gives the same numbers, and another one others`() {
        func draw(_ seed: UInt64) -> [UInt64] {
            var generator = SeededGenerator(seed: seed)
            return (0..<100).map { _ in generator.next() }
        }
        #expect(draw(1) == draw(1))
        #expect(draw(1) != draw(2))
        #expect(Set(draw(0)).count == 100)
    }

    @Test func `a fork does not see its parent's later draws`() {
        var parent = SeededGenerator(seed: 9)
        var first = parent.forked(for: "session/cpe1")
        var other = parent.forked(for: "session/cpe2")
        var again = parent.forked(for: "session/cpe1")
        _ = parent.next()
        let numbers = (0..<10).map { _ in first.next() }
        #expect(numbers == (0..<10).map { _ in again.next() })
        #expect(numbers != (0..<10).map { _ in other.next() })
    }

    @Test func `bounds hold and every value below them comes up`() {
        var generator = SeededGenerator(seed: 3)
        var seen = Set<UInt64>()
        for _ in 0..<1000 { seen.insert(generator.below(7)) }
        #expect(seen == Set(0..<7))
        #expect(generator.below(0) == 0)
        #expect(generator.below(1) == 0)
    }

    @Test func `jitter takes away no more than it may`() {
        var generator = SeededGenerator(seed: 4)
        for percent in [0, 10, 25, 100, 900] as [UInt64] {
            for _ in 0..<200 {
                let value = generator.jittered(.seconds(1), percent: percent)
                #expect(value <= .seconds(1))
                #expect(value >= .milliseconds(10 * (100 - Int(min(percent, 100)))))
            }
        }
        #expect(generator.jittered(.seconds(-1), percent: 25) == .zero)
    }
}
