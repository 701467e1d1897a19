import Network
import NetworkTypes
import Topology
import VRRP

extension CustomerRouter {
    mutating func addFirstHops(of node: NodeIndex, at interfaces: [Int: Int], in blueprint: Blueprint) {
        let tracks = (model.firstHop?.tracks ?? []).map { track in
            CustomerFirstHop.Tracking(watch: watch(track.condition, in: blueprint), decrement: track.decrement)
        }
        for plan in blueprint.nodes[node.index].firstHops {
            guard let port = interfaces[plan.interface] else { continue }
            let configuration = plan.configuration
            firstHops.append(
                CustomerFirstHop(
                    port: port,
                    id: configuration.virtualRouterID,
                    addresses: configuration.addresses,
                    mac: configuration.macAddress,
                    priority: configuration.priority,
                    intervalMilliseconds: Int(configuration.intervalCentiseconds) * 10,
                    preempts: configuration.preempts,
                    preemptDelay: configuration.preemptDelay,
                    acceptsPackets: plan.acceptsPackets,
                    tracks: tracks
                )
            )
        }
    }

    /// What is tracked, each once, as far as a dialect can.
    var watches: [CustomerFirstHop.Watch] {
        var watches: [CustomerFirstHop.Watch] = []
        for track in firstHops.flatMap(\.tracks) where track.watch != .session && !watches.contains(track.watch) {
            watches.append(track.watch)
        }
        return watches
    }

    private func watch(_ condition: Topology.Condition, in blueprint: Blueprint) -> CustomerFirstHop.Watch {
        let wire: Int?
        switch condition {
        case .route(let prefix): return .route(prefix)
        case .session, .neighbor: return .session
        case .wire(.link(let circuit, let role, _)): wire = blueprint.customerWire(of: circuit, role)
        case .wire(.lan(let router)): wire = blueprint.places.lanWires[router]
        case .wire: wire = nil
        }
        let path = wire.map { blueprint.wires[$0].path }
        return ports.firstIndex { $0.path == path }.map { .port($0) } ?? .session
    }
}

extension Blueprint {
    /// The wire at the customer's end of a connection: the only one of a direct circuit.
    func customerWire(of circuit: Int, _ role: Topology.Role) -> Int {
        let link = places.links[circuit][role == .primary ? 0 : 1]
        return link.customer ?? link.microsoft
    }
}
