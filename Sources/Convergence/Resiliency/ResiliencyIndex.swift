public import NetworkTypes
public import Topology

/// The resiliency index of a gateway, 0 to 100: route score × validation multiplier + zones + recommendations (RI).
///
/// The formula is derived from the documented factors; the table's examples, 100, 60, 40, 30 and 25, agree with it.
public struct ResiliencyIndex: Hashable, Sendable {
    /// What the index is made of, as facts about one gateway.
    public struct Facts: Hashable, Sendable {
        public var sku: GatewaySKU
        /// Zones that its instances stand in.
        public var zones: Int
        public var instances: Int
        public var openRecommendations: Int
        public var routeSets: [Routes]
        /// Successful tests by site: the days since the latest.
        public var validations: [String: Int]

        public init(
            sku: GatewaySKU,
            zones: Int,
            instances: Int,
            openRecommendations: Int = 0,
            routeSets: [Routes],
            validations: [String: Int] = [:]
        ) {
            self.sku = sku
            self.zones = zones
            self.instances = instances
            self.openRecommendations = openRecommendations
            self.routeSets = routeSets
            self.validations = validations
        }

        /// Prefixes that come over the same circuits.
        public struct Routes: Hashable, Sendable {
            public var prefixes: [IPPrefix]
            public var circuits: [Circuit]

            public init(prefixes: [IPPrefix], circuits: [Circuit]) {
                self.prefixes = prefixes
                self.circuits = circuits
            }
        }

        public struct Circuit: Hashable, Sendable {
            public var name: String
            /// Names of its peering locations: one, or two of a Metro circuit.
            public var sites: [String]
            public var hasLostLink: Bool

            public init(name: String, sites: [String], hasLostLink: Bool = false) {
                self.name = name
                self.sites = sites
                self.hasLostLink = hasLostLink
            }

            var isMetro: Bool { sites.count > 1 }
        }
    }

    /// How one route set fares.
    public struct RouteScore: Hashable, Sendable {
        public var routes: Facts.Routes
        /// Why the score is what it is.
        public var reason: Reason
        public var score: ResiliencyFigures.Figure
        /// In halves: 8 is four times.
        public var multiplierHalves: Int
        public var multiplierSource: String
        /// Score × multiplier, in tenths of a point.
        public var tenths: Int { score.points * multiplierHalves * 5 }

        public enum Reason: String, Hashable, Sendable {
            case twoSites, metro, oneSite, lostLink, noRoutes
        }
    }

    public let facts: Facts
    /// One per route set; a gateway without routes has one that is empty.
    public let routes: [RouteScore]
    public let zones: ResiliencyFigures.Figure
    public let recommendations: ResiliencyFigures.Figure

    public init(_ facts: Facts) {
        self.facts = facts
        let sets = facts.routeSets.isEmpty ? [Facts.Routes(prefixes: [], circuits: [])] : facts.routeSets
        routes = sets.map { RouteScore($0, validations: facts.validations) }
        zones = ResiliencyFigures.zones(facts.sku, zones: facts.zones, instances: facts.instances)
        recommendations = ResiliencyFigures.recommendations(open: facts.openRecommendations)
    }

    /// The route set that counts: the weakest, since the others do not help its prefixes (unconfirmed: RI does not say how several add up).
    public var weakest: RouteScore { routes.min { $0.tenths < $1.tenths } ?? routes[0] }

    /// The index in tenths of a point.
    public var tenths: Int { weakest.tenths + (zones.points + recommendations.points) * 10 }
}
