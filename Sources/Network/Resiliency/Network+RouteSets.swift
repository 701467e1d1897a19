import BGPWire
import NetworkTypes
import RIB
import Router
import Topology

extension Network {
    /// The on-premises prefixes that a gateway learns at present, grouped by the connections they come over.
    ///
    /// What its instances know counts once, whichever of them knows it. Prefixes of virtual networks, which other gateways
    /// reflect, do not count. In the order of the connections.
    ///
    /// Complexity: that of decoding the tables of all instances; meant for people and tests.
    public func routeSets(ofGateway gateway: Int) -> [RouteSet] {
        var connections: [IPPrefix: Set<Int>] = [:]
        for instance in blueprint.places.instances[gateway] {
            guard let router = nodes[instance.index].router else { continue }
            let origins = connectionsOfPeers(instance, router)
            for family in [RouteFamily.ipv4Unicast, .ipv6Unicast] {
                for view in routes(at: instance, domain: virtualNetworkDomain, family) {
                    let prefix = view.prefix.prefix
                    if isAzure(prefix) { continue }
                    for path in view.paths where path.isEligible {
                        if let connection = origins[path.peer] { connections[prefix, default: []].insert(connection) }
                    }
                }
            }
        }
        var prefixes: [[Int]: [IPPrefix]] = [:]
        for (prefix, set) in connections { prefixes[set.sorted(), default: []].append(prefix) }
        return prefixes.map { RouteSet(prefixes: $0.value.sorted(), connections: $0.key) }
            .sorted { $0.connections.lexicographicallyPrecedes($1.connections) }
    }

    /// The connection behind each of an instance's peers.
    private func connectionsOfPeers(_ instance: NodeIndex, _ router: RouterNode) -> [PeerIndex: Int] {
        var result: [PeerIndex: Int] = [:]
        for (connection, sessions) in blueprint.places.connectionSessions.enumerated() {
            for session in sessions {
                for end in [blueprint.sessions[session].a, blueprint.sessions[session].b] where end.node == instance {
                    result[router.router.peerIndex(neighbor: end.neighbor)] = connection
                }
            }
        }
        return result
    }

    private func isAzure(_ prefix: IPPrefix) -> Bool {
        topology.virtualNetworks.contains { $0.addressSpace.contains { $0.contains(prefix) } }
    }

    /// Whether a connection of a circuit has lost the wire between MSEE and provider edge, or the device at either end of it.
    public func hasLostMicrosoftLink(circuit: Int) -> Bool {
        blueprint.places.links[circuit].contains { link in
            link.microsoft >= 0 && !wires[link.microsoft].hasCarrier
        }
    }
}
