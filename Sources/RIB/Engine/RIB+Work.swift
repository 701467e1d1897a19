internal import BGPWire
internal import NetworkTypes

extension RIB {
    /// Whether ``work(budget:)`` has anything to do.
    public var hasWork: Bool {
        !(flushing.isEmpty && walkingTables.isEmpty && dirtyTables.isEmpty && building.isEmpty && retired.isEmpty
            && sweepingTables.isEmpty)
    }

    /// Removes, decides and exports for about `budget` prefixes; `true`: there is more to do.
    ///
    /// Routes that changed are then in ``drainRouteChanges(into:)``, and peers that have to hear of them in ``pendingExport(_:)``.
    public mutating func work(budget: Int) -> Bool {
        var left = Swift.max(1, budget)
        while left > 0, let number = flushing.first(from: 0) {
            let piece = left
            left -= flushPiece(number, budget: piece) ? 1 : piece
        }
        // A walk over a large table must not keep waiting what is known to need a decision; a look is far cheaper than that.
        var looks = left * Self.looksPerDecision
        while looks > 0, let table = walkingTables.first(from: 0) { looks -= walkPiece(table, budget: looks) }
        while left > 0, let table = dirtyTables.first(from: 0) { left -= decidePiece(table, budget: left) }
        while left > 0, let group = building.first(from: 0) { left -= buildPiece(group, budget: left) }
        while left > 0, !retired.isEmpty { left -= retirePiece(budget: left) }
        while left > 0, let table = sweepingTables.first(from: 0) { left -= sweep(table, budget: left + 1) }
        return hasWork
    }

    /// Appends the changes that ``work(budget:)`` made since the last call; several of one prefix are in their order.
    public mutating func drainRouteChanges(into list: inout [RouteChange]) {
        if list.isEmpty { return swap(&list, &changes) }
        list.append(contentsOf: changes)
        changes.removeAll(keepingCapacity: changes.count < 65536)
    }

    private static let looksPerDecision = 8

    private mutating func decidePiece(_ table: Int, budget: Int) -> Int {
        var done = 0
        var next = 0
        while done < budget, let (base, members) = tables[table].dirty.members(from: next) {
            let routes = members.lowest(budget - done)
            tables[table].dirty.remove(routes, above: base)
            process(routes, above: base, in: table)
            done += routes.nonzeroBitCount
            next = base + 64
        }
        if tables[table].dirty.isEmpty {
            dirtyTables.remove(table)
        } else if done < budget {
            // Routes that became dirty behind the walk are taken by the next one.
            done += 1
        }
        return done
    }

    /// Forgets some routes without a path of whose end every peer has heard; the result is how many were looked at.
    private mutating func sweep(_ table: Int, budget: Int) -> Int {
        var looked = 1
        while looked < budget, let route = tables[table].empty.first(from: tables[table].sweepCursor) {
            tables[table].sweepCursor = route + 1
            looked += 1
            if mayForget(route, in: table) { forget(route, in: table) }
        }
        if tables[table].empty.first(from: tables[table].sweepCursor) == nil {
            sweepingTables.remove(table)
            tables[table].sweepCursor = 0
            tables[table].sweepThreshold = Swift.max(64, tables[table].empty.count * 2)
        }
        return looked
    }

    private func mayForget(_ route: Int, in table: Int) -> Bool {
        if tables[table].dirty.contains(route) { return false }
        for adjacency in tables[table].adjacencies
        where adjacencies[adjacency].pending.contains(route) || adjacencies[adjacency].advertised.contains(route) {
            return false
        }
        return true
    }

    private mutating func forget(_ route: Int, in table: Int) {
        tables[table].empty.remove(route)
        tables[table].routes[route] = RouteEntry()
        let number = tables[table].indexNumber
        switch tables[table].family {
        case .ipv4Unicast: ipv4[number].remove(route)
        case .ipv6Unicast: ipv6[number].remove(route)
        case .vpnIPv4: vpnIPv4.remove(route)
        case .vpnIPv6: vpnIPv6.remove(route)
        }
    }
}
