import BGPWire
public import Network
public import NetworkTypes
public import RIB
import Router
import VirtualEngine

extension Lab {
    /// Paths of the sessions that are not up at both ends.
    public var sessionsDown: [String] { engine.network.sessionsDown }

    public func hasCarrier(_ wire: String) -> Bool { engine.network.hasCarrier(wire) }

    public func works(_ node: String) -> Bool {
        guard let index = engine.network.node(node) else { return false }
        return engine.network.isAlive(index)
    }

    /// A router's BGP identifier; `nil` for other devices.
    public func routerID(of node: String) -> RouterID? {
        guard let index = engine.network.node(node),
            case .router(let configuration) = engine.network.blueprint.nodes[index.index].works
        else { return nil }
        return configuration.routerID
    }

    /// A router's route to a prefix in the domain with that name, or the first one; `nil` if it has none.
    public func route(_ prefix: String, at node: String, domain: String? = nil) -> RouteView? {
        guard let index = engine.network.node(node), let prefix = IPPrefix(prefix) else { return nil }
        let place = domain.flatMap { engine.network.domains(of: index).firstIndex(of: $0) } ?? 0
        let family: RouteFamily = prefix.family == .ipv4 ? .ipv4Unicast : .ipv6Unicast
        return engine.network.routes(at: index, domain: place, family).first { $0.prefix.prefix == prefix }
    }

    /// The AS path of the best route, as it is usually written; `nil` without a usable route.
    public func asPath(_ prefix: String, at node: String, domain: String? = nil) -> String? {
        route(prefix, at: node, domain: domain)?.paths.first { $0.isBest }?.attributes.asPath.text
    }

    /// VPN routes that a router of the backbone holds for a prefix.
    public func backboneRoutes(_ prefix: String, at node: String) -> [RouteView] {
        guard let index = engine.network.node(node), let prefix = IPPrefix(prefix) else { return [] }
        return engine.network.routes(at: index, domain: nil, prefix.family == .ipv4 ? .vpnIPv4 : .vpnIPv6)
            .filter { $0.prefix.prefix == prefix }
    }

    /// What a router tells its peer of a session about a prefix.
    public func advertised(_ prefix: String, by node: String, on session: String) -> AdvertisedRoute? {
        guard let index = engine.network.node(node), let prefix = IPPrefix(prefix) else { return nil }
        return engine.network.advertised(by: index, on: session).first { $0.prefix.prefix == prefix }
    }

    /// The places of a flow's directions among the blueprint's flows: forward, then reverse if there is one.
    public func flows(_ name: String) -> [Int] {
        engine.network.blueprint.flows.indices.filter { engine.network.blueprint.flows[$0].name == name }
    }

    /// Where each 5-tuple of a flow's direction would go now.
    public func paths(_ name: String, _ direction: FlowPlan.Direction = .forward) -> [PacketPath] {
        guard let flow = flows(name).first(where: { engine.network.blueprint.flows[$0].direction == direction })
        else { return [] }
        let count = engine.network.blueprint.flows[flow].count
        return (0..<count).map { engine.path(ofFlow: flow, tuple: $0) }
    }
}
