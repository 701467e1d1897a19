public import BGPWire
public import NetworkTypes
public import RIB
import Router

/// What the devices of a network believe at this moment, for people and tests.
extension Network {
    /// The node with a path such as `msee/amsterdam/1`.
    public func node(_ path: String) -> NodeIndex? {
        nodes.firstIndex { $0.path == path }.map(NodeIndex.init)
    }

    public func isAlive(_ node: NodeIndex) -> Bool { nodes[node.index].isAlive }

    /// Paths of the sessions that are not up at both ends, in the order of the blueprint.
    public var sessionsDown: [String] {
        sessions.indices.filter { !sessions[$0].isUp }.map { blueprint.sessions[$0].path }
    }

    /// Whether the ends of the wire with that path see a carrier.
    public func hasCarrier(_ wire: String) -> Bool { state(ofWire: wire)?.hasCarrier ?? false }

    /// Whether the wire with that path carries frames, both ways.
    public func carriesFrames(_ wire: String) -> Bool {
        guard let wire = state(ofWire: wire) else { return false }
        return wire.hasCarrier && !wire[towards: .a].isSilent && !wire[towards: .b].isSilent
    }

    private func state(ofWire path: String) -> WireState? {
        blueprint.wires.firstIndex { $0.path == path }.map { wires[$0] }
    }

    /// How long no session, route or programming has changed, if none is about to be programmed; else `nil`.
    public func quietTime(at now: Instant) -> Duration? { pendingPrograms > 0 ? nil : now - lastActivity }

    /// Names of a router's routing domains, its own or the underlay first; empty for other devices.
    public func domains(of node: NodeIndex) -> [String] {
        guard case .router(let configuration) = nodes[node.index].plan else { return [] }
        return configuration.domains.map(\.name)
    }

    /// The routes of one of a router's domains by prefix, or with `nil` those of the backbone; empty while it is down.
    public func routes(at node: NodeIndex, domain: Int?, _ family: RouteFamily) -> [RouteView] {
        guard let router = nodes[node.index].router else { return [] }
        let index = domain.map { router.router.ribDomain($0) } ?? .backbone
        return router.router.rib.routes(in: index, family)
    }

    /// What a router told its peer of a session, in order of family and prefix.
    public func advertised(by node: NodeIndex, on session: String) -> [AdvertisedRoute] {
        guard let router = nodes[node.index].router, let neighbor = neighbor(session, of: node) else { return [] }
        return router.router.rib.advertised(to: router.router.peerIndex(neighbor: neighbor))
    }

    /// The session over which a router's path came; `nil` for its own routes.
    public func session(of path: PathView, at node: NodeIndex) -> String? {
        guard let router = nodes[node.index].router, path.peer != .local else { return nil }
        let neighbors = router.router.configuration.neighbors
        return neighbors.indices.first { router.router.peerIndex(neighbor: $0) == path.peer }
            .map { neighbors[$0].path }
    }

    private func neighbor(_ session: String, of node: NodeIndex) -> Int? {
        nodes[node.index].sessions.firstIndex { $0 >= 0 && blueprint.sessions[$0].path == session }
    }
}

extension Network {
    /// What a gateway instance knows of its virtual network's routes.
    public func virtualNetworkRoutes(at instance: NodeIndex, _ family: RouteFamily) -> [RouteView] {
        routes(at: instance, domain: virtualNetworkDomain, family)
    }
}
