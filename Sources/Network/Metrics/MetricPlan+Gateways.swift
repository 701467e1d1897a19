import NetworkTypes
import Router
import Topology

extension MetricPlan {
    mutating func addGateway(_ index: Int) {
        let gateway = topology.gateways[index]
        let resource = blueprint.gateways[index].path
        for connection in gateway.connections {
            let name = [Dimension("ConnectionName", topology.connections[connection].name)]
            let inbound = MetricSource.connectionIn(gateway: index, connection: connection)
            add(resource, "ErGatewayConnectionBitsInPerSecond", .bitsPerSecond, .average, name, inbound)
            let outbound = MetricSource.connectionOut(endpointCounters(connection, isInbound: true))
            add(resource, "ErGatewayConnectionBitsOutPerSecond", .bitsPerSecond, .average, name, outbound)
        }
        for (place, node) in blueprint.gateways[index].instances.enumerated() {
            addInstance(resource, index, place, node)
        }
        let machines = topology.virtualNetworks[gateway.virtualNetwork].machines.map { blueprint.places.machines[$0] }
        add(resource, Self.prefix + "NumberOfVmInVnet", .count, .maximum, [], .machines(machines))
    }

    private static let prefix = "ExpressRouteGateway"

    private mutating func addInstance(_ resource: String, _ gateway: Int, _ place: Int, _ node: NodeIndex) {
        guard let overlay = overlayInterface(of: node) else { return }
        let counter = MetricSource.Counter(node: node, interface: overlay, isInbound: true)
        let role = [Dimension("roleInstance", "GatewayTenantWork_IN_\(place)")]
        add(resource, Self.prefix + "BitsPerSecond", .bitsPerSecond, .average, role, .instanceBits(counter))
        add(resource, Self.prefix + "PacketsPerSecond", .countPerSecond, .average, role, .instancePackets(counter))
        add(resource, Self.prefix + "CpuUtilization", .percent, .average, role, .instanceLoad(counter))
        add(resource, Self.prefix + "ActiveFlows", .count, .average, role, .activeFlows(instance: node))
        let direction = role + [Dimension("direction", "Inbound")]
        let creation = MetricSource.flowCreation(instance: node)
        add(resource, Self.prefix + "MaxFlowsCreationRate", .countPerSecond, .maximum, direction, creation)
        addRoutes(resource, node, role)
        let changes = MetricSource.routeChanges(gateway: gateway, instance: place)
        add(resource, Self.prefix + "FrequencyOfRoutesChanged", .count, .total, role, changes)
    }

    /// Where an instance stands in its virtual network.
    func overlayInterface(of node: NodeIndex) -> Int? {
        blueprint.interface(of: node) { interface in
            if case .overlay = interface.kind { true } else { false }
        }
    }

    private mutating func addRoutes(_ resource: String, _ node: NodeIndex, _ role: [Dimension]) {
        guard case .router(let configuration) = blueprint.nodes[node.index].works else { return }
        for (neighbor, peer) in configuration.neighbors.enumerated() {
            let dimensions = role + [Dimension("BgpPeerAddress", "\(peer.remoteAddress)")]
            for (name, areAdvertised) in [("AdvertisedToPeer", true), ("LearnedFromPeer", false)] {
                let source = MetricSource.routes(instance: node, neighbor: neighbor, areAdvertised: areAdvertised)
                add(resource, Self.prefix + "CountOfRoutes" + name, .count, .maximum, dimensions, source)
            }
        }
    }

    /// The MSEEs' endpoints of a connection in the gateway's virtual network.
    func endpointCounters(_ connection: Int, isInbound: Bool) -> [MetricSource.Counter] {
        let number = topology.connections[connection].circuit
        let role = topology.circuits[number].links.map(\.msee)
        var counters: [MetricSource.Counter] = []
        for msee in role.map({ blueprint.places.msees[$0] }) {
            let session = blueprint.places.connectionSessions[connection].lazy.map { blueprint.sessions[$0] }
                .first { $0.b.node == msee }
            guard let session, case .router(let configuration) = blueprint.nodes[msee.index].works,
                let interface = configuration.neighbors[session.b.neighbor].interface
            else { continue }
            counters.append(MetricSource.Counter(node: msee, interface: interface, isInbound: isInbound))
        }
        return counters
    }
}
