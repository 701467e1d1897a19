/// Which routing domain of a ``RIB`` a table, peer or next hop belongs to.
public struct DomainIndex: Hashable, Comparable, Sendable, BitwiseCopyable {
    public let rawValue: UInt16

    @inlinable public init(rawValue: UInt16) { self.rawValue = rawValue }

    /// The provider's own network, which carries the VPN families between routers (RFC 4364) and no unicast family.
    public static let backbone = DomainIndex(rawValue: .max)

    @inlinable public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}
