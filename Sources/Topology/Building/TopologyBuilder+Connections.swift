import NetworkTypes

extension TopologyBuilder {
    /// Places of gateway instances and MSEEs in a gateway subnet (observed: .12, .13 and .4, .5; LAB1, LAB4).
    private static let firstEndpointOffset = 4
    private static let firstInstanceOffset = 12

    mutating func buildConnections() {
        var names: [String: Place] = [:]
        let circuitNames = topology.circuits.map(\.name)
        let gatewayNames = topology.gateways.map(\.name)
        for connection in (document.connections?.value ?? []).map(\.value) {
            let circuit = index(of: connection.circuit, in: circuitNames, "circuit")
            let gateway = index(of: connection.gateway, in: gatewayNames, "gateway")
            let derived = "\(connection.circuit?.value ?? "")-\(connection.gateway?.value ?? "")"
            let place = connection.circuit?.place ?? connection.start
            if let circuit, let gateway,
                topology.connections.contains(where: { $0.circuit == circuit && $0.gateway == gateway })
            {
                error(place, "circuit '\(circuitNames[circuit])' is linked to '\(gatewayNames[gateway])' already")
            } else {
                claim(connection.name ?? Located(derived, at: place), "a connection", in: &names)
            }
            let number = topology.connections.count
            if let circuit, let gateway {
                topology.circuits[circuit].connections.append(number)
                topology.gateways[gateway].connections.append(number)
                checkConnection(connection, circuit, gateway)
            }
            topology.connections.append(
                Topology.Connection(
                    name: connection.name?.value ?? derived,
                    circuit: circuit ?? 0,
                    gateway: gateway ?? 0,
                    usesFastPath: connection.fastPath?.value ?? false,
                    routingWeight: UInt16(clamping: connection.routingWeight?.value ?? 0),
                    prefixLimit: connection.prefixLimit?.value ?? Defaults.connectionPrefixLimit.value,
                    prefixLimitIPv6: connection.prefixLimitIPv6?.value ?? Defaults.connectionPrefixLimitIPv6.value,
                    endpoints: []
                )
            )
        }
        for gateway in topology.gateways.indices {
            allotGatewaySubnet(gateway)
            checkMachines(of: gateway)
        }
    }

    /// Limits of the gateway's and of the circuit's SKU.
    private mutating func checkConnection(_ connection: ConnectionDocument, _ circuit: Int, _ gateway: Int) {
        let target = topology.gateways[gateway]
        let source = topology.circuits[circuit]
        let hasSKU = gatewayDocuments[gateway].sku != nil
        if let fastPath = connection.fastPath, fastPath.value, hasSKU,
            !target.sku.supportsFastPath(scaleUnits: target.scaleUnits)
        {
            error(
                fastPath.place,
                "gateway '\(target.name)' of SKU \(target.sku.rawValue) has no FastPath",
                notes: ["UltraPerformance, ErGw3AZ and ErGwScale of ten units or more have it"]
            )
        }
        let limit = target.sku.maximumCircuits(scaleUnits: target.scaleUnits)
        if hasSKU, target.connections.count == limit + 1 {
            error(
                connection.circuit?.place,
                "gateway '\(target.name)' of SKU \(target.sku.rawValue) takes \(limit) circuits at most"
            )
        }
        let linked = target.connections.dropLast().map { topology.connections[$0].circuit } + [circuit]
        for location in source.peeringLocations {
            let count = linked.count { topology.circuits[$0].peeringLocations.contains(location) }
            if count == 5 {
                let name = topology.peeringLocations[location].name
                error(
                    connection.circuit?.place,
                    "gateway '\(target.name)' takes 4 circuits at most from peering location '\(name)'"
                )
            }
        }
        checkReach(connection, source, target)
        let links = Self.maximumLinks(of: source)
        if source.connections.count == links + 1 {
            error(
                connection.circuit?.place,
                "a \(source.sku.rawValue) circuit of \(source.bandwidth) takes \(links) virtual networks at most"
            )
        }
    }

    /// How many virtual networks a circuit can be linked to (LIM).
    private static func maximumLinks(of circuit: Topology.Circuit) -> Int {
        guard circuit.sku == .premium else { return 10 }
        return switch circuit.bandwidth.bitsPerSecond / 1_000_000 {
        case ..<100: 20
        case ..<500: 25
        case ..<1_000: 40
        case ..<2_000: 50
        case ..<5_000: 60
        case ..<10_000: 75
        default: 100
        }
    }

    /// Gives the instances and the linked MSEEs their addresses, or says how large the subnet should have been.
    private mutating func allotGatewaySubnet(_ index: Int) {
        let gateway = topology.gateways[index]
        let document = gatewayDocuments[index]
        guard document.virtualNetwork != nil, topology.virtualNetworks.indices.contains(gateway.virtualNetwork) else {
            return
        }
        let network = topology.virtualNetworks[gateway.virtualNetwork]
        guard let subnet = network.gatewaySubnet else { return }
        let instances = Self.firstInstanceOffset..<(Self.firstInstanceOffset + gateway.instances.count)
        var endpoints: [Int] = []
        var next = Self.firstEndpointOffset
        while endpoints.count < 2 * gateway.connections.count {
            if next == instances.lowerBound { next = instances.upperBound }
            endpoints.append(next)
            next += 1
        }
        let last = Swift.max(instances.upperBound - 1, endpoints.last ?? 0)
        // The last address of a subnet is Azure's.
        guard subnet.length <= 29, last <= (1 << (32 - Int(subnet.length))) - 2 else {
            let needed = (16...29).last { last <= (1 << (32 - $0)) - 2 } ?? 16
            error(
                networkDocuments[gateway.virtualNetwork].gatewaySubnet?.value.first { $0.value.family == .ipv4 }?.place,
                "\(subnet) is too small for \(gateway.instances.count) gateway instances and \(endpoints.count) MSEE addresses",
                notes: ["a /\(needed) is large enough"]
            )
            return
        }
        for (number, offset) in instances.enumerated() {
            topology.gateways[index].instances[number].address = subnet.address(at: UInt32(offset)) ?? .any
            topology.gateways[index].instances[number].addressIPv6 = network.gatewaySubnetIPv6?.address(
                at: UInt64(offset)
            )
        }
        for (number, connection) in gateway.connections.enumerated() {
            topology.connections[connection].endpoints = [endpoints[2 * number], endpoints[2 * number + 1]].map {
                offset in
                Topology.Connection.Endpoint(
                    address: subnet.address(at: UInt32(offset)) ?? .any,
                    addressIPv6: network.gatewaySubnetIPv6?.address(at: UInt64(offset))
                )
            }
        }
    }

    mutating func buildGlobalReach() {
        let names = topology.circuits.map(\.name)
        for link in (document.globalReach?.value ?? []).map(\.value) {
            let written = link.circuits?.value ?? []
            let found = written.map { index(of: $0, in: names, "circuit") }
            guard found.count == 2, let first = found[0], let second = found[1] else { continue }
            let number = topology.globalReach.count
            let pair = [first, second]
            if first == second {
                error(written[1].place, "Global Reach joins two different circuits")
            } else if topology.globalReach.contains(where: { Set($0.circuits) == Set(pair) }) {
                error(written[1].place, "these two circuits are joined already")
            } else {
                let places = pair.map { Set(topology.circuits[$0].peeringLocations) }
                if !places[0].isDisjoint(with: places[1]) {
                    error(written[1].place, "Global Reach joins circuits of different peering locations")
                }
            }
            for (name, circuit) in zip(written, pair) where topology.circuits[circuit].sku == .local {
                error(name.place, "circuit '\(name.value)' is of SKU local, which has no Global Reach")
            }
            checkReach(written, pair)
            for circuit in pair { topology.circuits[circuit].globalReach.append(number) }
            topology.globalReach.append(Topology.GlobalReach(circuits: pair))
        }
    }
}
