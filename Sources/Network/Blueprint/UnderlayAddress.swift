import NetworkTypes

/// The address plan of Microsoft's own network, which nobody outside it sees: 100.64.0.0/10 (RFC 6598).
///
/// It is a routing domain of its own, so customers may use the same range.
enum UnderlayAddress {
    static let backbone = IPv4Address(100, 68, 0, 1)

    static func msee(_ index: Int) -> IPv4Address { numbered(100, 64, index) }
    static func reflector(_ index: Int) -> IPv4Address { numbered(100, 65, index) }
    static func gatewayInstance(_ index: Int) -> IPv4Address { numbered(100, 66, index) }
    static func machine(_ index: Int) -> IPv4Address { numbered(100, 67, index) }
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

    static func routeDistinguisher(circuit index: Int) -> RouteDistinguisher {
        RouteDistinguisher(asn: Microsoft.asn, number: UInt32(truncatingIfNeeded: index + 1))
    }

    /// What routes carry from one circuit of a Global Reach pair to the other: one target per pair and direction, so that
    /// pairs do not add up to transit and the two MSEEs of one circuit do not import from each other.
    static func routeTarget(pair index: Int, from side: Int) -> RouteTarget {
        RouteTarget(asn: Microsoft.asn, number: UInt32(truncatingIfNeeded: index * 2 + side + 1))
    }
}
