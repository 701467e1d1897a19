/// A node's place in its network.
public struct NodeIndex: Hashable, Comparable, Sendable, BitwiseCopyable {
    public var rawValue: UInt32

    @inlinable public init(_ index: Int) { rawValue = UInt32(truncatingIfNeeded: index) }

    @inlinable public var index: Int { Int(rawValue) }

    @inlinable public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}
