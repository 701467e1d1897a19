import Forwarding
import NetworkTypes
import Router

extension Network {
    /// A router's forwarding table in one of its domains: IPv4 before IPv6, by address, then the shorter first.
    ///
    /// Empty while the router is down.
    public func forwardingTable(of node: NodeIndex, domain: Int) -> [ForwardingRoute] {
        guard let router = nodes[node.index].router else { return [] }
        var routes: [ForwardingRoute] = []
        let index = Forwarding::DomainIndex(rawValue: UInt32(clamping: domain))
        router.router.forwarder.forEachRoute(in: index) { prefix, group in
            let members = router.router.forwarder.members(of: group)
            routes.append(
                ForwardingRoute(
                    prefix: prefix,
                    nextHops: members.map { member in
                        ForwardingRoute.NextHop(
                            kind: Self.kind(of: member.nextHop),
                            isAlive: router.router.forwarder.isAlive(member.nextHop)
                        )
                    }
                )
            )
        }
        return routes
    }

    private static func kind(of nextHop: Forwarding::NextHop) -> ForwardingRoute.NextHop.Kind {
        switch nextHop {
        case .neighbor(let interface, let address): .neighbor(address, interface: Int(interface.rawValue))
        case .attached(let interface): .attached(interface: Int(interface.rawValue))
        case .tunnel(let tunnel): .tunnel(tunnel.remote, label: tunnel.networkIdentifier)
        case .local: .local
        case .discard: .discard
        }
    }
}
