import BGPWire
import Network
import NetworkTypes
import Router
import Topology

/// A blueprint as lists of facts, for printing.
struct NetworkPlan {
    struct Node {
        var path: String
        var role: String
        /// Only of nodes with BGP sessions.
        var asn: ASN?
        var routerID: RouterID?
        var zone: String?
    }

    struct Interface {
        var node: String
        var domain: String
        /// The wire's path, or the overlay's kind and VNI.
        var attachment: String
        var tags: [UInt16]
        var mac: MACAddress
        var addresses: [String]
        var mtu: Int
    }

    struct Wire {
        var path: String
        var ends: [String]
        var latency: Duration
        /// Bits per second; `nil` is without limit.
        var bandwidth: UInt64?
    }

    struct Gateway {
        var path: String
        var sku: String
        var asn: ASN
        var instances: [Instance]
        /// Paths of the connections.
        var connections: [String]

        struct Instance {
            var path: String
            var zone: String?
            var addresses: [String]
            var bitsPerSecond: UInt64
            var packetsPerSecond: UInt64
        }
    }

    /// A figure that makes a customer router differ from an ideal one.
    struct Setting {
        var node: String
        /// The link that it is about, such as `er-ams/primary`; `nil` for the router as a whole.
        var link: String?
        var setting: Topology.ListedSetting
    }

    let name: String
    let description: String
    private(set) var settings: [Setting] = []
    private(set) var nodes: [Node] = []
    private(set) var interfaces: [Interface] = []
    private(set) var wires: [Wire] = []
    private(set) var sessions: [SessionPlan] = []
    private(set) var gateways: [Gateway] = []

    init(_ blueprint: Blueprint, _ selection: NodeSelection) {
        let topology = blueprint.topology
        name = topology.name
        description = topology.description
        let zones = Self.zones(of: blueprint)
        for (index, node) in blueprint.nodes.enumerated() where selection.contains(node.path) {
            addNode(node, zone: zones[index], in: blueprint)
        }
        func isChosen(_ node: NodeIndex) -> Bool { selection.contains(blueprint.nodes[node.index].path) }
        for wire in blueprint.wires where isChosen(wire.a.node) || isChosen(wire.b.node) {
            wires.append(
                Wire(
                    path: wire.path,
                    ends: [wire.a, wire.b].map { blueprint.nodes[$0.node.index].path },
                    latency: .nanoseconds(wire.latencyNanoseconds),
                    bandwidth: wire.bandwidth == 0 ? nil : wire.bandwidth
                )
            )
        }
        for session in blueprint.sessions where isChosen(session.a.node) || isChosen(session.b.node) {
            if let plan = SessionPlan(session, in: blueprint) { sessions.append(plan) }
        }
        for (index, router) in topology.routers.enumerated() {
            let path = blueprint.nodes[blueprint.places.routers[index].index].path
            if selection.contains(path) { addSettings(router, path, in: topology) }
        }
        for (index, gateway) in topology.gateways.enumerated()
        where blueprint.places.instances[index].contains(where: isChosen) {
            gateways.append(Self.gateway(gateway, blueprint.gateways[index].path, in: topology))
        }
    }

    private mutating func addNode(_ node: Blueprint.Node, zone: String?, in blueprint: Blueprint) {
        guard case .router(let router) = node.works else {
            nodes.append(Node(path: node.path, role: node.role.rawValue, zone: zone))
            return
        }
        let speaks = !router.neighbors.isEmpty
        nodes.append(
            Node(
                path: node.path,
                role: node.role.rawValue,
                asn: speaks ? router.asn : nil,
                routerID: speaks ? router.routerID : nil,
                zone: zone
            )
        )
        let ports = blueprint.wirePaths(of: node.path)
        for interface in router.interfaces {
            var tags: [UInt16] = []
            let attachment: String
            switch interface.kind {
            case .ethernet(let port, let outerFirst):
                attachment = ports[Int(port)] ?? "port \(port)"
                tags = outerFirst
            case .overlay(let vni, let endpoint): attachment = "VXLAN \(vni) at \(endpoint)"
            case .tunnel(let vni, let endpoint): attachment = "tunnel \(vni) at \(endpoint)"
            }
            interfaces.append(
                Interface(
                    node: node.path,
                    domain: router.domains[interface.domain].name,
                    attachment: attachment,
                    tags: tags,
                    mac: interface.mac,
                    addresses: interface.addresses.map { "\($0.address)/\($0.prefixLength)" },
                    mtu: interface.mtu
                )
            )
        }
    }

    private mutating func addSettings(_ router: Topology.Router, _ path: String, in topology: Topology) {
        settings += router.behavior.listing.map { Setting(node: path, link: nil, setting: $0) }
        for attachment in router.attachments.map({ topology.attachments[$0] }) {
            let link = "\(topology.circuits[attachment.circuit].name)/\(attachment.role)"
            settings += attachment.listing.map { Setting(node: path, link: link, setting: $0) }
        }
    }

    private static func gateway(_ gateway: Topology.Gateway, _ path: String, in topology: Topology) -> Gateway {
        let zones = topology.regions[gateway.region].zones
        let share = gateway.limits.share(of: gateway.initialInstanceCount)
        return Gateway(
            path: path,
            sku: gateway.sku.rawValue + (gateway.sku == .erGwScale ? " × \(gateway.scaleUnits)" : ""),
            asn: gateway.asn,
            instances: gateway.instances.enumerated().map { number, instance in
                let addresses = [IPAddress.v4(instance.address), instance.addressIPv6.map(IPAddress.v6)]
                return Gateway.Instance(
                    path: "\(path)/instance/\(number)",
                    zone: instance.zone.map { zones[$0] },
                    addresses: addresses.compactMap { $0?.description },
                    bitsPerSecond: share.bitsPerSecond,
                    packetsPerSecond: 1_000_000_000 / UInt64(max(1, share.packetInterval.nanoseconds))
                )
            },
            connections: gateway.connections.map { number in
                let connection = topology.connections[number]
                let path = "\(topology.circuits[connection.circuit].name)"
                let weight = connection.routingWeight > 0 ? ", weight \(connection.routingWeight)" : ""
                return path + (connection.usesFastPath ? ", FastPath" : "") + weight
            }
        )
    }

    /// Names of availability zones, by node.
    private static func zones(of blueprint: Blueprint) -> [Int: String] {
        let topology = blueprint.topology
        var zones: [Int: String] = [:]
        for (index, gateway) in topology.gateways.enumerated() {
            for (node, instance) in zip(blueprint.places.instances[index], gateway.instances) {
                zones[node.index] = instance.zone.map { topology.regions[gateway.region].zones[$0] }
            }
        }
        for (node, machine) in zip(blueprint.places.machines, topology.machines) {
            let region = topology.virtualNetworks[machine.virtualNetwork].region
            zones[node.index] = machine.zone.map { topology.regions[region].zones[$0] }
        }
        return zones
    }
}

extension Blueprint {
    /// The wires of a node, by port.
    fileprivate func wirePaths(of node: String) -> [Int: String] {
        var paths: [Int: String] = [:]
        for wire in wires {
            for end in [wire.a, wire.b] where nodes[end.node.index].path == node { paths[Int(end.port)] = wire.path }
        }
        return paths
    }
}
