internal import BGPWire
internal import NetworkTypes

/// The exchange of routes between routing domains and the backbone (RFC 4364 §4).
extension RIB {
    /// Brings the best path of a VPN route into the domains that import its route targets, and takes it out of others.
    mutating func passToDomains(_ route: Int, in table: Int, from old: UInt32, to best: Path?) {
        if importers.isEmpty || old == 0 && best == nil { return }
        let prefix = prefix(of: route, in: table)
        var stale = importingDomains(old, prefix.routeDistinguisher)
        if let best {
            let current = importingDomains(best.attributes, prefix.routeDistinguisher)
            stale.removeAll(where: current.contains)
            for domain in current { importPath(best, prefix.prefix, route, into: Int(domain)) }
        }
        for domain in stale {
            let inner = 2 + 2 * Int(domain) + table
            guard let number = find(prefix.prefix, nil, in: inner) else { continue }
            removeImported(number, in: inner, origin: UInt32(truncatingIfNeeded: route))
        }
    }

    private mutating func importPath(_ best: Path, _ prefix: IPPrefix, _ route: Int, into domain: Int) {
        let inner = 2 + 2 * domain + (prefix.family == .ipv4 ? 0 : 1)
        guard let number = findOrInsert(prefix, nil, in: inner) else { return }
        let path = Path(
            attributes: best.attributes,
            origin: UInt32(truncatingIfNeeded: route),
            peer: best.peer,
            tag: domains[domain].vpnImportTag,
            source: best.source,
            isImported: true
        )
        // The path may have come from another peer so far.
        removeImported(number, in: inner, origin: path.origin, except: best.peer)
        setPath(path, of: number, in: inner)
        // Even the same path can have become nearer or farther.
        markDirty(number, in: inner)
    }

    private mutating func removeImported(_ route: Int, in table: Int, origin: UInt32, except peer: PeerIndex? = nil) {
        var link = tables[table].routes[route].firstPath
        while link != 0 {
            let path = paths[link]
            if path.isImported, path.origin == origin {
                if path.peer != peer { removePath(route, in: table, from: path.peer, origin: origin, isImported: true) }
                return
            }
            link = path.next
        }
    }

    /// The domains that import a set's route targets, ascending, without the one that exported the route.
    private func importingDomains(_ handle: UInt32, _ distinguisher: RouteDistinguisher?) -> [UInt16] {
        guard handle != 0 else { return [] }
        let bytes = attributes.encoding(handle)
        var found: [UInt16] = []
        var cursor = AttributeCursor(bytes)
        while let attribute = cursor.next() {
            guard attribute.type == 16 else { continue }
            for offset in stride(from: attribute.value.lowerBound, to: attribute.value.upperBound, by: 8) {
                guard let raw = bytes.number(at: offset, as: UInt64.self) else { continue }
                for domain in importers[RouteTarget(rawValue: raw)] ?? [] where !found.contains(domain) {
                    found.append(domain)
                }
            }
        }
        found.removeAll { domains[Int($0)].routeDistinguisher == distinguisher }
        found.sort()
        return found
    }

    /// Exports a domain's best route to the backbone, or withdraws it there.
    mutating func passToBackbone(_ route: Int, in table: Int, _ entry: RouteEntry) {
        let domain = table / 2 - 1
        guard let distinguisher = domains[domain].routeDistinguisher else { return }
        let outer = table % 2
        let prefix = prefix(of: route, in: table).prefix
        if entry.attributes != 0, !entry.isImported, domains[domain].vpnExportTags.contains(entry.tag),
            !attributes.record(entry.attributes).isNoAdvertise,
            let handle = derive(entry.attributes, for: domain)
        {
            if let number = findOrInsert(prefix, distinguisher, in: outer) {
                let path = Path(
                    attributes: handle,
                    origin: 0,
                    peer: .local,
                    tag: entry.tag,
                    source: .local,
                    isImported: false
                )
                setPath(path, of: number, in: outer)
            }
            attributes.release(handle, &nextHops)
        } else if let number = find(prefix, distinguisher, in: outer) {
            removePath(number, in: outer, from: .local)
        }
    }

    /// A domain's attributes as the backbone gets them: with label, route targets and this router as next hop.
    private mutating func derive(_ handle: UInt32, for domain: Int) -> UInt32? {
        let variant = UInt32(truncatingIfNeeded: domain)
        if let known = vpnMemo.find(handle, variant, 0, attributes) {
            attributes.retain(known)
            return known == 0 ? nil : known
        }
        var set = PathAttributes(canonical: attributes.encoding(handle))
        set.extendedCommunities.removeAll { $0.routeTarget != nil }
        set.extendedCommunities.append(contentsOf: domains[domain].exportTargets.map(ExtendedCommunity.init))
        set.originatorID = nil
        set.clusterList = []
        let nextHop = configuration.backboneAddress.map { nextHops.number(of: .v4($0), .own) } ?? NextHopTable.local
        let derived = intern(
            set,
            nextHop: nextHop,
            label: domains[domain].vpnLabel,
            weight: 0,
            originator: nil
        )
        vpnMemo.store(handle, variant, 0, derived ?? 0, attributes)
        return derived
    }
}
