public import Network
import NetworkTypes
import Topology

extension ResiliencyIndex.Facts {
    /// What a network at work shows of a gateway: routes as they are learned at present, links as they are, and the tests of
    /// the topology's history and of this run.
    public init(_ network: borrowing Network, gateway index: Int) {
        let topology = network.topology
        let gateway = topology.gateways[index]
        self.init(
            sku: gateway.sku,
            zones: Set(gateway.instances.filter(\.isInitial).compactMap(\.zone)).count,
            instances: gateway.initialInstanceCount,
            openRecommendations: gateway.openRecommendations,
            routeSets: network.routeSets(ofGateway: index).map { set in
                Routes(
                    prefixes: set.prefixes,
                    circuits: set.connections.map { connection in
                        let number = topology.connections[connection].circuit
                        let circuit = topology.circuits[number]
                        return Circuit(
                            name: circuit.name,
                            sites: circuit.peeringLocations.map { topology.peeringLocations[$0].name },
                            hasLostLink: network.hasLostMicrosoftLink(circuit: number)
                        )
                    }
                )
            },
            validations: [:]
        )
        // A test that its operator called a failure validates nothing (unconfirmed).
        for validation in gateway.validations where validation.outcome == .success {
            note(topology.peeringLocations[validation.peeringLocation].name, daysAgo: validation.daysAgo)
        }
        for test in network.failoverTests where test.gateway == index && test.end?.isSuccess ?? false {
            for location in test.locations { note(topology.peeringLocations[location].name, daysAgo: 0) }
        }
    }

    private mutating func note(_ site: String, daysAgo: Int) {
        validations[site] = min(validations[site] ?? .max, daysAgo)
    }
}
