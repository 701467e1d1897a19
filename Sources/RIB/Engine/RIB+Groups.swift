internal import BGPWire
internal import NetworkTypes

extension RIB {
    /// Makes an adjacency a member of the group for its profile; everything in there becomes pending.
    mutating func joinGroup(_ number: Int) {
        let table = adjacencies[number].table
        let profile = ExportProfile(peers[Int(adjacencies[number].peer.rawValue)], tables[table].family)
        let group = tables[table].groups.first { groups[$0].profile == profile } ?? openGroup(table, profile)
        adjacencies[number].group = group
        groups[group].members.append(number)
        let computed = Swift.min(groups[group].cursor, tables[table].routes.count)
        for route in 0..<computed { offer(route, to: number, group) }
    }

    private mutating func openGroup(_ table: Int, _ profile: ExportProfile) -> Int {
        let group: Int
        if let reused = freeGroups.popLast() {
            group = reused
            groups[group] = ExportGroup(table: table, profile: profile)
        } else {
            group = groups.count
            groups.append(ExportGroup(table: table, profile: profile))
        }
        tables[table].groups.append(group)
        building.insert(group)
        return group
    }

    mutating func leaveGroup(_ number: Int) {
        guard let group = adjacencies[number].group else { return }
        adjacencies[number].group = nil
        groups[group].members.removeAll { $0 == number }
        guard groups[group].members.isEmpty else { return }
        let table = groups[group].table
        tables[table].groups.removeAll { $0 == group }
        building.remove(group)
        var column = UniqueList<UInt32>()
        swap(&column, &groups[group].column)
        retired.append(column)
        groups[group].memo.removeAll()
        freeGroups.append(group)
    }

    /// Computes some of a new group's routes; the result is how many.
    mutating func buildPiece(_ group: Int, budget: Int) -> Int {
        let table = groups[group].table
        let start = groups[group].cursor
        let end = Swift.min(tables[table].routes.count, start + budget)
        groups[group].cursor = end
        for route in start..<end {
            export(1 << UInt64(route & 63), above: route & ~63, tables[table].routes[route], to: group)
            // A member that came from another group may have been told of the route although it is not exported now.
            for member in groups[group].members { offer(route, to: member, group) }
        }
        if end == tables[table].routes.count {
            groups[group].cursor = .max
            building.remove(group)
        }
        return end - start + 1
    }

    /// Gives back some of the uses that dissolved groups held; the result is how many.
    mutating func retirePiece(budget: Int) -> Int {
        guard var column = retired.popLast() else { return 0 }
        var done = 0
        while done < budget, let handle = column.popLast() {
            attributes.release(handle, &nextHops)
            done += 1
        }
        if !column.isEmpty { retired.append(column) }
        return done + 1
    }

    /// Computes what a group's peers are to hear of routes that are alike but for their prefixes, and notes which of them have to.
    ///
    /// The routes are those numbered `base`, a multiple of 64, plus the place of each bit of `routes`.
    mutating func export(_ routes: UInt64, above base: Int, _ entry: RouteEntry, to group: Int) {
        if entry.attributes == 0 || !mayExport(entry, to: group) {
            place(0, routes, above: base, entry.peer, group)
        } else if !groups[group].profile.policy.dependsOnPrefix {
            let handle = transformed(entry, CompiledPolicy.PrefixMask(), for: group)
            place(handle, routes, above: base, entry.peer, group)
        } else {
            var rest = routes
            while rest != 0 {
                let prefix = plainPrefix(of: base + rest.trailingZeroBitCount, in: groups[group].table)
                let handle = transformed(entry, groups[group].profile.policy.mask(prefix), for: group)
                place(handle, rest & (0 &- rest), above: base, entry.peer, group)
                rest &= rest - 1
            }
        }
    }

    /// Puts a handle, of which it takes over a use, into a group's column for several routes of one peer.
    private mutating func place(_ handle: UInt32, _ routes: UInt64, above base: Int, _ peer: PeerIndex, _ group: Int) {
        let end = base + 64 - routes.leadingZeroBitCount
        if end > groups[group].column.count { groups[group].column.extend(to: end, with: 0) }
        attributes.retain(handle, count: UInt32(truncatingIfNeeded: routes.nonzeroBitCount - 1))
        var changed: UInt64 = 0
        var rest = routes
        while rest != 0 {
            let route = base + rest.trailingZeroBitCount
            let old = groups[group].column[route]
            groups[group].column[route] = handle
            if old != handle { changed |= rest & (0 &- rest) }
            attributes.release(old, &nextHops)
            rest &= rest - 1
        }
        for place in groups[group].members.indices {
            let member = groups[group].members[place]
            let isWanted = handle != 0 && peer != adjacencies[member].peer
            note(isWanted ? routes : 0, of: routes, changed, above: base, for: member)
        }
    }

    /// Notes that a peer has to hear of a route if it has.
    private mutating func offer(_ route: Int, to member: Int, _ group: Int) {
        let bit: UInt64 = 1 << UInt64(route & 63)
        note(wants(member, route, group) ? bit : 0, of: bit, bit, above: route & ~63, for: member)
    }

    /// Notes which of some routes a peer has to hear of: those `wanted` that have `changed`, and those of which it knows the contrary.
    @inline(__always)
    private mutating func note(
        _ wanted: UInt64,
        of routes: UInt64,
        _ changed: UInt64,
        above base: Int,
        for member: Int
    ) {
        let due = wanted & changed | (wanted ^ adjacencies[member].advertised.members(above: base)) & routes
        adjacencies[member].pending.insert(due, above: base)
        adjacencies[member].pending.remove(routes & ~wanted & ~due, above: base)
    }

    /// Whether a peer is to have a route: its group exports it, and it is not the one from which it came.
    @inline(__always)
    func wants(_ member: Int, _ route: Int, _ group: Int) -> Bool {
        route < groups[group].column.count && groups[group].column[route] != 0
            && tables[groups[group].table].routes[route].peer != adjacencies[member].peer
    }

    /// The attributes with which a group advertises a route, with a use for the caller; 0 if its policy rejects the route.
    private mutating func transformed(
        _ entry: RouteEntry,
        _ mask: CompiledPolicy.PrefixMask,
        for group: Int
    ) -> UInt32 {
        let variant = UInt32(entry.tag) << 8 | UInt32(entry.source.rawValue) << 1 | (entry.isImported ? 1 : 0)
        if mask.more.isEmpty, let known = groups[group].memo.find(entry.attributes, variant, mask.first, attributes) {
            attributes.retain(known)
            return known
        }
        let handle = transform(entry, mask, for: group) ?? 0
        if mask.more.isEmpty { groups[group].memo.store(entry.attributes, variant, mask.first, handle, attributes) }
        return handle
    }

    /// Which routes go to which peers: tags, well-known communities (RFC 1997), and the rules of RFC 4456 §6.
    ///
    /// | learned from | eBGP peer | client | other iBGP peer |
    /// | --- | --- | --- | --- |
    /// | this router, eBGP, another domain | yes | yes | yes |
    /// | client | yes | yes | yes |
    /// | other iBGP peer | yes | yes | no |
    @inline(__always)
    private func mayExport(_ entry: RouteEntry, to group: Int) -> Bool {
        guard groups[group].profile.tags.contains(entry.tag) else { return false }
        let record = attributes.record(entry.attributes)
        if record.isNoAdvertise { return false }
        if record.isLongLivedStale, configuration.honoursLongLivedStale, !groups[group].profile.takesLongLivedStale {
            return false
        }
        if groups[group].profile.isExternal { return !record.isNoExport }
        return entry.source != .nonClient || entry.isImported || groups[group].profile.isClient
    }
}
