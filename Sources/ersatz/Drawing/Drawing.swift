import Network
import NetworkTypes
import Router
import Topology

/// Nodes by place and the lines between them, ready to be written in any language for drawings.
struct Drawing {
    struct Node {
        var path: String
        var role: Blueprint.Node.Role
        /// What stands below the path, such as `AS 12076`.
        var detail: String?
    }

    /// A place with the nodes in it, in the order of the blueprint.
    struct Group {
        var title: String
        var nodes: [Int]
    }

    struct Line {
        var a: Int
        var b: Int
        var label: String
    }

    let title: String
    private(set) var nodes: [Node]
    private(set) var groups: [Group] = []
    private(set) var lines: [Line]
    let showsSessions: Bool

    init(_ blueprint: Blueprint, showsSessions: Bool) {
        title = blueprint.topology.name
        self.showsSessions = showsSessions
        nodes = blueprint.nodes.map { Node(path: $0.path, role: $0.role, detail: Self.detail($0)) }
        lines =
            showsSessions
            ? blueprint.sessions.map { session in
                Line(a: session.a.node.index, b: session.b.node.index, label: Self.label(session, in: blueprint))
            }
            : blueprint.wires.map { wire in
                Line(
                    a: wire.a.node.index,
                    b: wire.b.node.index,
                    label: Duration.nanoseconds(wire.latencyNanoseconds).topologyText
                )
            }
        groups = Self.groups(of: blueprint)
        if showsSessions { keepSpeakers() }
    }

    /// Takes nodes without a line out of the groups.
    private mutating func keepSpeakers() {
        let joined = Set(lines.flatMap { [$0.a, $0.b] })
        for place in groups.indices { groups[place].nodes.removeAll { !joined.contains($0) } }
        groups.removeAll(where: \.nodes.isEmpty)
    }

    private static func detail(_ node: Blueprint.Node) -> String? {
        guard case .router(let router) = node.works, !router.neighbors.isEmpty else { return nil }
        return "AS \(router.asn)"
    }

    private static func label(_ session: Blueprint.Session, in blueprint: Blueprint) -> String {
        guard let plan = SessionPlan(session, in: blueprint) else { return "" }
        return plan.a.asn == plan.b.asn ? "iBGP" : "eBGP"
    }

    /// Sites, peering locations, the backbone and regions: from the customer's end to Azure's.
    private static func groups(of blueprint: Blueprint) -> [Group] {
        let (topology, places) = (blueprint.topology, blueprint.places)
        var groups: [Group] = []
        func add(_ title: String, _ nodes: [NodeIndex?]) {
            let members = nodes.compactMap { $0?.index }.sorted()
            if !members.isEmpty { groups.append(Group(title: title, nodes: members)) }
        }
        for (index, site) in topology.sites.enumerated() {
            add(
                site.name,
                [places.lans[index], places.cores[index]] + site.routers.map { places.routers[$0] }
                    + topology.firewalls.indices.filter {
                        topology.routers[topology.firewalls[$0].router].site == index
                    }
                    .map { places.firewalls[$0] }
                    + site.hosts.map { places.hosts[$0] }
            )
        }
        for location in topology.peeringLocations {
            let edges = location.msees.flatMap { msee in
                topology.msees[msee].circuits.map { places.links[$0.circuit][$0.role == .primary ? 0 : 1].provider }
            }
            add(location.name, location.msees.map { places.msees[$0] } + edges)
        }
        add("backbone", [places.backbone] + places.reflectors)
        for (index, region) in topology.regions.enumerated() {
            let machines = region.virtualNetworks.flatMap { topology.virtualNetworks[$0].machines }
            add(
                region.name,
                [places.fabrics[index]] + region.gateways.flatMap { places.instances[$0] }
                    + machines.map { places.machines[$0] }
            )
        }
        return groups
    }
}
