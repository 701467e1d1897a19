/// A set of route tags, 0 to 63, as one bit each.
///
/// A tag says where a route entered the router (a customer, a gateway, the backbone) and never leaves it.
public struct TagMask: Hashable, Sendable, BitwiseCopyable {
    public var rawValue: UInt64

    @inlinable public init(rawValue: UInt64) { self.rawValue = rawValue }

    /// The mask of the given tags; a tag above 63 is in no mask but ``all``.
    public init(_ tags: UInt8...) {
        rawValue = 0
        for tag in tags where tag < 64 { rawValue |= 1 << UInt64(tag) }
    }

    public static let none = TagMask(rawValue: 0)
    public static let all = TagMask(rawValue: .max)

    public func union(_ other: TagMask) -> TagMask { TagMask(rawValue: rawValue | other.rawValue) }

    @inlinable public func contains(_ tag: UInt8) -> Bool {
        tag < 64 ? rawValue >> UInt64(tag) & 1 == 1 : rawValue == .max
    }
}
