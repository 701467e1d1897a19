public import BGPWire
public import NetworkTypes

extension RIB {
    /// All routes of a table in order of prefix; the backbone has the VPN families, domains the unicast ones.
    ///
    /// Complexity: that of sorting and decoding everything; meant for people and tests.
    public func routes(in domain: DomainIndex, _ family: RouteFamily) -> [RouteView] {
        guard let table = tableNumber(domain, family) else { return [] }
        return tables[table].routes.indices
            .filter { tables[table].routes[$0].firstPath != 0 }
            .map { view(of: $0, in: table) }
            .sorted { $0.prefix < $1.prefix }
    }

    /// The numbers of a table's routes in order of prefix, for those who want to look at a large table piece by piece.
    ///
    /// Complexity: O(n log n), without decoding anything.
    public func routeNumbers(in domain: DomainIndex, _ family: RouteFamily) -> [UInt32] {
        guard let table = tableNumber(domain, family) else { return [] }
        let used = tables[table].routes.indices.filter { tables[table].routes[$0].firstPath != 0 }
        guard family == .ipv4Unicast, used.last ?? 0 < 1 << 26 else {
            return used.sorted { prefix(of: $0, in: table) < prefix(of: $1, in: table) }.map(UInt32.init)
        }
        // Address, length and number fit into one word.
        let index = tables[table].indexNumber
        var order = used.map { route in
            let key = ipv4[index].keys[route]
            return UInt64(key.address.rawValue) << 32 | UInt64(key.length) << 26 | UInt64(route)
        }
        order.sort()
        return order.map { UInt32(truncatingIfNeeded: $0 & 0x3FF_FFFF) }
    }

    /// The route with a number of ``routeNumbers(in:_:)``; `nil` if it has gone since.
    public func route(number: UInt32, in domain: DomainIndex, _ family: RouteFamily) -> RouteView? {
        guard let table = tableNumber(domain, family), Int(number) < tables[table].routes.count,
            tables[table].routes[Int(number)].firstPath != 0
        else { return nil }
        return view(of: Int(number), in: table)
    }

    /// The most specific route around an address or prefix.
    ///
    /// Complexity: O(33) or O(129).
    public func route(covering prefix: IPPrefix, in domain: DomainIndex) -> RouteView? {
        for length in (0...prefix.length).reversed() {
            if let view = route(RoutePrefix(IPPrefix(prefix.address, length: length)), in: domain) { return view }
        }
        return nil
    }

    /// One route, or `nil` if there is no path to the prefix.
    public func route(_ prefix: RoutePrefix, in domain: DomainIndex) -> RouteView? {
        guard let table = tableNumber(domain, prefix.family),
            let route = find(prefix.prefix, prefix.routeDistinguisher, in: table),
            tables[table].routes[route].firstPath != 0
        else { return nil }
        return view(of: route, in: table)
    }

    /// Weight and AS path length (RFC 4271 §9.1.2.2 a) of the best path to a prefix, or `nil` if no path can be used.
    ///
    /// Decodes nothing, so it may be asked for each of many routes.
    public func preference(of prefix: RoutePrefix, in domain: DomainIndex) -> (weight: UInt32, pathLength: UInt32)? {
        guard let table = tableNumber(domain, prefix.family),
            let route = find(prefix.prefix, prefix.routeDistinguisher, in: table)
        else { return nil }
        var usable: [Candidate] = []
        collect(route, in: table, into: &usable)
        var decision = Decision(usable)
        decision.decide(
            alwaysComparesMED: configuration.alwaysComparesMED,
            avoidsLongLivedStale: configuration.honoursLongLivedStale,
            keepsEquals: false
        )
        return decision.candidates.first.map { ($0.record.weight, UInt32(clamping: $0.record.pathLength)) }
    }

    private func view(of route: Int, in table: Int) -> RouteView {
        var usable: [Candidate] = []
        collect(route, in: table, into: &usable)
        var decision = Decision(usable)
        decision.decide(
            alwaysComparesMED: configuration.alwaysComparesMED,
            avoidsLongLivedStale: configuration.honoursLongLivedStale,
            keepsEquals: true
        )
        let best = decision.candidates.first
        var used: [UInt32] = best.map { [$0.link] } ?? []
        if table >= 2, let best { used = multipath(best, decision.equals, in: table).map(\.link) }
        var views: [PathView] = []
        var link = tables[table].routes[route].firstPath
        while link != 0 {
            let path = paths[link]
            views.append(
                self.view(
                    of: path,
                    in: table,
                    isEligible: usable.contains { $0.link == link },
                    isBest: best?.link == link,
                    isMultipath: used.contains(link)
                )
            )
            link = path.next
        }
        views.sort {
            if $0.isBest != $1.isBest { return $0.isBest }
            if $0.peer != $1.peer { return $0.peer < $1.peer }
            return ($0.importedFrom?.rawValue ?? 0) < ($1.importedFrom?.rawValue ?? 0)
        }
        return RouteView(
            prefix: prefix(of: route, in: table),
            paths: views,
            decidedBy: tables[table].routes[route].step,
            nextHops: tables[table].routes[route].nextHops
        )
    }

    private func view(
        of path: Path,
        in table: Int,
        isEligible: Bool,
        isBest: Bool,
        isMultipath: Bool
    ) -> PathView {
        let record = attributes.record(path.attributes)
        let isVPN = table < 2 || path.isImported
        return PathView(
            peer: path.peer,
            tag: path.tag,
            importedFrom: path.isImported
                ? RouteDistinguisher(rawValue: distinguisher(ofVPNRoute: Int(path.origin), importedInto: table)) : nil,
            isEligible: isEligible,
            isBest: isBest,
            isMultipath: isMultipath,
            nextHop: protocolNextHop(of: path),
            weight: record.weight,
            label: isVPN ? record.label : nil,
            attributes: decoded(path.attributes)
        )
    }

    private func decoded(_ handle: UInt32) -> PathAttributes {
        var set = PathAttributes(canonical: attributes.encoding(handle))
        let nextHop = attributes.record(handle).nextHop
        if nextHop != NextHopTable.local { set.nextHop = NextHop(nextHops[nextHop].address) }
        return set
    }

    /// What the peer was told, in order of family and prefix; a change that is pending shows already.
    public func advertised(to peer: PeerIndex) -> [AdvertisedRoute] {
        guard isKnown(peer) else { return [] }
        var list: [AdvertisedRoute] = []
        for place in 0..<2 {
            let number = adjacencyNumber(peer, place)
            guard let group = adjacencies[number].group else { continue }
            let table = adjacencies[number].table
            let routes = groups[group].column.indices.filter {
                adjacencies[number].advertised.contains($0) && groups[group].column[$0] != 0
            }
            list += routes.map { route in
                let handle = groups[group].column[route]
                return AdvertisedRoute(
                    prefix: prefix(of: route, in: table),
                    label: table < 2 ? attributes.record(handle).label : nil,
                    attributes: decoded(handle)
                )
            }.sorted { $0.prefix < $1.prefix }
        }
        return list
    }

    /// What the peer has sent and been sent in its present or last session, and has in the tables.
    public func counters(of peer: PeerIndex) -> PeerCounters {
        guard isKnown(peer) else { return PeerCounters() }
        var counters = peers[Int(peer.rawValue)].counters
        let known = peers[Int(peer.rawValue)].configuration
        for place in 0..<2 {
            let family = RouteFamily.at(place: place, in: known.domain)
            guard known.families.contains(family) else { continue }
            let number = adjacencyNumber(peer, place)
            counters.acceptedPrefixes[family] = adjacencies[number].accepted
            counters.advertisedPrefixes[family] = adjacencies[number].advertised.count
        }
        return counters
    }

    /// How many octets the tables take, roughly.
    public var memoryEstimate: Int {
        var total = attributes.byteCount + nextHops.byteCount + nextHopSets.byteCount + paths.byteCount
        total += vpnIPv4.byteCount + vpnIPv6.byteCount
        for number in 0..<ipv4.count { total += ipv4[number].byteCount + ipv6[number].byteCount }
        for number in 0..<tables.count { total += tables[number].byteCount }
        for number in 0..<groups.count { total += groups[number].column.byteCount }
        for number in 0..<adjacencies.count {
            total += adjacencies[number].advertised.byteCount + adjacencies[number].pending.byteCount
        }
        return total
    }

    /// Distinct attribute sets, those made for export included.
    public var attributeSetCount: Int { attributes.count }
}
