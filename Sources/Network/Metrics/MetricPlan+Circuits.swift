import NetworkTypes
import Router
import Topology

extension MetricPlan {
    mutating func addCircuit(_ index: Int) {
        let circuit = topology.circuits[index]
        let resource = "circuit/\(circuit.name)"
        for role in Topology.Role.allCases {
            for peering in Topology.Peering.allCases where circuit.addresses(role, peering) != nil {
                let end = blueprint.circuitEnd(index, role, peering)
                if let interface = end.interface { addEnd(resource, index, role, peering, (end.msee, interface)) }
            }
        }
        let wires = blueprint.places.links[index].flatMap(wires)
        add(resource, "QosDropBitsInPerSecond", .bitsPerSecond, .overflow(wires: wires, towards: .b))
        add(resource, "QosDropBitsOutPerSecond", .bitsPerSecond, .overflow(wires: wires, towards: .a))
        addGlobalReach(resource, index)
        let bypasses = bypasses(of: index)
        if !bypasses.isEmpty {
            add(resource, "FastPathRoutesCountForCircuit", .count, .maximum, .fastPathRoutes(bypasses: bypasses))
        }
    }

    /// One connection of a circuit as its MSEE counts it.
    private mutating func addEnd(
        _ resource: String,
        _ index: Int,
        _ role: Topology.Role,
        _ kind: Topology.Peering,
        _ interface: (msee: NodeIndex, place: Int)
    ) {
        let inbound = MetricSource.Counter(node: interface.msee, interface: interface.place, isInbound: true)
        let outbound = MetricSource.Counter(node: interface.msee, interface: interface.place, isInbound: false)
        let peering = Dimension("PeeringType", kind == .private ? "Private" : "Microsoft")
        let peer = [peering, Dimension("Peer", "\(role)")]
        let device = [peering, Dimension("DeviceRole", "\(role)")]
        if let attachment = topology.circuits[index].link(role).attachment {
            let customer = blueprint.places.routers[topology.attachments[attachment].router]
            let wires = wires(of: blueprint.places.links[index][role == .primary ? 0 : 1])
            let source = MetricSource.arpAvailability(inbound, wires: wires, customer: customer)
            add(resource, "ArpAvailability", .percent, .average, peer, source)
        }
        let sessions = edgeSessions(index, role, kind)
        if !sessions.isEmpty {
            let source = MetricSource.bgpAvailability(sessions: sessions, msee: interface.msee)
            add(resource, "BgpAvailability", .percent, .average, peer, source)
        }
        add(resource, "BitsInPerSecond", .bitsPerSecond, .average, device, .bits(inbound))
        add(resource, "BitsOutPerSecond", .bitsPerSecond, .average, device, .bits(outbound))
        let ingress = MetricSource.utilization(inbound, circuit: index)
        add(resource, "IngressBandwidthUtilization", .percent, .maximum, device, ingress)
        let egress = MetricSource.utilization(outbound, circuit: index)
        add(resource, "EgressBandwidthUtilization", .percent, .maximum, device, egress)
    }

    private func wires(of link: Blueprint.Places.Link) -> [Int] {
        [link.customer, link.microsoft >= 0 ? link.microsoft : nil].compactMap(\.self)
    }

    private func edgeSessions(_ circuit: Int, _ role: Topology.Role, _ peering: Topology.Peering) -> [Int] {
        guard let attachment = topology.circuits[circuit].link(role).attachment else { return [] }
        return blueprint.places.sessions(attachment: attachment, peering)
    }

    /// Places of a circuit's bypasses in the order in which the network numbers those of all gateways.
    private func bypasses(of circuit: Int) -> [Int] {
        let paths = topology.circuits[circuit].connections.map { topology.path(of: .connection($0)).description }
        let all = blueprint.gateways.flatMap(\.bypasses)
        return all.indices.filter { paths.contains(all[$0].path) }
    }

    /// What comes over the backbone for a circuit carries its own label only, so a link can be told apart where it is the one
    /// that its circuit has.
    private mutating func addGlobalReach(_ resource: String, _ index: Int) {
        for link in topology.circuits[index].globalReach {
            guard let peer = topology.globalReach[link].circuits.first(where: { $0 != index }) else { continue }
            let dimensions = [Dimension("PeeredCircuitSKey", topology.circuits[peer].name)]
            if topology.circuits[peer].globalReach.count == 1 {
                let source = MetricSource.connectionOut(tunnels(peer))
                add(resource, "GlobalReachBitsInPerSecond", .bitsPerSecond, .average, dimensions, source)
            }
            if topology.circuits[index].globalReach.count == 1 {
                let source = MetricSource.connectionOut(tunnels(index))
                add(resource, "GlobalReachBitsOutPerSecond", .bitsPerSecond, .average, dimensions, source)
            }
        }
    }

    /// Where packets from the backbone for a circuit arrive.
    private func tunnels(_ circuit: Int) -> [MetricSource.Counter] {
        Topology.Role.allCases.compactMap { role in
            let end = blueprint.circuitEnd(circuit, role)
            let place = blueprint.interface(of: end.msee) { interface in
                if case .tunnel = interface.kind { interface.domain == end.domain } else { false }
            }
            return place.map { MetricSource.Counter(node: end.msee, interface: $0, isInbound: true) }
        }
    }

    /// The cables of a direct circuit, as links of its port pair.
    mutating func addPorts(_ index: Int) {
        let circuit = topology.circuits[index]
        guard circuit.kind == .direct else { return }
        for role in Topology.Role.allCases {
            let wire = blueprint.places.links[index][role == .primary ? 0 : 1].microsoft
            guard wire >= 0 else { continue }
            let dimensions = [Dimension("Link", "link\(role.number)")]
            let resource = blueprint.wires[wire].path
            add(resource, "AdminState", .count, .average, dimensions, .adminState)
            add(resource, "LineProtocol", .count, .average, dimensions, .lineProtocol(wire: wire))
        }
    }

    private mutating func add(
        _ resource: String,
        _ name: String,
        _ unit: MetricSeries.Unit,
        _ source: MetricSource
    ) {
        add(resource, name, unit, .average, [], source)
    }

    private mutating func add(
        _ resource: String,
        _ name: String,
        _ unit: MetricSeries.Unit,
        _ aggregation: MetricSeries.Aggregation,
        _ source: MetricSource
    ) {
        add(resource, name, unit, aggregation, [], source)
    }
}
