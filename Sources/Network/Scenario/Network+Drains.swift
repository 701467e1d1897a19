import BGPSession
import BGPWire
import NetworkTypes
import RIB
import Router
import Topology

/// Who has left a drained device when it goes down, and who has not, and why.
extension Network {
    /// What a neighbour of a drained device still sends there.
    private struct Reliance {
        var prefixes: [IPPrefix] = []
        /// Who prefers that although there is another path, and by what.
        var preference: (node: Node, step: DecisionStep)?
    }

    /// Prefixes of one neighbour that are looked at; a table of thousands is preferred by the same policy.
    private static let samples = 256

    /// Writes down for each neighbour of an MSEE outside the backbone whether it followed the longer AS path.
    mutating func noteReliance(on device: NodeIndex, at now: Instant, cause: Int) {
        guard nodes[device.index].role == .msee else { return }
        for session in blueprint.sessions where [session.a.node, session.b.node].contains(device) {
            let end = session.other(than: device)
            let node = nodes[end.node.index]
            guard node.role == .router || node.role == .gatewayInstance, let router = node.router,
                router.router.sessionState(neighbor: end.neighbor) == .established
            else { continue }
            let reliance = reliance(of: node, router, on: device, end.neighbor)
            var fields = [
                JournalEvent.Field("stage", .string(reliance.prefixes.isEmpty ? "followed" : "ignored")),
                JournalEvent.Field("node", .string(node.path)),
                JournalEvent.Field("session", .string(session.path)),
                JournalEvent.Field("count", .integer(reliance.prefixes.count)),
            ]
            if let preference = reliance.preference {
                fields.append(JournalEvent.Field("by", .string(preference.node.path)))
                fields.append(JournalEvent.Field("reason", .string("\(preference.step)")))
            }
            journal.record(.maintenance, nodes[device.index].path, at: now, causedBy: cause, fields)
        }
    }

    private func reliance(of node: Node, _ router: RouterNode, on device: NodeIndex, _ neighbor: Int) -> Reliance {
        let configuration = router.router.configuration.neighbors[neighbor]
        var reliance = Reliance()
        let domain = configuration.domain ?? 0
        let family: RouteFamily = configuration.remoteAddress.family == .ipv4 ? .ipv4Unicast : .ipv6Unicast
        for number in router.router.routeNumbers(family, domain: domain).prefix(Self.samples) {
            guard let view = router.router.route(number: number, family, domain: domain) else { continue }
            let isUsed = view.paths.contains {
                $0.isMultipath && router.router.neighbor(of: $0.peer) == neighbor
            }
            guard isUsed else { continue }
            let prefix = view.prefix.prefix
            reliance.prefixes.append(prefix)
            guard reliance.preference == nil else { continue }
            let others = node.role == .router ? companions(of: node.index) : []
            for other in [node] + others.map({ nodes[$0.index] }) {
                if let step = step(bywhich: other, prefers: [device, node.index], for: prefix) {
                    reliance.preference = (other, step)
                    break
                }
            }
        }
        return reliance
    }

    /// What made a router choose a path that leads to one of some nodes, where it has one that does not.
    private func step(bywhich node: Node, prefers targets: [NodeIndex], for prefix: IPPrefix) -> DecisionStep? {
        guard let router = node.router, let view = router.router.route(covering: prefix),
            view.prefix.prefix == prefix
        else { return nil }
        func leads(_ path: PathView) -> Bool {
            guard let neighbor = router.router.neighbor(of: path.peer), node.sessions[neighbor] >= 0 else {
                return false
            }
            return targets.contains(blueprint.sessions[node.sessions[neighbor]].other(than: node.index).node)
        }
        guard view.paths.contains(where: { $0.isBest && leads($0) }),
            view.paths.contains(where: { $0.isEligible && !leads($0) })
        else { return nil }
        return view.decidedBy
    }

    /// The other routers of a customer router's site.
    private func companions(of index: NodeIndex) -> [NodeIndex] {
        guard let place = blueprint.places.routers.firstIndex(of: index) else { return [] }
        let site = topology.routers[place].site
        let routers = blueprint.places.routers.indices.filter { $0 != place && topology.routers[$0].site == site }
        return routers.map { blueprint.places.routers[$0] } + [blueprint.places.cores[site]].compactMap(\.self)
    }
}
