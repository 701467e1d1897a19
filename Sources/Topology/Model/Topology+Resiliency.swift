extension Topology.Gateway {
    /// A site failover test that was made before the run (RV): what the resiliency index multiplies its route score for (RI).
    public struct Validation: Hashable, Sendable {
        /// Index into `peeringLocations`: the site that was left.
        public var peeringLocation: Int
        /// How long ago it ended.
        public var daysAgo: Int
        public var outcome: Outcome

        public init(peeringLocation: Int, daysAgo: Int, outcome: Outcome) {
            self.peeringLocation = peeringLocation
            self.daysAgo = daysAgo
            self.outcome = outcome
        }
    }

    /// What whoever stopped a test said of it.
    public enum Outcome: String, Hashable, Sendable, CaseIterable {
        case success, failure
    }
}

extension Topology {
    /// The connections of a gateway that end in one of these peering locations, in the order of the file.
    public func connections(ofGateway gateway: Int, at locations: [Int]) -> [Int] {
        gateways[gateway].connections.filter { connection in
            circuits[connections[connection].circuit].peeringLocations.contains { locations.contains($0) }
        }
    }

    /// The peering locations of a gateway's circuits, ascending, each once.
    ///
    /// The two of a Metro circuit count as one site, named by the first (RES, METRO).
    public func sites(ofGateway gateway: Int) -> [Int] {
        let all = gateways[gateway].connections.compactMap { circuits[connections[$0].circuit].peeringLocations.first }
        return Set(all).sorted()
    }
}
