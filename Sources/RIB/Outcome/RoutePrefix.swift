public import BGPWire
public import NetworkTypes

/// A prefix of any family: with a route distinguisher in the VPN families, without one in the unicast families.
public struct RoutePrefix: Hashable, Comparable, Sendable, BitwiseCopyable {
    public var routeDistinguisher: RouteDistinguisher?
    public var prefix: IPPrefix

    @inlinable public init(_ prefix: IPPrefix, routeDistinguisher: RouteDistinguisher? = nil) {
        self.routeDistinguisher = routeDistinguisher
        self.prefix = prefix
    }

    @inlinable public var family: RouteFamily {
        switch (prefix.family, routeDistinguisher == nil) {
        case (.ipv4, true): .ipv4Unicast
        case (.ipv6, true): .ipv6Unicast
        case (.ipv4, false): .vpnIPv4
        case (.ipv6, false): .vpnIPv6
        }
    }

    /// By route distinguisher, then by prefix.
    public static func < (left: Self, right: Self) -> Bool {
        let (a, b) = (left.routeDistinguisher?.rawValue ?? 0, right.routeDistinguisher?.rawValue ?? 0)
        return a != b ? a < b : left.prefix < right.prefix
    }
}

extension RoutePrefix: CustomStringConvertible {
    public var description: String { routeDistinguisher.map { "\($0):\(prefix)" } ?? prefix.description }
}
