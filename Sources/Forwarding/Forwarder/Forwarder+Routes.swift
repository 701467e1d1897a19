public import NetworkTypes

extension Forwarder {
    /// Sets the route of a prefix.
    ///
    /// While an interface has the same prefix, its own route wins and this one waits.
    public mutating func setRoute(_ prefix: IPPrefix, in domain: DomainIndex, to group: GroupIndex) {
        groups.retain(group)
        let scoped = ScopedPrefix(domain: domain, prefix: prefix)
        let old: GroupIndex?
        if hasConnectedRoute(scoped) {
            old = overshadowed.updateValue(group, forKey: scoped)
        } else {
            old = tables.insert(group.rawValue, for: prefix, in: domain).map(GroupIndex.init(rawValue:))
        }
        if let old { groups.release(old) }
    }

    /// Removes what ``setRoute(_:in:to:)`` set; `false` if there is nothing of the kind.
    @discardableResult
    public mutating func removeRoute(_ prefix: IPPrefix, in domain: DomainIndex) -> Bool {
        let scoped = ScopedPrefix(domain: domain, prefix: prefix)
        let old: GroupIndex?
        if hasConnectedRoute(scoped) {
            old = overshadowed.removeValue(forKey: scoped)
        } else {
            old = tables.remove(prefix, in: domain).map(GroupIndex.init(rawValue:))
        }
        guard let old else { return false }
        groups.release(old)
        return true
    }

    /// Routes of one family that are in force, connected ones included.
    public func routeCount(in domain: DomainIndex, family: AddressFamily) -> Int {
        tables.count(in: domain, family: family)
    }

    /// Calls `body` for each route in force: IPv4 before IPv6, by address, then the shorter first.
    public func forEachRoute(in domain: DomainIndex, _ body: (IPPrefix, GroupIndex) -> Void) {
        tables.forEach(in: domain) { body($0, GroupIndex(rawValue: $1)) }
    }

    /// The group of exactly this prefix.
    public func route(of prefix: IPPrefix, in domain: DomainIndex) -> GroupIndex? {
        tables.value(of: prefix, in: domain).map(GroupIndex.init(rawValue:))
    }

    /// Whether exactly this prefix is on a link, or an address of the router's own, and up: no other route is in force beside it.
    public func isConnected(_ prefix: IPPrefix, in domain: DomainIndex) -> Bool {
        hasConnectedRoute(ScopedPrefix(domain: domain, prefix: prefix))
    }

    /// What a lookup in a table gives.
    public struct RouteLookup: Hashable, Sendable, BitwiseCopyable {
        /// The longest prefix that covers the address.
        public var prefix: IPPrefix
        public var group: GroupIndex
        /// The member that a flow with the given hash takes; `nil` if none lives.
        public var nextHop: NextHop?
    }

    /// The route of an address, and the member of its group that a flow takes.
    ///
    /// The members of a group depend on the last eight bits of `hash` only, so 0 to 255 show them all.
    public func lookup(_ address: IPAddress, in domain: DomainIndex, hash: UInt32 = 0) -> RouteLookup? {
        guard let (prefix, value) = tables.lookup(address, in: domain) else { return nil }
        let group = GroupIndex(rawValue: value)
        return RouteLookup(prefix: prefix, group: group, nextHop: groups.select(group, hash: hash))
    }

    // MARK: - Connected routes

    private func hasConnectedRoute(_ scoped: ScopedPrefix) -> Bool { connected[scoped]?.active != nil }

    /// Adds the claims of an address: itself is local, and its prefix holds neighbours unless it is a single address.
    mutating func claim(_ address: InterfaceAddress, for interface: InterfaceIndex) {
        for (scoped, claim) in claims(of: address, interface) {
            var route = connected[scoped] ?? ConnectedRoute()
            if !route.claims.contains(claim) {
                route.claims.append(claim)
                route.claims.sort()
            }
            connected[scoped] = route
        }
        refreshConnected(address, interface)
    }

    mutating func disclaim(_ address: InterfaceAddress, for interface: InterfaceIndex) {
        for (scoped, claim) in claims(of: address, interface) {
            connected[scoped]?.claims.removeAll { $0 == claim }
        }
        refreshConnected(address, interface)
    }

    /// Installs whatever the state of interfaces now makes of the prefixes of an address.
    mutating func refreshConnected(_ address: InterfaceAddress, _ interface: InterfaceIndex) {
        for (scoped, _) in claims(of: address, interface) { refreshConnected(scoped) }
    }

    private func claims(
        of address: InterfaceAddress,
        _ interface: InterfaceIndex
    ) -> [(ScopedPrefix, ConnectedRoute.Claim)] {
        let domain = interfaces[Int(interface.rawValue)].domain
        let host = ScopedPrefix(domain: domain, prefix: IPPrefix(host: address.address))
        let local = (host, ConnectedRoute.Claim(isLocal: true, interface: interface))
        guard address.prefixLength < address.address.family.bitWidth else { return [local] }
        let wide = ScopedPrefix(domain: domain, prefix: address.prefix)
        return [local, (wide, ConnectedRoute.Claim(isLocal: false, interface: interface))]
    }

    private mutating func refreshConnected(_ scoped: ScopedPrefix) {
        guard var route = connected[scoped] else { return }
        let winner = route.claims.first { interfaces[Int($0.interface.rawValue)].isUp }
        let new = winner.map { claim in
            intern([WeightedNextHop(claim.isLocal ? .local : .attached(claim.interface))])
        }
        let old = route.active
        if let new {
            let previous = tables.insert(new.rawValue, for: scoped.prefix, in: scoped.domain)
            if old == nil, let previous { overshadowed[scoped] = GroupIndex(rawValue: previous) }
        } else if old != nil {
            if let waiting = overshadowed.removeValue(forKey: scoped) {
                tables.insert(waiting.rawValue, for: scoped.prefix, in: scoped.domain)
            } else {
                tables.remove(scoped.prefix, in: scoped.domain)
            }
        }
        if let old { groups.release(old) }
        route.active = new
        connected[scoped] = route.claims.isEmpty ? nil : route
    }
}
