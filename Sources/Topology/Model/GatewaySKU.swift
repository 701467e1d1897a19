/// A size of ExpressRoute gateway.
///
/// Figures: `expressroute.md` §6.1 and §6.2 (PERF, GW, LIM, SKUAZ, SG); ``Topology/GatewayLimits`` has those that can be
/// changed.
public enum GatewaySKU: String, Hashable, Sendable, CaseIterable {
    case standard = "Standard"
    case highPerformance = "HighPerformance"
    case ultraPerformance = "UltraPerformance"
    case erGw1AZ = "ErGw1AZ"
    case erGw2AZ = "ErGw2AZ"
    case erGw3AZ = "ErGw3AZ"
    case erGwScale = "ErGwScale"

    /// Whether the gateway's instances can be placed in zones.
    public var supportsZones: Bool {
        switch self {
        case .standard, .highPerformance, .ultraPerformance: false
        case .erGw1AZ, .erGw2AZ, .erGw3AZ, .erGwScale: true
        }
    }

    /// How large it is beside others, whatever its family.
    public var size: Int {
        switch self {
        case .standard, .erGw1AZ: 1
        case .highPerformance, .erGw2AZ: 2
        case .ultraPerformance, .erGw3AZ: 3
        case .erGwScale: 4
        }
    }

    /// Units of `ErGwScale` that carry what a gateway of this size does.
    public var equivalentScaleUnits: Int {
        Int(clamping: limits.bitRate.bitsPerSecond / GatewaySKU.erGwScale.limits.bitRate.bitsPerSecond)
    }

    /// What a gateway of this size carries; of one unit in the case of `ErGwScale`, but for routes and queue.
    public var limits: Topology.GatewayLimits {
        switch self {
        case .standard, .erGw1AZ, .erGwScale:
            Topology.GatewayLimits(
                bitRate: BitRate(bitsPerSecond: 1_000_000_000),
                packetRate: PacketRate(perSecond: 100_000),
                flows: self == .erGwScale ? 100_000 : 200_000,
                routes: self == .erGwScale ? 60_000 : 4_000,
                machines: 2_000
            )
        case .highPerformance, .erGw2AZ:
            Topology.GatewayLimits(
                bitRate: BitRate(bitsPerSecond: 2_000_000_000),
                packetRate: PacketRate(perSecond: 200_000),
                flows: 400_000,
                routes: 9_500,
                machines: 4_500
            )
        case .ultraPerformance, .erGw3AZ:
            Topology.GatewayLimits(
                bitRate: BitRate(bitsPerSecond: 10_000_000_000),
                packetRate: PacketRate(perSecond: 1_000_000),
                flows: 1_000_000,
                routes: 9_500,
                machines: 11_000
            )
        }
    }

    /// How many circuits may be linked.
    public func maximumCircuits(scaleUnits: Int) -> Int {
        switch self {
        case .standard, .erGw1AZ: 4
        case .highPerformance, .erGw2AZ: 8
        case .ultraPerformance, .erGw3AZ: 16
        case .erGwScale: scaleUnits >= 10 ? 16 : scaleUnits >= 2 ? 8 : 4
        }
    }

    /// Circuits of one peering location that a virtual network may be linked to, whatever the SKU (GW, FAQ).
    public static let maximumCircuitsPerLocation = 4

    /// Whether packets from on-premises may skip the gateway.
    public func supportsFastPath(scaleUnits: Int) -> Bool {
        switch self {
        case .standard, .erGw1AZ, .highPerformance, .erGw2AZ: false
        case .ultraPerformance, .erGw3AZ: true
        case .erGwScale: scaleUnits >= 10
        }
    }
}
