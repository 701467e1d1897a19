/// Names one connection of one stack; never used twice in the life of a stack.
public struct ConnectionID: Hashable, Comparable, Sendable, BitwiseCopyable {
    public let rawValue: UInt64

    @inlinable public init(rawValue: UInt64) { self.rawValue = rawValue }

    @inlinable public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

extension ConnectionID: CustomStringConvertible {
    public var description: String { "connection \(rawValue)" }
}
