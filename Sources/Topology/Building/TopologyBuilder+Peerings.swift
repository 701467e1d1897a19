import NetworkTypes

extension VirtualNetworkDocument {
    /// More than any gateway may advertise, so that its limit can be exceeded.
    static let maximumPrefixes = 2_000

    var prefixCount: Int { (addressSpace?.value ?? []).reduce(0) { $0 + $1.value.count } }

    /// The address space, written out; nothing if there is too much of it.
    var prefixes: [Located<IPPrefix>] {
        if prefixCount > Self.maximumPrefixes { return [] }
        return (addressSpace?.value ?? []).flatMap { run in run.value.prefixes.map { Located($0, at: run.place) } }
    }
}

/// Peerings of virtual networks, and the gateways that are used through them.
extension TopologyBuilder {
    mutating func buildPeerings() {
        for index in networkDocuments.indices {
            for peering in networkDocuments[index].peerings?.value ?? [] { buildPeering(peering.value, of: index) }
        }
    }

    private mutating func buildPeering(_ peering: NetworkPeeringDocument, of index: Int) {
        let names = topology.virtualNetworks.map(\.name)
        guard let other = self.index(of: peering.network, in: names, "virtual network") else { return }
        let (name, place) = (names[index], peering.network?.place)
        if other == index {
            error(place, "a virtual network is not peered with itself")
            return
        }
        let usesGateway = peering.useRemoteGateways?.value ?? false
        if usesGateway { checkRemoteGateway(peering, index, other) }
        if let known = topology.virtualNetworks[index].peerings.firstIndex(where: { $0.network == other }) {
            // The other side may have said so before, but each side once.
            if topology.virtualNetworks[index].peerings[known].usesRemoteGateway, usesGateway {
                error(place, "'\(name)' is peered with '\(names[other])' already")
            }
            topology.virtualNetworks[index].peerings[known].usesRemoteGateway = usesGateway
            return
        }
        for prefix in networkDocuments[index].prefixes {
            let overlap = topology.virtualNetworks[other].addressSpace.first { $0.overlaps(prefix.value) }
            guard let overlap else { continue }
            error(
                prefix.place,
                "\(prefix.value) overlaps \(overlap) of virtual network '\(names[other])'",
                notes: ["the two are peered"]
            )
        }
        topology.virtualNetworks[index].peerings.append(.init(network: other, usesRemoteGateway: usesGateway))
        topology.virtualNetworks[other].peerings.append(.init(network: index, usesRemoteGateway: false))
    }

    private mutating func checkRemoteGateway(_ peering: NetworkPeeringDocument, _ index: Int, _ other: Int) {
        let place = peering.useRemoteGateways?.place
        let network = topology.virtualNetworks[index]
        if network.gateway != nil {
            error(place, "'\(network.name)' has a gateway of its own, so it cannot use a remote one")
        } else if topology.virtualNetworks[other].gateway == nil {
            missing(place, "'\(topology.virtualNetworks[other].name)' has no gateway")
        } else if let hub = network.hub, hub != other {
            error(place, "'\(network.name)' uses the gateway of '\(topology.virtualNetworks[hub].name)' already")
        }
    }
}
