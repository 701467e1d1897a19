import BGPWire
import NetworkTypes

/// All that a reader makes of an UPDATE, as plain values to compare.
struct DecodedUpdate: Equatable {
    var announced: [Destination] = []
    var withdrawn: [Destination] = []
    var outcomes: [UpdateSection: AttributeOutcome] = [:]
    var endOfRIB: RouteFamily?

    enum Destination: Hashable {
        case ipv4(IPv4Prefix)
        case ipv6(IPv6Prefix)
        case vpnIPv4(VPNRoute<IPv4Prefix>)
        case vpnIPv6(VPNRoute<IPv6Prefix>)
    }

    init(_ body: [UInt8], context: WireContext) throws(NotificationError) {
        let reader = try UpdateReader(body.span.bytes, context: context)
        endOfRIB = reader.endOfRIB
        for section in UpdateSection.allCases {
            if let family = reader.withdrawnFamily(in: section) {
                switch family {
                case .ipv4Unicast: collect(reader.withdrawn(IPv4Prefix.self, in: section), &withdrawn) { .ipv4($0) }
                case .ipv6Unicast: collect(reader.withdrawn(IPv6Prefix.self, in: section), &withdrawn) { .ipv6($0) }
                case .vpnIPv4:
                    collect(reader.withdrawn(VPNRoute<IPv4Prefix>.self, in: section), &withdrawn) { .vpnIPv4($0) }
                case .vpnIPv6:
                    collect(reader.withdrawn(VPNRoute<IPv6Prefix>.self, in: section), &withdrawn) { .vpnIPv6($0) }
                }
            }
            if let family = reader.announcedFamily(in: section) {
                outcomes[section] = reader.decodeAttributes(for: section)
                switch family {
                case .ipv4Unicast: collect(reader.announced(IPv4Prefix.self, in: section), &announced) { .ipv4($0) }
                case .ipv6Unicast: collect(reader.announced(IPv6Prefix.self, in: section), &announced) { .ipv6($0) }
                case .vpnIPv4:
                    collect(reader.announced(VPNRoute<IPv4Prefix>.self, in: section), &announced) { .vpnIPv4($0) }
                case .vpnIPv6:
                    collect(reader.announced(VPNRoute<IPv6Prefix>.self, in: section), &announced) { .vpnIPv6($0) }
                }
            }
        }
    }
}

private func collect<Route>(
    _ cursor: consuming NLRICursor<Route>,
    _ list: inout [DecodedUpdate.Destination],
    _ wrap: (Route) -> DecodedUpdate.Destination
) {
    while let route = cursor.next() { list.append(wrap(route)) }
}

extension RouteFamilySet {
    static let all: RouteFamilySet = [.ipv4Unicast, .ipv6Unicast, .vpnIPv4, .vpnIPv6]
}

extension WireContext {
    static let external = WireContext(families: .all, isExternal: true)
    static let `internal` = WireContext(families: .all, isExternal: false)
    static let twoOctet = WireContext(fourOctetAS: false, families: .all, isExternal: true)
}
