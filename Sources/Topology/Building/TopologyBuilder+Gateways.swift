extension TopologyBuilder {
    mutating func gatewayLimits(_ gateway: GatewayDocument, _ sku: GatewaySKU) -> Topology.GatewayLimits {
        var limits = sku.limits
        override(&limits, with: gateway.limits?.value)
        return limits
    }

    mutating func override(_ limits: inout Topology.GatewayLimits, with written: GatewayLimitsDocument?) {
        guard let written else { return }
        limits.bitRate = written.bitRate?.value ?? limits.bitRate
        limits.packetRate = written.packetRate?.value ?? limits.packetRate
        limits.flows = written.flows?.value ?? limits.flows
        limits.routes = written.routes?.value ?? limits.routes
        limits.machines = written.machines?.value ?? limits.machines
        limits.queue = delay(written.queue, limits.queue, limit: .seconds(1))
    }

    /// Indices of the zones that a gateway's instances are spread over.
    mutating func gatewayZones(
        _ gateway: GatewayDocument,
        _ sku: GatewaySKU,
        _ region: Topology.Region
    ) -> [Int] {
        if let placement = gateway.placement { checkPlacement(placement, gateway, sku, region) }
        guard let written = gateway.zones else {
            switch gateway.placement?.value {
            case .regional: return []
            case .zonal: return region.zones.isEmpty ? [] : [0]
            case .zoneRedundant, nil: return sku.supportsZones ? Array(region.zones.indices) : []
            }
        }
        guard let first = written.value.first else { return [] }
        if gateway.sku != nil, !sku.supportsZones {
            error(
                first.place,
                "a gateway of SKU \(sku.rawValue) cannot be placed in zones",
                notes: ["ErGw1AZ, ErGw2AZ, ErGw3AZ and ErGwScale can"]
            )
            return []
        }
        if region.zones.isEmpty {
            _ = noZones(first.place, region.name)
            return []
        }
        var taken: [String: Place] = [:]
        return written.value.compactMap { zone in
            claim(zone, "a zone in this list", in: &taken)
            return index(of: zone, in: region.zones, "zone of region '\(region.name)'")
        }
    }

    /// Refuses a placement that the region, the SKU or the gateway's list of zones contradicts.
    private mutating func checkPlacement(
        _ placement: Located<GatewayDocument.Placement>,
        _ gateway: GatewayDocument,
        _ sku: GatewaySKU,
        _ region: Topology.Region
    ) {
        let zones = gateway.zones?.value.count
        switch placement.value {
        case .regional:
            if zones ?? 0 > 0 { error(placement.place, "a regional gateway has no zones") }
            return
        case .zonal:
            if let zones, zones != 1 { error(placement.place, "a zonal gateway is in one zone, not in \(zones)") }
        case .zoneRedundant:
            if let zones, zones < 2 { error(placement.place, "a zone-redundant gateway is in more than one zone") }
            if (1...2).contains(zones ?? region.zones.count) {
                warning(placement.place, "Azure spreads a zone-redundant gateway over at least three zones")
            }
        }
        if gateway.sku != nil, !sku.supportsZones {
            error(
                placement.place,
                "a gateway of SKU \(sku.rawValue) cannot be placed in zones",
                notes: ["ErGw1AZ, ErGw2AZ, ErGw3AZ and ErGwScale can"]
            )
        } else if region.zones.isEmpty {
            let word = placement.value == .zonal ? "zonal" : "zone-redundant"
            error(
                placement.place,
                "region '\(region.name)' has no zones, so no place for a \(word) gateway",
                notes: ["placement: regional, or zones: [1, 2, 3] in a region that has them"]
            )
        }
    }

    /// Compares the machines that a gateway serves, those of peered networks that use it included, with what it is made for.
    mutating func checkMachines(of index: Int) {
        let gateway = topology.gateways[index]
        let document = gatewayDocuments[index]
        guard document.sku != nil, let target = document.virtualNetwork else { return }
        let served = topology.virtualNetworks.indices.filter {
            $0 == gateway.virtualNetwork || topology.virtualNetworks[$0].hub == gateway.virtualNetwork
        }
        let machines = served.reduce(0) { $0 + topology.virtualNetworks[$1].machines.count }
        let limit = gateway.limits.machines
        if machines > limit {
            warning(target.place, "gateway '\(gateway.name)' serves \(machines) machines and is made for \(limit)")
        }
    }
}
