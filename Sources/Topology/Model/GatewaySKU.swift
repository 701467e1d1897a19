/// A size of ExpressRoute gateway, with the figures of `expressroute.md` §6.1 (PERF, GW, LIM, SKUAZ).
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

    /// Of one unit in the case of `ErGwScale`.
    public var bitsPerSecond: UInt64 {
        switch self {
        case .standard, .erGw1AZ, .erGwScale: 1_000_000_000
        case .highPerformance, .erGw2AZ: 2_000_000_000
        case .ultraPerformance, .erGw3AZ: 10_000_000_000
        }
    }

    /// Of one unit in the case of `ErGwScale`.
    public var packetsPerSecond: UInt64 { bitsPerSecond / 10_000 }

    /// How many circuits may be linked.
    public func maximumCircuits(scaleUnits: Int) -> Int {
        switch self {
        case .standard, .erGw1AZ: 4
        case .highPerformance, .erGw2AZ: 8
        case .ultraPerformance, .erGw3AZ: 16
        case .erGwScale: scaleUnits >= 10 ? 16 : scaleUnits >= 2 ? 8 : 4
        }
    }

    /// Whether packets from on-premises may skip the gateway.
    public func supportsFastPath(scaleUnits: Int) -> Bool {
        switch self {
        case .standard, .erGw1AZ, .highPerformance, .erGw2AZ: false
        case .ultraPerformance, .erGw3AZ: true
        case .erGwScale: scaleUnits >= 10
        }
    }

    /// How many routes the gateway learns at most.
    public var maximumLearnedRoutes: Int {
        switch self {
        case .standard, .erGw1AZ: 4_000
        case .highPerformance, .erGw2AZ, .ultraPerformance, .erGw3AZ: 9_500
        case .erGwScale: 60_000
        }
    }
}
