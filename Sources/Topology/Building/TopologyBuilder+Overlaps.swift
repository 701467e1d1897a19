import NetworkTypes

/// Prefixes that meet where they must not.
extension TopologyBuilder {
    /// Things that are legal and useless.
    mutating func checkEdge() {
        let circuits = document.circuits?.value.map(\.value) ?? []
        for (index, circuit) in topology.circuits.enumerated()
        where circuit.connections.isEmpty && circuit.globalReach.isEmpty && circuit.microsoftPeering == nil {
            warning(circuits[index].name?.place, "circuit '\(circuit.name)' is not linked to any gateway")
        }
        for (index, gateway) in topology.gateways.enumerated() where gateway.connections.isEmpty {
            warning(gatewayDocuments[index].name?.place, "gateway '\(gateway.name)' has no circuit")
        }
    }

    mutating func checkOverlaps() {
        for index in topology.circuits.indices {
            checkNetworks(ofCircuit: index)
            checkPeeringSubnets(ofCircuit: index)
        }
        for index in topology.routers.indices { checkSubnets(ofRouter: index) }
        for index in topology.sites.indices { checkPrefixes(ofSite: index) }
    }

    /// Virtual networks behind a circuit, each once.
    private func networks(ofCircuit index: Int) -> [Int] {
        var result: [Int] = []
        for connection in topology.circuits[index].connections {
            for network in topology.networks(ofGateway: topology.connections[connection].gateway)
            where !result.contains(network) { result.append(network) }
        }
        return result
    }

    /// All virtual networks of a circuit share one routing domain.
    private mutating func checkNetworks(ofCircuit index: Int) {
        let found = networks(ofCircuit: index)
        for (position, second) in found.enumerated() {
            for first in found[..<position] {
                for prefix in networkDocuments[second].prefixes {
                    let other = topology.virtualNetworks[first].addressSpace.first { $0.overlaps(prefix.value) }
                    guard let other else { continue }
                    error(
                        prefix.place,
                        "\(prefix.value) overlaps \(other) of virtual network '\(topology.virtualNetworks[first].name)'",
                        notes: ["both are reached over circuit '\(topology.circuits[index].name)'"]
                    )
                }
            }
        }
    }

    private mutating func checkPeeringSubnets(ofCircuit index: Int) {
        guard let peering = document.circuits?.value[index].value.privatePeering?.value else { return }
        for subnet in peering.subnets.written {
            for network in networks(ofCircuit: index).map({ topology.virtualNetworks[$0] }) {
                guard let other = network.addressSpace.first(where: { $0.overlaps(subnet.value) }) else { continue }
                error(subnet.place, "\(subnet.value) overlaps \(other) of virtual network '\(network.name)'")
            }
        }
    }

    /// A router cannot tell two interfaces with the same subnet apart.
    private mutating func checkSubnets(ofRouter index: Int) {
        let router = topology.routers[index]
        let site = topology.sites[router.site]
        var subnets: [(IPPrefix, String)] = []
        if let lan = site.lan?.subnet { subnets.append((.v4(lan), "the LAN of '\(site.name)'")) }
        if let lan = site.lan?.subnetIPv6 { subnets.append((.v6(lan), "the LAN of '\(site.name)'")) }
        for number in router.attachments {
            let attachment = topology.attachments[number]
            let circuit = topology.circuits[attachment.circuit]
            let name = "\(circuit.name)/\(attachment.role)"
            let addresses = Topology.Peering.allCases.compactMap { circuit.addresses(attachment.role, $0) }
            for subnet in addresses.flatMap({ AddressFamily.allCases.compactMap($0.subnet) }) {
                if let (other, owner) = subnets.first(where: { $0.0.overlaps(subnet) }) {
                    error(
                        attachmentPlaces[number],
                        "on router '\(router.name)' the subnet \(subnet) of \(name) overlaps \(other) of \(owner)"
                    )
                }
                subnets.append((subnet, name))
            }
        }
    }

    private mutating func checkPrefixes(ofSite index: Int) {
        let attached = topology.sites[index].routers.flatMap { topology.routers[$0].attachments }
        var seen: [Int] = []
        for circuit in attached.map({ topology.attachments[$0].circuit }) {
            for network in networks(ofCircuit: circuit) where !seen.contains(network) {
                seen.append(network)
                let owner = topology.virtualNetworks[network]
                for prefix in document.customerSites?.value[index].value.prefixes?.value ?? [] {
                    guard prefix.value.length > 0,
                        let other = owner.addressSpace.first(where: { $0.overlaps(prefix.value) })
                    else { continue }
                    warning(
                        prefix.place,
                        "\(prefix.value) overlaps \(other) of virtual network '\(owner.name)'",
                        notes: ["the longer prefix wins on either side"]
                    )
                }
            }
        }
    }
}
