/// Which peer of a ``RIB`` a path came from.
public struct PeerIndex: Hashable, Comparable, Sendable, BitwiseCopyable {
    public let rawValue: UInt16

    @inlinable public init(rawValue: UInt16) { self.rawValue = rawValue }

    /// Stands for routes of this router's own: originated ones, and those that a domain exports to the backbone.
    public static let local = PeerIndex(rawValue: .max)

    @inlinable public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}
