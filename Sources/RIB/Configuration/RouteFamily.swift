public import NetworkTypes

/// The families of routes that a RIB keeps, a table each (RFC 4760, 4364, 4659), in the order in which they are listed.
public enum RouteFamily: UInt8, Hashable, Comparable, Sendable, CaseIterable, BitwiseCopyable {
    case ipv4Unicast
    case ipv6Unicast
    case vpnIPv4
    case vpnIPv6

    @inlinable public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

    @inlinable public var addressFamily: AddressFamily {
        switch self {
        case .ipv4Unicast, .vpnIPv4: .ipv4
        case .ipv6Unicast, .vpnIPv6: .ipv6
        }
    }

    /// Whether its prefixes carry a route distinguisher and a label.
    @inlinable public var isVPN: Bool { rawValue >= Self.vpnIPv4.rawValue }

    /// The VPN family that carries this unicast family over the backbone; itself if it is one.
    @inlinable public var overBackbone: RouteFamily { addressFamily == .ipv4 ? .vpnIPv4 : .vpnIPv6 }

    /// The unicast family of a routing domain that this family's prefixes belong to.
    @inlinable public var insideDomain: RouteFamily { addressFamily == .ipv4 ? .ipv4Unicast : .ipv6Unicast }
}

/// A set of route families.
public struct RouteFamilySet: OptionSet, Hashable, Sendable, BitwiseCopyable {
    public let rawValue: UInt8

    @inlinable public init(rawValue: UInt8) { self.rawValue = rawValue }
    @inlinable public init(_ family: RouteFamily) { rawValue = 1 << family.rawValue }

    public static let ipv4Unicast = RouteFamilySet(.ipv4Unicast)
    public static let ipv6Unicast = RouteFamilySet(.ipv6Unicast)
    public static let vpnIPv4 = RouteFamilySet(.vpnIPv4)
    public static let vpnIPv6 = RouteFamilySet(.vpnIPv6)
    /// Both unicast families.
    public static let unicast: RouteFamilySet = [.ipv4Unicast, .ipv6Unicast]
    /// Both VPN families.
    public static let vpn: RouteFamilySet = [.vpnIPv4, .vpnIPv6]

    @inlinable public func contains(_ family: RouteFamily) -> Bool { contains(RouteFamilySet(family)) }
}
