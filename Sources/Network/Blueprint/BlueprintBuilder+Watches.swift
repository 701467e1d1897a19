import NetworkTypes
import Topology

extension BlueprintBuilder {
    /// What routers watch, once everything that can be watched is there.
    mutating func addWatches() {
        for (index, router) in topology.routers.enumerated() {
            let node = blueprint.places.routers[index]
            var watches: [WatchPlan] = []
            for tracking in router.firstHop?.tracks ?? [] {
                let consequence = WatchPlan.Consequence.priority(decrement: tracking.decrement)
                watches.append(watch(tracking.condition, of: index, consequence))
            }
            for origination in router.conditionalOriginations {
                watches.append(
                    watch(
                        origination.condition,
                        of: index,
                        .origination(origination.prefix, isNegated: origination.isNegated)
                    )
                )
            }
            for aggregate in router.aggregates {
                watches.append(
                    WatchPlan(
                        condition: .routeInside(aggregate.prefix),
                        consequence: .aggregate(aggregate.prefix),
                        text: "a route inside \(aggregate.prefix)"
                    )
                )
            }
            blueprint.nodes[node.index].watches = watches
        }
    }

    private func watch(
        _ condition: Topology.Condition,
        of router: Int,
        _ consequence: WatchPlan.Consequence
    ) -> WatchPlan {
        switch condition {
        case .wire(let target):
            WatchPlan(
                condition: ownWire(target).map(WatchPlan.Condition.wire) ?? .anySession([]),
                consequence: consequence,
                text: topology.path(of: target).description
            )
        case .session(let attachment, let family, let peering):
            WatchPlan(
                condition: .anySession(
                    blueprint.places.session(attachment: attachment, peering, family).map { [$0] } ?? []
                ),
                consequence: consequence,
                text: topology.path(of: .session(attachment: attachment, family: family, peering: peering)).description
            )
        case .neighbor(let other):
            WatchPlan(
                condition: .anySession(sessions(of: router, with: other)),
                consequence: consequence,
                text: "lan/" + (other.map { topology.routers[$0].name } ?? "core")
            )
        case .route(let prefix):
            WatchPlan(condition: .route(prefix), consequence: consequence, text: prefix.description)
        }
    }

    /// The wire at the router's own port.
    private func ownWire(_ target: Topology.Target) -> Int? {
        switch target {
        case .lan(let router): return blueprint.places.lanWires[router]
        case .link(let circuit, let role, _):
            let link = blueprint.places.links[circuit][role == .primary ? 0 : 1]
            return link.customer ?? (link.microsoft >= 0 ? link.microsoft : nil)
        default: return nil
        }
    }

    private func sessions(of router: Int, with other: Int?) -> [Int] {
        let own = blueprint.places.routers[router]
        let site = topology.routers[router].site
        guard let peer = other.map({ blueprint.places.routers[$0] }) ?? blueprint.places.cores[site] else { return [] }
        return blueprint.sessions.indices.filter { index in
            let ends = [blueprint.sessions[index].a.node, blueprint.sessions[index].b.node]
            return ends.contains(own) && ends.contains(peer)
        }
    }
}
