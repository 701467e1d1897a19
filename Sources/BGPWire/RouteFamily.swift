/// A kind of route that sessions of this package can carry: address family and subsequent family in one.
public enum RouteFamily: UInt8, Hashable, Comparable, Sendable, CaseIterable, BitwiseCopyable {
    case ipv4Unicast
    case ipv6Unicast
    /// Labelled VPN-IPv4 routes (RFC 4364).
    case vpnIPv4
    /// Labelled VPN-IPv6 routes (RFC 4659).
    case vpnIPv6

    @inlinable public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

    @inlinable public var isVPN: Bool { self == .vpnIPv4 || self == .vpnIPv6 }

    /// The numbers that stand for this family on the wire.
    @inlinable public var identifier: FamilyIdentifier {
        switch self {
        case .ipv4Unicast: FamilyIdentifier(afi: 1, safi: 1)
        case .ipv6Unicast: FamilyIdentifier(afi: 2, safi: 1)
        case .vpnIPv4: FamilyIdentifier(afi: 1, safi: 128)
        case .vpnIPv6: FamilyIdentifier(afi: 2, safi: 128)
        }
    }
}

extension RouteFamily: CustomStringConvertible {
    public var description: String {
        switch self {
        case .ipv4Unicast: "ipv4-unicast"
        case .ipv6Unicast: "ipv6-unicast"
        case .vpnIPv4: "vpn-ipv4"
        case .vpnIPv6: "vpn-ipv6"
        }
    }
}

/// An AFI and a SAFI as they stand on the wire, known to us or not (RFC 4760 §3).
public struct FamilyIdentifier: Hashable, Sendable, BitwiseCopyable {
    public var afi: UInt16
    public var safi: UInt8

    @inlinable public init(afi: UInt16, safi: UInt8) {
        self.afi = afi
        self.safi = safi
    }

    /// The family that these numbers mean, or `nil` if it is not one of ours.
    @inlinable public var family: RouteFamily? {
        switch (afi, safi) {
        case (1, 1): .ipv4Unicast
        case (2, 1): .ipv6Unicast
        case (1, 128): .vpnIPv4
        case (2, 128): .vpnIPv6
        default: nil
        }
    }
}

/// A set of route families, small enough to compare and copy freely.
public struct RouteFamilySet: OptionSet, Hashable, Sendable, BitwiseCopyable {
    public var rawValue: UInt8

    @inlinable public init(rawValue: UInt8) { self.rawValue = rawValue }
    @inlinable public init(_ family: RouteFamily) { rawValue = 1 << family.rawValue }

    public static let ipv4Unicast = RouteFamilySet(.ipv4Unicast)
    public static let ipv6Unicast = RouteFamilySet(.ipv6Unicast)
    public static let vpnIPv4 = RouteFamilySet(.vpnIPv4)
    public static let vpnIPv6 = RouteFamilySet(.vpnIPv6)

    @inlinable public func contains(_ family: RouteFamily) -> Bool { rawValue >> family.rawValue & 1 == 1 }

    @inlinable public mutating func insert(_ family: RouteFamily) { rawValue |= 1 << family.rawValue }

    /// The members in their fixed order.
    public var families: [RouteFamily] { RouteFamily.allCases.filter { contains($0) } }
}
