import BGPSession
import BGPWire
public import Forwarding
public import NetworkTypes
public import RIB

extension Router {
    /// Announces a prefix of the router's own.
    public mutating func originate(_ prefix: IPPrefix, domain: Int, tag: RouteTag, cause: Int? = nil) {
        originate(prefix, LocalRoute(tag: tag.rawValue), domain: domain, cause: cause)
    }

    /// Announces a prefix with attributes of its own.
    public mutating func originate(_ prefix: IPPrefix, _ route: LocalRoute, domain: Int, cause: Int? = nil) {
        workCause = cause ?? workCause
        rib.originate(prefix, route, in: ribDomains[domain])
    }

    /// Announces a prefix of the router's own no longer.
    public mutating func withdraw(_ prefix: IPPrefix, domain: Int, cause: Int? = nil) {
        workCause = cause ?? workCause
        rib.withdrawOrigination(prefix, in: ribDomains[domain])
    }

    /// Keeps prefixes from a neighbour, whatever its export policy says; replaces what was kept from it so far.
    public mutating func setWithheld(_ prefixes: [IPPrefix], neighbor: Int, cause: Int? = nil) {
        peers[neighbor].withheld = prefixes
        workCause = cause ?? workCause
        applyExportPolicy(neighbor)
    }

    /// Advertises to a neighbour what its export rules would keep back, or no longer.
    public mutating func setLeak(_ leak: Neighbor.Leak?, neighbor: Int, cause: Int? = nil) {
        guard peers[neighbor].leak != leak else { return }
        peers[neighbor].leak = leak
        workCause = cause ?? workCause
        applyExportPolicy(neighbor)
    }

    /// Makes every neighbour like this router's routes less than any others, or no longer so: before maintenance.
    ///
    /// To other ASes the router's own is prepended `count` times more; inside the AS, LOCAL_PREF is 0 (as in RFC 8326).
    public mutating func setDrained(_ isDrained: Bool, prepending count: UInt8, cause: Int? = nil) {
        workCause = cause ?? workCause
        for neighbor in peers.indices {
            peers[neighbor].isDrained = isDrained
            rib.setPrepend(peers[neighbor].index, count: isDrained ? count : 0)
            applyExportPolicy(neighbor)
        }
    }

    /// Makes the routes over a session the last to be chosen, on both of its sides, before it is shut down; or no longer so (RFC 8326 §4).
    ///
    /// What is taken back so is learned anew, if the peer can send it again (RFC 2918).
    public mutating func setShuttingDown(
        _ isShuttingDown: Bool,
        neighbor: Int,
        cause: Int? = nil,
        into output: inout RouterOutput
    ) {
        guard peers[neighbor].isShuttingDown != isShuttingDown else { return }
        peers[neighbor].isShuttingDown = isShuttingDown
        workCause = cause ?? workCause
        applyExportPolicy(neighbor)
        if isShuttingDown {
            rib.beginShutdown(peers[neighbor].index)
        } else if rib.endShutdown(peers[neighbor].index), let slot = peers[neighbor].slot {
            for family in configuration.neighbors[neighbor].families.families {
                guard let request = peers[neighbor].session.refreshRequest(for: family) else { continue }
                output.actions.append(.send(neighbor: neighbor, slot, request))
            }
        }
    }

    private mutating func applyExportPolicy(_ neighbor: Int) {
        var terms: [PolicyTerm] = []
        if !peers[neighbor].withheld.isEmpty {
            let match = PolicyMatch(prefixes: peers[neighbor].withheld.map(PrefixMatch.exact))
            terms.append(PolicyTerm(match: match, disposition: .reject))
        }
        if peers[neighbor].isDrained, configuration.neighbors[neighbor].remoteASN == configuration.asn {
            terms.append(PolicyTerm(actions: [.setLocalPreference(0)], disposition: .next))
        }
        if peers[neighbor].isShuttingDown {
            terms.append(PolicyTerm(actions: [.addCommunities([.gracefulShutdown])], disposition: .next))
        }
        var tags = configuration.neighbors[neighbor].exportTags
        if let leak = peers[neighbor].leak {
            let leaked = TagMask([leak.tag])
            tags = tags.union(leaked)
            if leak.isRedistributed {
                terms.append(PolicyTerm(match: PolicyMatch(tags: leaked), actions: [.redistribute], disposition: .next))
            }
        }
        let policy = configuration.neighbors[neighbor].exportPolicy
        rib.setExportPolicy(peers[neighbor].index, terms.isEmpty ? policy : Policy(terms + policy.terms), tags: tags)
    }

    /// Puts a static or programmed route in place of whatever stood there; without next hops it discards.
    public mutating func setRoute(_ route: RouterConfiguration.Route) {
        installer.setStatic(route.prefix, domain: route.domain, route.nextHops)
        let hops = route.nextHops.compactMap { forwardingNextHop($0, domain: route.domain) }
        let members: [Forwarding::NextHop] = hops.isEmpty ? [.discard] : hops
        let group = forwarder.group(of: members)
        forwarder.setRoute(route.prefix, in: forwardingDomains[route.domain], to: group)
        forwarder.release(group)
    }

    /// Takes a static or programmed route away; a route of BGP to the same prefix takes its place.
    public mutating func removeRoute(_ prefix: IPPrefix, domain: Int) {
        installer.setStatic(prefix, domain: domain, nil)
        if let view = rib.route(RoutePrefix(prefix), in: ribDomains[domain]), view.nextHops != .none {
            install(prefix, view.nextHops, domain: domain)
        } else {
            forwarder.removeRoute(prefix, in: forwardingDomains[domain])
        }
    }

    private func forwardingNextHop(
        _ nextHop: RouterConfiguration.Route.NextHop,
        domain: Int
    ) -> Forwarding::NextHop? {
        switch nextHop {
        case .neighbor(let interface, let address): .neighbor(interfaces[interface], address)
        case .address(let address): resolve(address, domain: domain)
        }
    }

    /// The neighbour that leads to a next hop: itself if it is on link, else what a static route says.
    private func resolve(_ address: IPAddress, domain: Int) -> Forwarding::NextHop? {
        if let interface = interface(towards: address, domain: domain) {
            return .neighbor(interfaces[interface], address)
        }
        guard let hop = installer.staticRoute(covering: address, domain: domain)?.first else { return nil }
        switch hop {
        case .neighbor(let interface, let gateway): return .neighbor(interfaces[interface], gateway)
        case .address(let gateway):
            return interface(towards: gateway, domain: domain).map { .neighbor(interfaces[$0], gateway) }
        }
    }

    /// Gives the forwarder a route of BGP, unless a static one stands there.
    mutating func install(_ prefix: IPPrefix, _ handle: NextHopSetHandle, domain: Int) {
        guard configuration.hasDataPlane, !installer.hasStaticRoute(prefix, domain: domain) else { return }
        if handle != .none, let group = group(of: handle, domain: domain) {
            forwarder.setRoute(prefix, in: forwardingDomains[domain], to: group)
        } else {
            forwarder.removeRoute(prefix, in: forwardingDomains[domain])
        }
    }

    /// The forwarder's group for a set of next hops; `nil` if none of them leads out of the router.
    mutating func group(of handle: NextHopSetHandle, domain: Int) -> GroupIndex? {
        if let group = installer.group(of: handle) { return group }
        var hops: [Forwarding::NextHop] = []
        for nextHop in rib.nextHops(of: handle) {
            switch nextHop {
            case .local: return nil
            case .address(let address, _):
                if let hop = resolve(address, domain: domain) { hops.append(hop) }
            case .vpn(let endpoint, let label):
                guard let source = installer.underlayEndpoint else { continue }
                hops.append(
                    .tunnel(
                        TunnelNextHop(
                            source: source,
                            remote: endpoint,
                            networkIdentifier: label,
                            underlay: forwardingDomains[0]
                        )
                    )
                )
            }
        }
        guard !hops.isEmpty else { return nil }
        let group = forwarder.group(of: hops)
        installer.setGroup(group, of: handle)
        return group
    }
}

extension Router {
    /// The neighbours on a port that static routes lead to, which are worth knowing before the first packet comes.
    public func staticNeighbors(onPort port: UInt16) -> [(interface: InterfaceIndex, address: IPAddress)] {
        var result: [(interface: InterfaceIndex, address: IPAddress)] = []
        for route in configuration.routes {
            for case .neighbor(let interface, let address) in route.nextHops {
                guard case .ethernet(port, _) = configuration.interfaces[interface].kind else { continue }
                result.append((interface: interfaces[interface], address: address))
            }
        }
        return result
    }
}
