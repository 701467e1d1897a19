/// A BGP identifier (RFC 4271 §4.2, RFC 6286) or CLUSTER_ID (RFC 4456): four octets, written like an IPv4 address.
public struct RouterID: Hashable, Comparable, Sendable, BitwiseCopyable {
    public var rawValue: UInt32

    @inlinable public init(rawValue: UInt32) { self.rawValue = rawValue }
    @inlinable public init(_ address: IPv4Address) { rawValue = address.rawValue }

    @inlinable public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

extension RouterID: CustomStringConvertible {
    public var description: String { IPv4Address(rawValue: rawValue).description }
}
