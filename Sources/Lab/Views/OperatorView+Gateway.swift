import BGPWire
public import Control
public import Network
public import NetworkTypes
import RIB
import Router
import Topology

/// Views of a gateway: what each of its instances knows.
extension OperatorView {
    public static func learnedRoutes(
        _ network: borrowing Network,
        _ subject: String
    ) throws(ControlError) -> [GatewayRouteRow] {
        let gateway = try gateway(subject, in: network.topology)
        var rows: [GatewayRouteRow] = []
        for (place, instance) in network.blueprint.gateways[gateway].instances.enumerated() {
            let local = "\(network.topology.gateways[gateway].instances[place].address)"
            for family in [RouteFamily.ipv4Unicast, .ipv6Unicast] {
                for view in network.virtualNetworkRoutes(at: instance, family) {
                    let peers = network.inspectRouter(at: instance) { router in
                        view.paths.map { path in
                            router.neighbor(of: path.peer).map { router.configuration.neighbors[$0] }
                        }
                    }
                    for (path, peer) in zip(view.paths, peers ?? []) where path.isEligible {
                        rows.append(
                            GatewayRouteRow(view, path, from: peer, roleInstance: role(place), localAddress: local)
                        )
                    }
                }
            }
        }
        return rows
    }

    public static func advertisedRoutes(
        _ network: borrowing Network,
        _ subject: String
    ) throws(ControlError) -> [GatewayRouteRow] {
        let gateway = try gateway(subject, in: network.topology)
        var rows: [GatewayRouteRow] = []
        for (place, instance) in network.blueprint.gateways[gateway].instances.enumerated() {
            guard case .router(let configuration) = network.blueprint.nodes[instance.index].works else { continue }
            for neighbor in configuration.neighbors {
                for route in network.advertised(by: instance, on: neighbor.path) {
                    let path = route.attributes.asPath.text
                    rows.append(
                        GatewayRouteRow(
                            roleInstance: role(place),
                            localAddress: "\(neighbor.localAddress)",
                            network: "\(route.prefix)",
                            nextHop: "\(neighbor.localAddress)",
                            origin: "\(route.attributes.origin)",
                            sourcePeer: "\(neighbor.remoteAddress)",
                            asPath: path.split(separator: " ").joined(separator: "-"),
                            weight: 0
                        )
                    )
                }
            }
        }
        return rows
    }

    public static func peerStatus(
        _ network: borrowing Network,
        _ subject: String,
        at now: Instant
    ) throws(ControlError) -> [PeerStatusRow] {
        let gateway = try gateway(subject, in: network.topology)
        var rows: [PeerStatusRow] = []
        for (place, instance) in network.blueprint.gateways[gateway].instances.enumerated() {
            rows +=
                network.inspectRouter(at: instance) { router in
                    router.configuration.neighbors.indices.map { neighbor in
                        PeerStatusRow(neighbor, of: router, roleInstance: role(place), at: now)
                    }
                } ?? []
        }
        return rows
    }

    private static func role(_ place: Int) -> String { "GatewayTenantWork_IN_\(place)" }
}

extension GatewayRouteRow {
    fileprivate init(
        _ view: RouteView,
        _ path: PathView,
        from peer: Neighbor?,
        roleInstance: String,
        localAddress: String
    ) {
        let nextHop: String? = if case .address(let address, _) = path.nextHop { "\(address)" } else { nil }
        self.init(
            roleInstance: roleInstance,
            localAddress: localAddress,
            network: "\(view.prefix)",
            nextHop: peer == nil ? "" : nextHop ?? "",
            origin: peer == nil ? "Network" : "EBgp",
            sourcePeer: peer.map { "\($0.remoteAddress)" } ?? localAddress,
            asPath: path.attributes.asPath.text.split(separator: " ").joined(separator: "-"),
            weight: peer == nil ? OperatorView.ownWeight : OperatorView.learnedWeight
        )
    }
}
