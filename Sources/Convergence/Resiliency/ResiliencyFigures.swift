public import Topology

/// The points of the resiliency index, each with where it is documented (RI).
public enum ResiliencyFigures {
    /// One figure.
    public struct Figure: Hashable, Sendable {
        public let points: Int
        /// A key of the reference's source table, or `unconfirmed` with the reason for the choice.
        public let source: String
    }

    public static let twoSites = Figure(points: 20, source: "RI")
    public static let metro = Figure(points: 10, source: "RI")
    public static let oneSite = Figure(points: 5, source: "RI")
    /// A Metro or standard circuit, with no other, that has lost a link between MSEE and provider edge.
    public static let lostLink = Figure(points: 0, source: "RI")
    public static let noRoutes = Figure(points: 0, source: "unconfirmed: no on-premises route, nothing to rate")

    /// What the route score is multiplied by when a test is so many days old.
    public static func multiplier(daysAgo: Int) -> Figure {
        switch daysAgo {
        case ...30: Figure(points: 4, source: "RI")
        case ...60: Figure(points: 3, source: "RI")
        case ...90: Figure(points: 2, source: "RI")
        default: Figure(points: 1, source: "RI")
        }
    }

    public static let untested = Figure(
        points: 1,
        source: "unconfirmed: no factor is stated for a gateway never tested"
    )

    /// The score of a gateway's placement: its SKU, and how many zones its instances stand in.
    public static func zones(_ sku: GatewaySKU, zones: Int, instances: Int) -> Figure {
        switch sku {
        case .standard, .highPerformance: Figure(points: 0, source: "RI")
        case .ultraPerformance: Figure(points: 2, source: "RI")
        case .erGw1AZ, .erGw2AZ, .erGw3AZ:
            switch zones {
            case 0: Figure(points: 0, source: "unconfirmed: regional placement of a zone SKU is not rated")
            case 1: Figure(points: 8, source: "RI: zonal")
            default: Figure(points: 10, source: "RI: zone-redundant")
            }
        case .erGwScale:
            instances <= 4
                ? Figure(points: 8, source: "RI: up to four instances")
                : Figure(points: 10, source: "RI: more than four instances")
        }
    }

    /// The best that ``zones(_:zones:instances:)`` gives.
    public static let bestZones = 10

    public static func recommendations(open: Int) -> Figure {
        open == 0
            ? Figure(points: 10, source: "RI")
            : Figure(points: 0, source: "unconfirmed: RI states the points of none open only")
    }
}
