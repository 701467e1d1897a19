import BGPWire
import NetworkTypes
import Router
import Topology

/// Routing domain of a virtual network at machines and gateway instances; domain 0 is the underlay.
let virtualNetworkDomain = 1

extension BlueprintBuilder {
    /// The virtual machines that each gateway consists of.
    mutating func addGatewayInstances() {
        var number = 0
        for (index, gateway) in topology.gateways.enumerated() {
            let network = topology.virtualNetworks[gateway.virtualNetwork]
            var nodes: [NodeIndex] = []
            for (place, instance) in gateway.instances.enumerated() {
                let address = UnderlayAddress.gatewayInstance(number)
                number += 1
                let path = "gateway/\(gateway.name)/instance/\(place)"
                let node = addRouter(
                    path,
                    .gatewayInstance,
                    asn: gateway.asn,
                    id: instance.address,
                    domains: [
                        RouterConfiguration.Domain(name: "underlay"),
                        RouterConfiguration.Domain(name: network.name),
                    ]
                )
                nodes.append(node)
                joinFabric(node, address, region: gateway.region, latency: topology.latency.gatewayInstance)
                addOverlayInterface(
                    to: node,
                    virtualNetwork: gateway.virtualNetwork,
                    domain: virtualNetworkDomain,
                    endpoint: address,
                    addresses: subnetAddresses(instance.address, instance.addressIPv6, of: network)
                )
                for served in topology.networks(ofGateway: index) { serve(served, by: node, endpoint: address) }
            }
            blueprint.places.instances.append(nodes)
            blueprint.gateways.append(
                Blueprint.Gateway(
                    path: "gateway/\(gateway.name)",
                    instances: nodes,
                    hosts: [],
                    bypasses: [],
                    instanceSessions: Array(repeating: [], count: nodes.count)
                )
            )
            precondition(blueprint.gateways.count == index + 1)
        }
    }

    /// Has a gateway instance advertise a virtual network, its own or one that uses it through a peering.
    private mutating func serve(_ index: Int, by node: NodeIndex, endpoint: IPv4Address) {
        let network = topology.virtualNetworks[index]
        joinOverlay(ofVirtualNetwork: index, node, domain: virtualNetworkDomain, endpoint: endpoint)
        let communities = communities(of: network)
        for prefix in network.addressSpace {
            // Packets for an address that no machine has end here.
            addRoute(
                RouterConfiguration.Route(domain: virtualNetworkDomain, prefix: prefix, nextHops: []),
                to: node
            )
            configure(node) { configuration in
                configuration.originations.append(
                    RouterConfiguration.Origination(
                        domain: virtualNetworkDomain,
                        prefix: prefix,
                        communities: communities
                    )
                )
            }
        }
    }

    /// The region's community shows only where the network has one of its own (COM).
    private func communities(of network: Topology.VirtualNetwork) -> [Community] {
        guard let own = network.community else { return [] }
        let regional = Topology.community(ofRegion: topology.regions[network.region].name)
        return [regional, own].compactMap { $0 }.compactMap { community in
            if case .standard(let value) = community { Community(rawValue: value) } else { nil }
        }
    }

    /// The machines of the virtual networks, each alone on its host; host and machine are one node.
    mutating func addMachines() {
        for (index, machine) in topology.machines.enumerated() {
            let network = topology.virtualNetworks[machine.virtualNetwork]
            let address = UnderlayAddress.machine(index)
            let node = addRouter(
                "machine/\(network.name)/\(machine.name)",
                .machine,
                asn: Microsoft.gatewayASN,
                id: address,
                domains: [
                    RouterConfiguration.Domain(name: "underlay"),
                    RouterConfiguration.Domain(name: network.name),
                ]
            )
            blueprint.places.machines.append(node)
            joinFabric(node, address, region: network.region, latency: topology.latency.machine)
            let own = addOverlayInterface(
                to: node,
                virtualNetwork: machine.virtualNetwork,
                domain: virtualNetworkDomain,
                endpoint: address,
                addresses: machineAddresses(machine).map { RouterConfiguration.InterfaceAddress(host: $0) }
            )
            setKernel(machine.namespace, at: node, interface: own)
            for peering in network.peerings {
                joinOverlay(
                    ofVirtualNetwork: peering.network,
                    node,
                    domain: virtualNetworkDomain,
                    endpoint: address
                )
            }
            let known = [network] + network.peerings.map { topology.virtualNetworks[$0.network] }
            for prefix in known.flatMap(\.addressSpace) {
                addRoute(
                    RouterConfiguration.Route(domain: virtualNetworkDomain, prefix: prefix, nextHops: []),
                    to: node
                )
            }
        }
        introduceMachines()
    }

    func machineAddresses(_ machine: Topology.Machine) -> [IPAddress] {
        [machine.address.map(IPAddress.v4), machine.addressIPv6.map(IPAddress.v6)].compactMap { $0 }
    }

    /// Tells every machine and gateway instance that reaches a virtual network where the network's machines are.
    private mutating func introduceMachines() {
        for (index, network) in topology.virtualNetworks.enumerated() {
            let near = [index] + network.peerings.map(\.network)
            let machines = near.flatMap { topology.virtualNetworks[$0].machines }.map { blueprint.places.machines[$0] }
            let gateway = network.gateway ?? network.hub.flatMap { topology.virtualNetworks[$0].gateway }
            let instances = gateway.map { blueprint.places.instances[$0] } ?? []
            if let gateway {
                blueprint.gateways[gateway].hosts += network.machines.map { blueprint.places.machines[$0] }
            }
            for machine in network.machines {
                for node in machines where node != blueprint.places.machines[machine] {
                    introduce(machine: machine, to: node, interface: overlayInterface(of: node, virtualNetwork: index))
                }
                guard let gateway else { continue }
                let hub = topology.gateways[gateway].virtualNetwork
                for node in instances {
                    let interface = overlayInterface(of: node, virtualNetwork: index)
                    introduce(machine: machine, to: node, interface: interface, routesOf: hub)
                }
            }
        }
    }

    /// Makes a machine's addresses known at an interface in its overlay, without a route.
    mutating func locate(machine index: Int, at node: NodeIndex, interface: Int) {
        let mac = overlayMAC(
            of: blueprint.places.machines[index],
            virtualNetwork: topology.machines[index].virtualNetwork
        )
        for address in machineAddresses(topology.machines[index]) {
            addOverlayNeighbor(
                RouterConfiguration.OverlayNeighbor(
                    interface: interface,
                    address: address,
                    mac: mac,
                    endpoint: UnderlayAddress.machine(index)
                ),
                to: node
            )
        }
    }

    /// - Parameter hub: the virtual network whose gateway subnet's routes the node obeys.
    mutating func introduce(machine index: Int, to node: NodeIndex, interface: Int, routesOf hub: Int? = nil) {
        locate(machine: index, at: node, interface: interface)
        for address in machineAddresses(topology.machines[index]) {
            var nextHops: [RouterConfiguration.Route.NextHop] = [.neighbor(interface: interface, address)]
            if let hub {
                switch topology.virtualNetworks[hub].gatewayRoute(to: address) {
                case .direct: break
                // The machine that packets pass first is one of the hub's.
                case .via(let nextHop):
                    nextHops = [.neighbor(interface: overlayInterface(of: node, virtualNetwork: hub), nextHop)]
                case .discard: nextHops = []
                }
            }
            addRoute(
                RouterConfiguration.Route(
                    domain: virtualNetworkDomain,
                    prefix: IPPrefix(host: address),
                    nextHops: nextHops
                ),
                to: node
            )
        }
    }

    /// Wires a device to its region's fabric and makes it known to the backbone.
    mutating func joinFabric(_ node: NodeIndex, _ address: IPv4Address, region: Int, latency: Duration) {
        let fabric = blueprint.places.fabrics[region]
        let name = topology.regions[region].name
        _ = joinUnderlay(
            node,
            address,
            to: fabric,
            UnderlayAddress.fabric(region: region),
            wire: "fabric/\(name)/\(path(node))",
            latency: latency
        )
        let backbone = blueprint.places.backbone
        let fabricAddress = UnderlayAddress.fabric(region: region)
        guard let route = configure(backbone, { $0.routes.first { $0.prefix == IPPrefix(host: .v4(fabricAddress)) } }),
            let nextHop = route.nextHops.first
        else { preconditionFailure("the fabric was joined to the backbone before") }
        addUnderlayRoute(to: address, through: nextHop, at: backbone)
    }

    func subnetAddresses(
        _ address: IPv4Address,
        _ addressIPv6: IPv6Address?,
        of network: Topology.VirtualNetwork
    ) -> [RouterConfiguration.InterfaceAddress] {
        var addresses: [RouterConfiguration.InterfaceAddress] = []
        if let subnet = network.gatewaySubnet {
            addresses.append(
                RouterConfiguration.InterfaceAddress(.v4(address), prefixLength: subnet.length)
            )
        }
        if let subnet = network.gatewaySubnetIPv6, let addressIPv6 {
            addresses.append(
                RouterConfiguration.InterfaceAddress(.v6(addressIPv6), prefixLength: subnet.length)
            )
        }
        return addresses
    }

    /// Adds a node's endpoint in the overlay of a virtual network and returns the interface's place.
    @discardableResult
    mutating func addOverlayInterface(
        to node: NodeIndex,
        virtualNetwork: Int,
        domain: Int,
        endpoint: IPv4Address,
        addresses: [RouterConfiguration.InterfaceAddress]
    ) -> Int {
        addInterface(
            RouterConfiguration.Interface(
                domain: domain,
                kind: .overlay(
                    vni: FabricNumber.networkIdentifier(virtualNetwork: virtualNetwork),
                    endpoint: endpoint
                ),
                mac: newMAC(),
                addresses: addresses,
                mtu: Microsoft.overlayMTU
            ),
            to: node
        )
    }

    /// Makes sure that a node has an endpoint in the overlay of a virtual network: one without addresses, if it has none yet.
    mutating func joinOverlay(ofVirtualNetwork index: Int, _ node: NodeIndex, domain: Int, endpoint: IPv4Address) {
        let vni = FabricNumber.networkIdentifier(virtualNetwork: index)
        let isMember = configure(node) { configuration in
            configuration.interfaces.contains { interface in
                if case .overlay(vni, _) = interface.kind { interface.domain == domain } else { false }
            }
        }
        guard !isMember else { return }
        addOverlayInterface(to: node, virtualNetwork: index, domain: domain, endpoint: endpoint, addresses: [])
    }

    /// The interface of a node in a virtual network's overlay and one of its own routing domains.
    func overlayInterface(of node: NodeIndex, virtualNetwork: Int, domain: Int) -> Int? {
        let vni = FabricNumber.networkIdentifier(virtualNetwork: virtualNetwork)
        guard case .router(let configuration) = blueprint.nodes[node.index].works else { return nil }
        return configuration.interfaces.firstIndex { interface in
            if case .overlay(vni, _) = interface.kind { interface.domain == domain } else { false }
        }
    }

    /// The only interface that a machine or gateway instance has in a virtual network's overlay.
    func overlayInterface(of node: NodeIndex, virtualNetwork: Int) -> Int {
        let vni = FabricNumber.networkIdentifier(virtualNetwork: virtualNetwork)
        guard case .router(let configuration) = blueprint.nodes[node.index].works,
            let place = configuration.interfaces.firstIndex(where: {
                if case .overlay(vni, _) = $0.kind { true } else { false }
            })
        else { preconditionFailure("\(path(node)) is not in that virtual network") }
        return place
    }

    func overlayMAC(of node: NodeIndex, virtualNetwork: Int) -> MACAddress {
        guard case .router(let configuration) = blueprint.nodes[node.index].works else {
            preconditionFailure("\(path(node)) is not a router")
        }
        return configuration.interfaces[overlayInterface(of: node, virtualNetwork: virtualNetwork)].mac
    }
}
