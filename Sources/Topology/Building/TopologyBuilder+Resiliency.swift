extension TopologyBuilder {
    /// Past site failover tests; they name sites of the gateway's own circuits.
    mutating func buildValidations() {
        let names = topology.peeringLocations.map(\.name)
        for (gateway, document) in gatewayDocuments.enumerated() {
            for validation in (document.validations?.value ?? []).map(\.value) {
                let found = index(of: validation.peeringLocation, in: names, "peering location")
                if let found, let name = validation.peeringLocation {
                    checkSite(found, of: gateway, at: name.place)
                }
                topology.gateways[gateway].validations.append(
                    Topology.Gateway.Validation(
                        peeringLocation: found ?? 0,
                        daysAgo: validation.daysAgo?.value ?? 0,
                        outcome: validation.outcome?.value ?? .success
                    )
                )
            }
        }
    }

    /// Whether a gateway can be taken from a peering location: it has a circuit there, and none of them is Metro (RV).
    ///
    /// - Returns: Whether it can.
    @discardableResult
    mutating func checkSite(_ location: Int, of gateway: Int, at place: Place) -> Bool {
        let name = topology.peeringLocations[location].name
        let connections = topology.connections(ofGateway: gateway, at: [location])
        let circuits = connections.map { topology.circuits[topology.connections[$0].circuit] }
        guard !circuits.isEmpty else {
            missing(
                place,
                "gateway '\(topology.gateways[gateway].name)' has no circuit in '\(name)'",
                notes: linkedSites(gateway)
            )
            return false
        }
        if let metro = circuits.first(where: \.isMetro) {
            error(
                place,
                "circuit '\(metro.name)' is a Metro circuit, for which there is no site failover test",
                notes: ["both of its sites serve one circuit; `fail: peeringLocation/\(name)` takes one of them away"]
            )
            return false
        }
        return true
    }

    private func linkedSites(_ gateway: Int) -> [String] {
        let names = topology.sites(ofGateway: gateway).map { topology.peeringLocations[$0].name }
        return names.isEmpty ? [] : ["it has circuits in \(names.joined(separator: ", "))"]
    }
}
