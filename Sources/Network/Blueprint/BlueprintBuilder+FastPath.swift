import NetworkTypes
import Router
import Topology

extension BlueprintBuilder {
    /// FastPath: the MSEE knows the machines themselves.
    ///
    /// Through a provider that is the hub's IPv4 only; Direct has both families, and the spokes of the same region too (FP).
    mutating func addBypass(
        _ index: Int,
        _ role: Topology.Role,
        msee: (node: NodeIndex, domain: Int, interface: Int),
        sessions: [Int]
    ) {
        let connection = topology.connections[index]
        let circuit = topology.circuits[connection.circuit]
        let gateway = topology.gateways[connection.gateway]
        var routes: [Blueprint.Bypass.Route] = []
        for network in bypassedNetworks(gateway, circuit.kind) {
            var interface = msee.interface
            if network != gateway.virtualNetwork {
                let endpoint = UnderlayAddress.msee(circuit.link(role).msee)
                joinOverlay(ofVirtualNetwork: network, msee.node, domain: msee.domain, endpoint: endpoint)
                interface =
                    overlayInterface(of: msee.node, virtualNetwork: network, domain: msee.domain) ?? msee.interface
            }
            for machine in topology.virtualNetworks[network].machines {
                locate(machine: machine, at: msee.node, interface: interface)
                for address in machineAddresses(topology.machines[machine])
                where address.family == .ipv4 || circuit.kind == .direct {
                    routes.append(bypassRoute(to: address, interface, gateway, circuit.kind, hub: msee.interface))
                }
            }
        }
        blueprint.gateways[connection.gateway].bypasses.append(
            Blueprint.Bypass(
                path: "connection/\(circuit.name)/\(gateway.name)",
                msee: msee.node,
                domain: msee.domain,
                circuit: connection.circuit,
                routes: routes,
                sessions: sessions
            )
        )
    }

    /// The virtual networks whose machines a connection's packets may reach past the gateway.
    private func bypassedNetworks(_ gateway: Topology.Gateway, _ kind: Topology.Circuit.Kind) -> [Int] {
        let hub = gateway.virtualNetwork
        guard kind == .direct else { return [hub] }
        let spokes = topology.virtualNetworks[hub].peerings.map(\.network)
        return [hub]
            + spokes.filter { spoke in
                let network = topology.virtualNetworks[spoke]
                return network.hub == hub && network.region == gateway.region
            }
    }

    /// User-defined routes of the gateway subnet hold for FastPath through ExpressRoute Direct, and for IPv4 only.
    private func bypassRoute(
        to address: IPAddress,
        _ interface: Int,
        _ gateway: Topology.Gateway,
        _ kind: Topology.Circuit.Kind,
        hub: Int
    ) -> Blueprint.Bypass.Route {
        let direct = Blueprint.Bypass.Route(address: address, nextHop: address, interface: interface)
        guard kind == .direct, address.family == .ipv4 else { return direct }
        return switch topology.virtualNetworks[gateway.virtualNetwork].gatewayRoute(to: address) {
        case .direct: direct
        case .via(let nextHop): Blueprint.Bypass.Route(address: address, nextHop: nextHop, interface: hub)
        case .discard: Blueprint.Bypass.Route(address: address, nextHop: nil, interface: hub)
        }
    }
}
