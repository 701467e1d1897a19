import BGPWire
import NetworkTypes
import RIB
import Router

/// An MSEE that goes on to advertise its gateways' prefixes without a way to them: packets that still come are lost there.
extension Network {
    mutating func settleRetention(of index: NodeIndex, at now: Instant, cause: Int) {
        let node = nodes[index.index]
        guard let router = node.router else { return }
        let isWanted = faults.entries.contains { $0.effect == .retention(index) }
        if isWanted, node.retained.isEmpty {
            node.retained = gatewayRoutes(of: router)
            for (domain, prefix, tag) in node.retained {
                router.router.originate(prefix, domain: domain, tag: tag, cause: cause)
                router.router.setRoute(RouterConfiguration.Route(domain: domain, prefix: prefix, nextHops: []))
            }
        } else if !isWanted {
            for (domain, prefix, _) in node.retained {
                router.router.withdraw(prefix, domain: domain, cause: cause)
                router.router.removeRoute(prefix, domain: domain)
            }
            node.retained = []
        }
        node.lastForwardingCause = cause
        pathsChanged(at: now, because: cause)
        pump(node, router, at: now)
    }

    /// What a router has learned from gateways, in order of domain and prefix.
    private func gatewayRoutes(of router: RouterNode) -> [(domain: Int, prefix: IPPrefix, tag: RouteTag)] {
        var found: [(domain: Int, prefix: IPPrefix, tag: RouteTag)] = []
        for domain in router.router.configuration.domains.indices.dropFirst() {
            for family in [RouteFamily.ipv4Unicast, .ipv6Unicast] {
                for number in router.router.routeNumbers(family, domain: domain) {
                    guard let route = router.router.route(number: number, family, domain: domain),
                        let tag = route.paths.first.flatMap({ RouteTag(rawValue: $0.tag) }),
                        tag == .gateway || tag == .openGateway
                    else { continue }
                    found.append((domain, route.prefix.prefix, tag))
                }
            }
        }
        return found
    }
}
