import NetworkTypes
import Topology

/// The address plan of Microsoft's own network, which nobody outside it sees: 100.64.0.0/10 (RFC 6598).
///
/// It is a routing domain of its own, so customers may use the same range.
enum UnderlayAddress {
    static let backbone = IPv4Address(100, 68, 0, 1)

    static func msee(_ index: Int) -> IPv4Address { numbered(100, 64, index) }
    static func reflector(_ index: Int) -> IPv4Address { numbered(100, 65, index) }
    static func gatewayInstance(_ index: Int) -> IPv4Address { numbered(100, 66, index) }
    static func machine(_ index: Int) -> IPv4Address { numbered(100, 67, index) }
    static func service(_ index: Int) -> IPv4Address { numbered(100, 70, index) }
    static func outbound(_ index: Int) -> IPv4Address { numbered(100, 71, index) }
    static func fabric(region index: Int) -> IPv4Address { numbered(100, 69, index) }

    private static func numbered(_ first: UInt8, _ second: UInt8, _ index: Int) -> IPv4Address {
        IPv4Address(rawValue: IPv4Address(first, second, 0, 1).rawValue &+ UInt32(truncatingIfNeeded: index))
    }
}

/// Numbers that the emulated backbone gives out.
enum FabricNumber {
    /// VXLAN network identifier of a virtual network.
    static func networkIdentifier(virtualNetwork index: Int) -> UInt32 { 10_000 + UInt32(truncatingIfNeeded: index) }

    /// VPN label of a circuit's routing domain, and the VNI that carries its packets between MSEEs.
    static func label(circuit index: Int) -> UInt32 { 500_000 + UInt32(truncatingIfNeeded: index) }

    /// One per connection, so that the reflectors keep the routes of both apart and the other circuit of a pair uses both.
    static func routeDistinguisher(circuit index: Int, _ role: Topology.Role) -> RouteDistinguisher {
        RouteDistinguisher(asn: Microsoft.asn, number: UInt32(truncatingIfNeeded: index * 2 + Int(role.rawValue) + 1))
    }

    /// Of a circuit's Microsoft peering and of a public service, apart from those of private peerings.
    static func microsoftLabel(circuit index: Int) -> UInt32 { 600_000 + UInt32(truncatingIfNeeded: index) }
    static func label(service index: Int) -> UInt32 { 700_000 + UInt32(truncatingIfNeeded: index) }

    /// Likewise, for services.
    static func microsoftDistinguisher(circuit index: Int, _ role: Topology.Role) -> RouteDistinguisher {
        RouteDistinguisher(
            asn: Microsoft.asn,
            number: 0x0100_0000 + UInt32(truncatingIfNeeded: index * 2 + Int(role.rawValue))
        )
    }

    static func routeDistinguisher(service index: Int) -> RouteDistinguisher {
        RouteDistinguisher(asn: Microsoft.asn, number: 0x0200_0000 + UInt32(truncatingIfNeeded: index))
    }

    /// What the routes of a service carry: one target each, so that a peering takes those in its circuit's reach.
    static func routeTarget(service index: Int) -> RouteTarget {
        RouteTarget(asn: Microsoft.asn, number: 0x0100_0000 + UInt32(truncatingIfNeeded: index))
    }

    /// What the routes of customers carry to the services; public space is nobody's twice.
    static let customersTarget = RouteTarget(asn: Microsoft.asn, number: 0x0200_0000)

    /// What routes carry from one circuit of a Global Reach pair to the other: one target per pair and direction, so that
    /// pairs do not add up to transit and the two MSEEs of one circuit do not import from each other.
    static func routeTarget(pair index: Int, from side: Int) -> RouteTarget {
        RouteTarget(asn: Microsoft.asn, number: UInt32(truncatingIfNeeded: index * 2 + side + 1))
    }
}
