import NetworkTypes

extension TopologyBuilder {
    mutating func buildRegions() {
        var regionNames: [String: Place] = [:]
        var gatewayNames: [String: Place] = [:]
        for (index, region) in (document.regions?.value ?? []).map(\.value).enumerated() {
            claim(region.name, "a region", in: &regionNames)
            var zones: [String: Place] = [:]
            for zone in region.zones?.value ?? [] { claim(zone, "a zone", in: &zones) }
            topology.regions.append(
                Topology.Region(
                    name: region.name?.value ?? "",
                    zones: region.zones?.value.map(\.value) ?? [],
                    area: region.area?.value,
                    racks: region.racks?.value ?? Defaults.racks.value,
                    latency: delay(region.latency, Defaults.regionLatency.value, limit: .seconds(10)),
                    virtualNetworks: [],
                    gateways: []
                )
            )
            for network in region.virtualNetworks?.value ?? [] { buildNetwork(network.value, region: index) }
            for gateway in region.gateways?.value ?? [] {
                claim(gateway.value.name, "a gateway", in: &gatewayNames)
                buildGateway(gateway.value, region: index)
            }
        }
    }

    private mutating func buildNetwork(_ network: VirtualNetworkDocument, region: Int) {
        let index = topology.virtualNetworks.count
        claimEndpoint(network.name)
        var result = Topology.VirtualNetwork(
            name: network.name?.value ?? "",
            region: region,
            addressSpace: network.prefixes.map(\.value),
            gatewaySubnet: nil,
            gatewaySubnetIPv6: nil,
            community: network.community?.value,
            outboundAddress: network.outboundAddress?.value,
            machines: [],
            gateway: nil
        )
        checkAddressSpace(network)
        for subnet in network.gatewaySubnet?.value ?? [] {
            switch subnet.value {
            case .v4(let prefix):
                if result.gatewaySubnet != nil { error(subnet.place, "gatewaySubnet has an IPv4 prefix already") }
                result.gatewaySubnet = prefix
                if prefix.length > 27 {
                    warning(subnet.place, "a gatewaySubnet of /27 or larger is recommended")
                }
            case .v6(let prefix):
                if result.gatewaySubnetIPv6 != nil { error(subnet.place, "gatewaySubnet has an IPv6 prefix already") }
                result.gatewaySubnetIPv6 = prefix
                if prefix.length != 64 { error(subnet.place, "an IPv6 gatewaySubnet is a /64") }
            }
            if !result.addressSpace.isEmpty, !result.addressSpace.contains(where: { $0.contains(subnet.value) }) {
                error(subnet.place, "\(subnet.value) is not inside the address space of '\(result.name)'")
            }
        }
        topology.virtualNetworks.append(result)
        networkDocuments.append(network)
        topology.regions[region].virtualNetworks.append(index)
        var names: [String: Place] = [:]
        var addresses: [IPAddress: String] = [:]
        for machine in network.machines?.value ?? [] {
            claim(machine.value.name, "a machine in '\(result.name)'", in: &names)
            buildMachine(machine.value, network: index, &addresses)
        }
        for route in network.gatewayRoutes?.value ?? [] { buildGatewayRoute(route.value, network: index) }
    }

    private mutating func buildGatewayRoute(_ route: StaticRouteDocument, network: Int) {
        guard let prefix = route.prefix else { return }
        let owner = topology.virtualNetworks[network]
        if owner.gatewaySubnet == nil {
            error(prefix.place, "virtual network '\(owner.name)' has no gatewaySubnet that this could be a route of")
        }
        if let via = route.via {
            let machines = owner.machines.map { topology.machines[$0] }
            if via.value.family != prefix.value.family {
                error(via.place, "\(via.value) is no next hop for \(prefix.value)")
            } else if !machines.contains(where: {
                via.value == $0.address.map(IPAddress.v4) || via.value == $0.addressIPv6.map(IPAddress.v6)
            }) {
                error(via.place, "no machine of '\(owner.name)' has the address \(via.value)")
            }
        }
        topology.virtualNetworks[network].gatewayRoutes.append(
            Topology.StaticRoute(prefix: prefix.value, via: route.via?.value)
        )
    }

    /// Ranges that Azure refuses in a virtual network.
    private static let forbidden: [(IPPrefix, String)] = [
        (.v4(IPv4Prefix(IPv4Address(0, 0, 0, 0), length: 8)), "this network"),
        (.v4(IPv4Prefix(IPv4Address(127, 0, 0, 0), length: 8)), "loopback"),
        (.v4(IPv4Prefix(IPv4Address(169, 254, 0, 0), length: 16)), "link-local"),
        (.v4(IPv4Prefix(IPv4Address(168, 63, 129, 16), length: 32)), "Azure's own"),
        (.v4(IPv4Prefix(IPv4Address(224, 0, 0, 0), length: 3)), "multicast and reserved"),
        (.v6(IPv6Prefix(IPv6Address(high: 0xFF00 << 48, low: 0), length: 8)), "multicast"),
        (.v6(IPv6Prefix(IPv6Address(high: 0xFE80 << 48, low: 0), length: 10)), "link-local"),
    ]

    private mutating func checkAddressSpace(_ network: VirtualNetworkDocument) {
        let space = network.prefixes
        if network.prefixCount > VirtualNetworkDocument.maximumPrefixes {
            error(
                network.addressSpace?.place,
                "\(network.prefixCount) prefixes; \(VirtualNetworkDocument.maximumPrefixes) are taken at most",
                notes: ["a gateway's connection goes down above \(Defaults.connectionPrefixLimit.value)"]
            )
        }
        for (index, prefix) in space.enumerated() {
            if let (range, what) = Self.forbidden.first(where: { $0.0.overlaps(prefix.value) }) {
                error(prefix.place, "\(prefix.value) holds addresses of \(range), which are \(what)")
            }
            if let other = space[..<index].first(where: { $0.value.overlaps(prefix.value) }) {
                error(prefix.place, "\(prefix.value) overlaps \(other.value) of the same address space")
            }
        }
    }

    private mutating func buildMachine(
        _ machine: MachineDocument,
        network: Int,
        _ taken: inout [IPAddress: String]
    ) {
        let owner = topology.virtualNetworks[network]
        let region = topology.regions[owner.region]
        let name = machine.name?.value ?? ""
        for address in [
            machine.address.map { Located(IPAddress.v4($0.value), at: $0.place) },
            machine.addressIPv6.map { Located(IPAddress.v6($0.value), at: $0.place) },
        ] {
            guard let address else { continue }
            let gatewaySubnet: IPPrefix? =
                address.value.family == .ipv4
                ? owner.gatewaySubnet.map(IPPrefix.v4) : owner.gatewaySubnetIPv6.map(IPPrefix.v6)
            if !owner.addressSpace.isEmpty, !owner.addressSpace.contains(where: { $0.contains(address.value) }) {
                error(address.place, "\(address.value) is not inside the address space of '\(owner.name)'")
            } else if let gatewaySubnet, gatewaySubnet.contains(address.value) {
                error(address.place, "\(address.value) lies in the gatewaySubnet, which is for gateways only")
            }
            if let other = taken.updateValue(name, forKey: address.value) {
                error(address.place, "\(address.value) belongs to machine '\(other)' already")
            }
        }
        let zone = machine.zone.flatMap { zone -> Int? in
            region.zones.isEmpty
                ? noZones(zone.place, region.name)
                : index(of: zone, in: region.zones, "zone of region '\(region.name)'")
        }
        topology.virtualNetworks[network].machines.append(topology.machines.count)
        topology.machines.append(
            Topology.Machine(
                name: name,
                virtualNetwork: network,
                address: machine.address?.value,
                addressIPv6: machine.addressIPv6?.value,
                zone: zone,
                namespace: machine.namespace?.value
            )
        )
        claimNamespace(machine.namespace)
    }

    mutating func noZones(_ place: Place, _ region: String) -> Int? {
        error(place, "region '\(region)' has no zones", notes: ["zones: [1, 2, 3] in the region gives it some"])
        return nil
    }

    private mutating func buildGateway(_ gateway: GatewayDocument, region: Int) {
        let place = topology.regions[region]
        let names = place.virtualNetworks.map { topology.virtualNetworks[$0].name }
        let found = index(of: gateway.virtualNetwork, in: names, "virtual network in region '\(place.name)'")
        let network = found.map { place.virtualNetworks[$0] }
        let sku = gateway.sku?.value ?? .standard
        if let units = gateway.scaleUnits, gateway.sku != nil, sku != .erGwScale {
            error(units.place, "a gateway of SKU \(sku.rawValue) has no scale units")
        }
        let written = gateway.scaleUnits?.value
        let units = sku == .erGwScale ? written?.fixed ?? written?.minimum?.value ?? 1 : 1
        let scaling = sku == .erGwScale ? scaling(gateway) : nil
        let zones = gatewayZones(gateway, sku, place)
        let standard = sku == .erGwScale ? 2 * units : Swift.max(Defaults.gatewayInstances.value, zones.count)
        let count = gateway.instances?.value ?? standard
        if let instances = gateway.instances, instances.value < 2 {
            warning(instances.place, "an ExpressRoute gateway has two or more instances")
        }
        let index = topology.gateways.count
        if let network, let target = gateway.virtualNetwork {
            if topology.virtualNetworks[network].gateway != nil {
                error(target.place, "virtual network '\(target.value)' has an ExpressRoute gateway already")
            } else if topology.virtualNetworks[network].gatewaySubnet == nil {
                missing(
                    target.place,
                    "virtual network '\(target.value)' has no IPv4 gatewaySubnet",
                    notes: ["for example gatewaySubnet: 10.0.255.0/27"]
                )
            }
            topology.virtualNetworks[network].gateway = index
        }
        topology.regions[region].gateways.append(index)
        gatewayDocuments.append(gateway)
        // Instances that scaling, or a resize, may add are spread over zones and racks like those that are there.
        let planned = scaling.map { 2 * $0.maximum } ?? Swift.max(count, scaledInstances(gateway, sku) ?? 0)
        var all = instances(planned, zones, place, isInitial: true)
        for number in all.indices.dropFirst(count) { all[number].isInitial = false }
        var migration = migration(gateway, sku, place)
        migration?.plan.firstInstance = all.count
        all += migration?.instances ?? []
        topology.gateways.append(
            Topology.Gateway(
                name: gateway.name?.value ?? "",
                region: region,
                virtualNetwork: network ?? 0,
                sku: sku,
                scaleUnits: units,
                unitLimits: gatewayLimits(gateway, sku),
                asn: 65515,
                instances: all,
                scaling: scaling,
                migration: migration?.plan,
                mode: gateway.mode?.value ?? Defaults.gatewayMode.value,
                allowsRemoteVirtualNetworkTraffic: gateway.allowRemoteVirtualNetworkTraffic?.value ?? false,
                openRecommendations: gateway.openRecommendations?.value ?? 0,
                maintenanceWindow: maintenanceWindow(gateway),
                connections: []
            )
        )
    }

    private mutating func maintenanceWindow(_ gateway: GatewayDocument) -> Topology.Gateway.MaintenanceWindow? {
        guard let window = gateway.maintenanceWindow?.value, let start = window.start else { return nil }
        let least = Defaults.maintenanceWindow.value
        if let length = window.length, length.value < least {
            error(length.place, "a maintenance window is \(least.components.seconds / 3_600)h or longer")
        }
        let length = delay(window.length, least, limit: .seconds(86_400))
        return Topology.Gateway.MaintenanceWindow(start: start.value, length: length)
    }
}
