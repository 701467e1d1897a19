internal import BGPWire
internal import NetworkTypes

extension RouteFamily {
    /// The family of the addresses in its prefixes.
    var addressFamily: AddressFamily {
        switch self {
        case .ipv4Unicast, .vpnIPv4: .ipv4
        case .ipv6Unicast, .vpnIPv6: .ipv6
        }
    }

    /// 0 for IPv4, 1 for IPv6: a peer belongs to a domain or to the backbone and so never has more than one of each.
    var place: Int { addressFamily == .ipv4 ? 0 : 1 }

    /// The family of a domain, or of the backbone, at a place.
    static func at(place: Int, in domain: DomainIndex) -> RouteFamily {
        switch (place, domain == .backbone) {
        case (0, false): .ipv4Unicast
        case (0, true): .vpnIPv4
        case (_, false): .ipv6Unicast
        case (_, true): .vpnIPv6
        }
    }
}
