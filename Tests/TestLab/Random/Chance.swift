public import NetworkTypes

/// Draws from a seed: what a random test decides is the same each time the seed is.
public struct Chance: Sendable {
    public var generator: SeededGenerator

    public init(seed: UInt64, _ purpose: String) {
        generator = SeededGenerator(seed: seed).forked(for: purpose)
    }

    /// True in that many of a hundred cases.
    public mutating func happens(_ percent: UInt64) -> Bool { generator.below(100) < percent }

    public mutating func number(_ range: ClosedRange<Int>) -> Int {
        range.lowerBound + Int(generator.below(UInt64(range.count)))
    }

    /// - Precondition: there is something to choose from.
    public mutating func one<Element>(of choices: [Element]) -> Element {
        choices[number(0...choices.count - 1)]
    }
}
