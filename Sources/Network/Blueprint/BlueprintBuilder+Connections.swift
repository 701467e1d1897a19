import BGPWire
import NetworkTypes
import Packets
import RIB
import Router
import Topology

extension BlueprintBuilder {
    /// Links gateways to circuits: a session between each instance and each of the circuit's two MSEEs, inside the overlay.
    mutating func addConnections() {
        for (index, connection) in topology.connections.enumerated() {
            blueprint.places.connectionSessions.append([])
            let circuit = topology.circuits[connection.circuit]
            for role in Topology.Role.allCases {
                let endpoint = connection.endpoints[role == .primary ? 0 : 1]
                addEndpoint(endpoint, circuit.link(role), index, role)
            }
        }
    }

    /// One MSEE's endpoint in a gateway's virtual network, with its sessions and its bypass.
    private mutating func addEndpoint(
        _ endpoint: Topology.Connection.Endpoint,
        _ link: Topology.Link,
        _ index: Int,
        _ role: Topology.Role
    ) {
        let connection = topology.connections[index]
        let gateway = topology.gateways[connection.gateway]
        let network = topology.virtualNetworks[gateway.virtualNetwork]
        let msee = blueprint.places.msees[link.msee]
        let domain = domain(circuit: connection.circuit, role: role)
        let addresses = subnetAddresses(endpoint.address, endpoint.addressIPv6, of: network)
        let interface = addOverlayInterface(
            to: msee,
            virtualNetwork: gateway.virtualNetwork,
            domain: domain,
            endpoint: UnderlayAddress.msee(link.msee),
            addresses: addresses
        )
        introduceEndpoint(at: msee, interface, link.msee, addresses, virtualNetwork: gateway.virtualNetwork)
        for spoke in topology.networks(ofGateway: connection.gateway).dropFirst() {
            // Its machines send to the MSEE in their own overlay.
            let arrival = addOverlayInterface(
                to: msee,
                virtualNetwork: spoke,
                domain: domain,
                endpoint: UnderlayAddress.msee(link.msee),
                addresses: []
            )
            introduceEndpoint(at: msee, arrival, link.msee, addresses, virtualNetwork: spoke)
        }
        var sessions: [Int] = []
        for (place, instance) in gateway.instances.enumerated() {
            let node = blueprint.places.instances[connection.gateway][place]
            introduceInstance(instance, node, to: msee, interface, virtualNetwork: gateway.virtualNetwork)
            let session = addGatewaySession(index, role, place, endpoint, msee: (msee, domain, interface))
            sessions.append(session)
            blueprint.gateways[connection.gateway].instanceSessions[place].append(session)
        }
        blueprint.places.connectionSessions[index] += sessions
        guard connection.usesFastPath else { return }
        addBypass(index, role, msee: (msee, domain, interface), sessions: sessions)
    }

    /// Tells machines and instances of a virtual network where an MSEE's endpoint is.
    private mutating func introduceEndpoint(
        at msee: NodeIndex,
        _ interface: Int,
        _ mseeIndex: Int,
        _ addresses: [RouterConfiguration.InterfaceAddress],
        virtualNetwork: Int
    ) {
        let network = topology.virtualNetworks[virtualNetwork]
        let mac = configure(msee) { $0.interfaces[interface].mac }
        let machines = network.machines.map { blueprint.places.machines[$0] }
        let instances = network.gateway.map { blueprint.places.instances[$0] } ?? []
        for node in machines + instances {
            let own = overlayInterface(of: node, virtualNetwork: virtualNetwork)
            for address in addresses {
                addOverlayNeighbor(
                    RouterConfiguration.OverlayNeighbor(
                        interface: own,
                        address: address.address,
                        mac: mac,
                        endpoint: UnderlayAddress.msee(mseeIndex)
                    ),
                    to: node
                )
            }
        }
    }

    private mutating func introduceInstance(
        _ instance: Topology.Gateway.Instance,
        _ node: NodeIndex,
        to msee: NodeIndex,
        _ interface: Int,
        virtualNetwork: Int
    ) {
        let mac = overlayMAC(of: node, virtualNetwork: virtualNetwork)
        let endpoint = underlayAddress(of: node)
        for address in [IPAddress.v4(instance.address), instance.addressIPv6.map(IPAddress.v6)].compactMap({ $0 }) {
            addOverlayNeighbor(
                RouterConfiguration.OverlayNeighbor(
                    interface: interface,
                    address: address,
                    mac: mac,
                    endpoint: endpoint
                ),
                to: msee
            )
        }
    }

    private func underlayAddress(of node: NodeIndex) -> IPv4Address {
        guard case .router(let configuration) = blueprint.nodes[node.index].works,
            case .v4(let address)? = configuration.interfaces.first?.addresses.first?.address
        else { preconditionFailure("every device of the fabric has an underlay address on its first interface") }
        return address
    }

    private mutating func addGatewaySession(
        _ index: Int,
        _ role: Topology.Role,
        _ place: Int,
        _ endpoint: Topology.Connection.Endpoint,
        msee: (node: NodeIndex, domain: Int, interface: Int)
    ) -> Int {
        let connection = topology.connections[index]
        let circuit = topology.circuits[connection.circuit]
        let gateway = topology.gateways[connection.gateway]
        let instance = gateway.instances[place]
        let node = blueprint.places.instances[connection.gateway][place]
        let hasIPv6 = endpoint.addressIPv6 != nil && instance.addressIPv6 != nil
        let families: RouteFamilySet = hasIPv6 ? [.ipv4Unicast, .ipv6Unicast] : .ipv4Unicast
        let path = "session/gateway/\(gateway.name)/instance/\(place)/\(circuit.name)/\(role)"
        let bfd = Neighbor.BFDParameters(topology.timing.gatewayBFD)

        var inside = Neighbor(
            path: path,
            domain: virtualNetworkDomain,
            localAddress: .v4(instance.address),
            remoteAddress: .v4(endpoint.address),
            remoteASN: Microsoft.asn,
            families: families,
            timers: Self.microsoftTimers
        )
        inside.interface = overlayInterface(of: node, virtualNetwork: gateway.virtualNetwork)
        inside.bfd = bfd
        inside.importTag = .microsoft
        inside.honoursGracefulShutdown = true
        inside.exportTags = TagMask([.local])
        inside.weight = UInt32(connection.routingWeight)
        inside.nextHopIPv6 = instance.addressIPv6

        let opens = gateway.allowsRemoteVirtualNetworkTraffic
        var outside = Neighbor(
            path: path,
            domain: msee.domain,
            localAddress: .v4(endpoint.address),
            remoteAddress: .v4(instance.address),
            remoteASN: gateway.asn,
            families: families,
            timers: Self.microsoftTimers
        )
        outside.interface = msee.interface
        outside.isPassive = true
        outside.bfd = bfd
        if gateway.mode == .activePassive {
            // The first instance that lives has the work.
            outside.weight = UInt32(gateway.instances.count - place)
        }
        // As long as the first gateway of a migration is there, it has the traffic.
        if let migration = gateway.migration, place < migration.firstInstance { outside.weight += 1_000 }
        outside.importTag = opens ? .openGateway : .gateway
        outside.exportTags = opens ? TagMask([.customer, .openGateway]) : TagMask([.customer])
        // Another gateway would reject its own ASN, so the MSEE's own takes its place: "12076 12076".
        outside.replacedASNs = [Microsoft.gatewayASN]
        outside.prefixLimitIPv4 = connection.prefixLimit
        outside.prefixLimitIPv6 = connection.prefixLimitIPv6
        outside.nextHopIPv6 = endpoint.addressIPv6
        return addSession((node, inside), (msee.node, outside))
    }

    /// Gives both circuits of each Global Reach pair a route target for what they send and one for what they take.
    mutating func addGlobalReach() {
        for (pair, link) in topology.globalReach.enumerated() {
            for side in 0..<2 where link.circuits.count == 2 {
                let circuit = link.circuits[side]
                for role in Topology.Role.allCases {
                    join(
                        circuit,
                        role,
                        sending: FabricNumber.routeTarget(pair: pair, from: side),
                        taking: FabricNumber.routeTarget(pair: pair, from: 1 - side)
                    )
                }
            }
        }
    }

    private mutating func join(
        _ circuit: Int,
        _ role: Topology.Role,
        sending export: RouteTarget,
        taking imported: RouteTarget
    ) {
        let link = topology.circuits[circuit].link(role)
        let domain = domain(circuit: circuit, role: role)
        let msee = blueprint.places.msees[link.msee]
        let isOpen = configure(msee) { $0.domains[domain].vpn != nil }
        if !isOpen {
            openVPN(
                msee,
                domain,
                endpoint: UnderlayAddress.msee(link.msee),
                FabricNumber.routeDistinguisher(circuit: circuit, role),
                label: FabricNumber.label(circuit: circuit),
                exporting: .customer
            )
        }
        configure(msee) { configuration in
            configuration.domains[domain].vpn?.exportTargets.append(export)
            configuration.domains[domain].vpn?.importTargets.append(imported)
        }
    }

    /// Has a domain exchange routes with others over the backbone, once it is said which.
    mutating func openVPN(
        _ node: NodeIndex,
        _ domain: Int,
        endpoint: IPv4Address,
        _ distinguisher: RouteDistinguisher,
        label: UInt32,
        exporting tag: RouteTag,
        addresses: [IPAddress] = []
    ) {
        configure(node) { configuration in
            configuration.domains[domain].vpn = RouterConfiguration.VPN(
                routeDistinguisher: distinguisher,
                importTargets: [],
                exportTargets: [],
                label: label,
                exportTags: TagMask([tag]),
                importTag: .backbone
            )
            configuration.interfaces.append(
                RouterConfiguration.Interface(
                    domain: domain,
                    kind: .tunnel(vni: label, endpoint: endpoint),
                    mac: MACAddress.tunnelEndpoint(endpoint),
                    addresses: addresses.map { RouterConfiguration.InterfaceAddress(host: $0) },
                    mtu: Microsoft.overlayMTU
                )
            )
        }
    }
}
