public import Network
import NetworkTypes
import Router
import Topology

extension CustomerRouter {
    /// Takes a router out of a blueprint.
    ///
    /// O(wires + sessions).
    ///
    /// - Parameter router: place among the topology's routers.
    public init(_ router: Int, in blueprint: Blueprint) {
        let topology = blueprint.topology
        let model = topology.routers[router]
        let node = blueprint.places.routers[router]
        guard case .router(let configuration) = blueprint.nodes[node.index].works else {
            preconditionFailure("\(blueprint.nodes[node.index].path) is not a router")
        }
        name = model.name
        asn = configuration.asn
        routerID = configuration.routerID
        self.model = model
        maximumPaths = model.behavior.maximumPaths.value
        internalMaximumPaths = model.behavior.internalMaximumPaths.value
        mixesASPaths = model.behavior.mixesASPaths.value
        var originated: Set<IPPrefix> = []
        originations = configuration.originations.map(\.prefix).filter { originated.insert($0).inserted }
        staticRoutes = model.staticRoutes
        ports = []
        neighbors = []
        firstHops = []
        let interfaces = addPorts(configuration, of: node, router, in: blueprint)
        addNeighbors(configuration, of: node, model, at: interfaces, in: blueprint)
        addFirstHops(of: node, at: interfaces, in: blueprint)
    }

    /// Returns the port of each interface.
    private mutating func addPorts(
        _ configuration: RouterConfiguration,
        of node: NodeIndex,
        _ router: Int,
        in blueprint: Blueprint
    ) -> [Int: Int] {
        var wires: [UInt16: Int] = [:]
        for (index, wire) in blueprint.wires.enumerated() {
            for end in [wire.a, wire.b] where end.node == node { wires[end.port] = index }
        }
        var names = UniqueNames(maximumLength: CustomerPort.maximumNameLength)
        var places: [Int: Int] = [:]
        for (index, interface) in configuration.interfaces.enumerated() {
            guard case .ethernet(let port, let tags) = interface.kind, let wire = wires[port] else { continue }
            let words = Self.words(ofWire: wire, tags, router, in: blueprint)
            let attachment = Self.attachment(atWire: wire, router, in: blueprint)
            places[index] = ports.count
            ports.append(
                CustomerPort(
                    name: names.next(words.stem, words.suffix),
                    port: port,
                    mac: interface.mac,
                    addresses: interface.addresses,
                    mtu: interface.mtu,
                    tags: tags,
                    path: blueprint.wires[wire].path,
                    carrierDelay: attachment?.carrierDelay ?? model.behavior.carrierDelay,
                    dampening: attachment?.interfaceDampening,
                    reversePathFilter: model.reversePathFilter
                )
            )
        }
        return places
    }

    /// What the port at a wire is called after.
    private static func words(
        ofWire wire: Int,
        _ tags: [UInt16],
        _ router: Int,
        in blueprint: Blueprint
    ) -> (stem: String, suffix: String) {
        guard let attachment = attachment(atWire: wire, router, in: blueprint) else { return ("lan", "") }
        let circuit = blueprint.topology.circuits[attachment.circuit]
        let peering = tags.last == circuit.microsoftPeering?.vlan ? "ms-" : ""
        return (circuit.name, peering + (attachment.role == .primary ? "pri" : "sec"))
    }

    /// The connection that a wire is the customer's end of; `nil` for the LAN.
    private static func attachment(
        atWire wire: Int,
        _ router: Int,
        in blueprint: Blueprint
    ) -> Topology.Attachment? {
        blueprint.topology.routers[router].attachments.lazy.map { blueprint.topology.attachments[$0] }
            .first { blueprint.customerWire(of: $0.circuit, $0.role) == wire }
    }

    private mutating func addNeighbors(
        _ configuration: RouterConfiguration,
        of node: NodeIndex,
        _ model: Topology.Router,
        at interfaces: [Int: Int],
        in blueprint: Blueprint
    ) {
        let attachments = Self.attachments(of: model, in: blueprint)
        let microsoft = Self.microsoftASN(in: blueprint)
        var sessions: [Int: Int] = [:]
        for (index, session) in blueprint.sessions.enumerated() {
            for end in [session.a, session.b] where end.node == node { sessions[end.neighbor] = index }
        }
        var names = UniqueNames(maximumLength: 40)
        for (index, neighbor) in configuration.neighbors.enumerated() {
            guard let session = sessions[index], let port = neighbor.interface.flatMap({ interfaces[$0] }) else {
                continue
            }
            let (attachment, peering) = attachments[session].map { ($0, $1) } ?? (nil, .private)
            let other = blueprint.nodes[blueprint.sessions[session].other(than: node).node.index]
            let stem = attachment == nil ? "lan-\(Self.shortName(of: other))" : ports[port].name
            let family = neighbor.remoteAddress.family
            neighbors.append(
                CustomerNeighbor(
                    side: attachment == nil ? .site : .microsoft,
                    name: names.next(stem, family == .ipv6 ? "v6" : ""),
                    description: other.path,
                    port: port,
                    localAddress: neighbor.localAddress,
                    localASN: attachment?.asn ?? configuration.asn,
                    remoteAddress: neighbor.remoteAddress,
                    remoteASN: neighbor.remoteASN,
                    timers: neighbor.timers,
                    isPassive: neighbor.isPassive,
                    sharedKey: neighbor.sharedKey,
                    bfd: neighbor.bfd,
                    gracefulRestart: neighbor.gracefulRestart,
                    nextHopSelf: attachment == nil && neighbor.nextHopSelf,
                    dampening: attachment?.dampening,
                    leak: attachment?.leak ?? .nothing,
                    importFilter: attachment.flatMap {
                        .from(microsoft, $0.importRules(peering), ports[port].name, family)
                    },
                    exportFilter: attachment.map {
                        .to(
                            microsoft,
                            $0.exportRules(peering, of: blueprint.topology.circuits[$0.circuit]),
                            prepending: $0.asn,
                            ports[port].name,
                            family
                        )
                    } ?? .toSite(microsoft)
                )
            )
        }
    }

    /// A router's attachments, and which peering it is, by their sessions.
    private static func attachments(
        of model: Topology.Router,
        in blueprint: Blueprint
    ) -> [Int: (Topology.Attachment, Topology.Peering)] {
        var result: [Int: (Topology.Attachment, Topology.Peering)] = [:]
        for attachment in model.attachments {
            for peering in Topology.Peering.allCases {
                for session in blueprint.places.sessions(attachment: attachment, peering) {
                    result[session] = (blueprint.topology.attachments[attachment], peering)
                }
            }
        }
        return result
    }

    /// What all MSEEs have in common.
    private static func microsoftASN(in blueprint: Blueprint) -> ASN {
        let works = blueprint.places.msees.first.map { blueprint.nodes[$0.index].works }
        guard case .router(let configuration)? = works else { return 12076 }
        return configuration.asn
    }

    /// `core` for the core, whose path names the site; a router's own name.
    private static func shortName(of node: Blueprint.Node) -> Substring {
        node.role == .core ? "core" : node.path.split(separator: "/").last ?? "peer"
    }
}
