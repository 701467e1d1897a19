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
        for route in 0..<computed { offer(route, to: number, group, hasChanged: true) }
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
            export(route, to: group)
            // A member that came from another group may have been told of the route although it is not exported now.
            for member in groups[group].members { offer(route, to: member, group, hasChanged: true) }
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

    /// Computes what a group's peers are to hear of a route, and notes which of them have to hear something.
    mutating func export(_ route: Int, to group: Int) {
        let handle = exported(route, to: group)
        groups[group].column.extend(to: route + 1, with: 0)
        let old = groups[group].column[route]
        groups[group].column[route] = handle
        attributes.release(old, &nextHops)
        for place in groups[group].members.indices {
            offer(route, to: groups[group].members[place], group, hasChanged: handle != old)
        }
    }

    /// Notes whether a peer has to hear of a route.
    private mutating func offer(_ route: Int, to member: Int, _ group: Int, hasChanged: Bool) {
        let isWanted = wants(member, route, group)
        let wasTold = adjacencies[member].advertised.contains(route)
        if isWanted != wasTold || isWanted && hasChanged {
            adjacencies[member].pending.insert(route)
        } else if !isWanted {
            adjacencies[member].pending.remove(route)
        }
    }

    /// Whether a peer is to have a route: its group exports it, and it is not the one from which it came.
    @inline(__always)
    func wants(_ member: Int, _ route: Int, _ group: Int) -> Bool {
        route < groups[group].column.count && groups[group].column[route] != 0
            && tables[groups[group].table].routes[route].peer != adjacencies[member].peer
    }

    /// The attributes with which a group advertises a route, with a use for the caller; 0 if it does not.
    private mutating func exported(_ route: Int, to group: Int) -> UInt32 {
        let entry = tables[groups[group].table].routes[route]
        guard entry.attributes != 0, mayExport(entry, to: group) else { return 0 }
        var mask = CompiledPolicy.PrefixMask()
        if groups[group].profile.policy.dependsOnPrefix {
            mask = groups[group].profile.policy.mask(prefix(of: route, in: groups[group].table).prefix)
        }
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
