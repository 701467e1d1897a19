/// A number of bits per second.
public struct BitRate: Hashable, Comparable, Sendable {
    public var bitsPerSecond: UInt64

    public init(bitsPerSecond: UInt64) { self.bitsPerSecond = bitsPerSecond }

    public static func < (left: Self, right: Self) -> Bool { left.bitsPerSecond < right.bitsPerSecond }
}

/// A share between nothing and all, exact to a millionth.
public struct Percentage: Hashable, Comparable, Sendable {
    /// 0...1_000_000.
    public var partsPerMillion: UInt32

    public init(partsPerMillion: UInt32) { self.partsPerMillion = partsPerMillion }

    public static let zero = Percentage(partsPerMillion: 0)

    public static func < (left: Self, right: Self) -> Bool { left.partsPerMillion < right.partsPerMillion }
}
