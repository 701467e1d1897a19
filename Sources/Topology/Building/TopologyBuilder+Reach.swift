/// How far circuits reach by their SKU (FAQ, LIM, GR).
///
/// Areas and local regions are the file's to say; where it says nothing, everything is near enough.
extension TopologyBuilder {
    mutating func checkReach(
        _ connection: ConnectionDocument,
        _ circuit: Topology.Circuit,
        _ gateway: Topology.Gateway
    ) {
        let region = topology.regions[gateway.region]
        for location in circuit.peeringLocations.map({ topology.peeringLocations[$0] })
        where !topology.reaches(location, circuit.sku, region: gateway.region) {
            switch circuit.sku {
            case .local where !location.localRegions.isEmpty && !location.localRegions.contains(gateway.region):
                let names = location.localRegions.map { topology.regions[$0].name }.joined(separator: " and ")
                error(
                    connection.gateway?.place,
                    "circuit '\(circuit.name)' of SKU local does not reach region '\(region.name)'",
                    notes: ["from peering location '\(location.name)' it reaches \(names)"]
                )
            case .standard, .local:
                guard let area = location.area, let other = region.area else { continue }
                error(
                    connection.gateway?.place,
                    "circuit '\(circuit.name)' of SKU \(circuit.sku.rawValue) does not reach region '\(region.name)'",
                    notes: ["it ends in area \(area), the region lies in \(other); sku: premium reaches both"]
                )
            case .premium: continue
            }
            return
        }
    }

    /// Circuits of two areas are joined by Global Reach only if both are premium.
    mutating func checkReach(_ names: [Located<String>], _ pair: [Int]) {
        let areas = pair.map { circuit in
            topology.circuits[circuit].peeringLocations.compactMap { topology.peeringLocations[$0].area }
        }
        guard let first = areas[0].first, let second = areas[1].first, first != second else { return }
        for (name, circuit) in zip(names, pair) where topology.circuits[circuit].sku != .premium {
            error(
                name.place,
                "circuit '\(name.value)' is of SKU \(topology.circuits[circuit].sku.rawValue)",
                notes: ["Global Reach between areas \(first) and \(second) needs sku: premium on both"]
            )
        }
    }
}
