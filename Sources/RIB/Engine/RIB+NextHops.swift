public import NetworkTypes

extension RIB {
    /// Appends the next hops that paths began or ceased to use since the last call, in the order in which that was noticed.
    public mutating func drainNextHopUses(into uses: inout [NextHopUse]) { nextHops.drain(into: &uses) }

    /// Says whether a next hop can be reached, and how far it is; `nil`: its paths may not be used (RFC 4271 §9.1.2.1).
    ///
    /// A next hop counts as unreachable until the router has said something else, and must be one that
    /// ``drainNextHopUses(into:)`` reported as used. ``work(budget:)`` walks the tables of the domain for the prefixes concerned.
    public mutating func setNextHop(_ address: IPAddress, in domain: DomainIndex, metric: UInt32?) {
        guard let number = nextHops.find(address, .tracked(domain)), nextHops[number].metric != metric else { return }
        nextHops[number].metric = metric
        if !nextHops[number].isChanged {
            nextHops[number].isChanged = true
            changedNextHops.append((domain, number))
        }
        for place in 0..<2 {
            guard let table = tableNumber(domain, .at(place: place, in: domain)), !tables[table].routes.isEmpty
            else { continue }
            if tables[table].walk == nil {
                tables[table].walk = 0
                walkingTables.insert(table)
            } else {
                tables[table].walksAgain = true
            }
        }
        forgetChanges(in: domain)
    }

    /// Marks the routes with paths through changed next hops; the result is how many routes were looked at.
    mutating func walkPiece(_ table: Int, budget: Int) -> Int {
        guard let start = tables[table].walk else { return 0 }
        let end = Swift.min(tables[table].routes.count, start + budget)
        for route in start..<end {
            var link = tables[table].routes[route].firstPath
            while link != 0 {
                let path = paths[link]
                if nextHops[attributes.record(path.attributes).nextHop].isChanged {
                    markDirty(route, in: table)
                    break
                }
                link = path.next
            }
        }
        if end < tables[table].routes.count {
            tables[table].walk = end
        } else if tables[table].walksAgain {
            tables[table].walksAgain = false
            tables[table].walk = 0
        } else {
            tables[table].walk = nil
            walkingTables.remove(table)
            forgetChanges(in: tables[table].domain)
        }
        return end - start + 1
    }

    /// Forgets which next hops changed in a domain once both of its tables were walked.
    private mutating func forgetChanges(in domain: DomainIndex) {
        for place in 0..<2 {
            if let table = tableNumber(domain, .at(place: place, in: domain)), tables[table].walk != nil { return }
        }
        for change in changedNextHops where change.domain == domain {
            nextHops[change.number].isChanged = false
            nextHops.list(change.number)
        }
        changedNextHops.removeAll { $0.domain == domain }
    }

    public func nextHops(of handle: NextHopSetHandle) -> [ProtocolNextHop] { nextHopSets.members(handle) }

    /// Appends next-hop sets that no prefix uses any more; call it after ``drainRouteChanges(into:)``.
    ///
    /// From then on their handles may be given to other sets.
    public mutating func drainReleasedNextHopSets(into handles: inout [NextHopSetHandle]) {
        nextHopSets.drainReleased(into: &handles)
    }

    /// Where packets for a path go.
    @inline(__always)
    func protocolNextHop(of path: Path) -> ProtocolNextHop {
        let record = attributes.record(path.attributes)
        if record.nextHop == NextHopTable.local { return .local }
        let entry = nextHops[record.nextHop]
        switch (entry.scope, entry.address) {
        case (.tracked(.backbone), .v4(let endpoint)), (.own, .v4(let endpoint)):
            return .vpn(endpoint: endpoint, label: record.label)
        case (.tracked, let address), (.own, let address):
            return .address(address, peer: path.peer)
        }
    }

    /// The interned set of one path's next hop, with a use for the caller.
    mutating func onlyNextHop(of path: Path) -> NextHopSetHandle {
        let record = attributes.record(path.attributes)
        let member = protocolNextHop(of: path)
        let known = nextHops[record.nextHop].onlySet
        if known != .none, nextHopSets.isOnly(member, known) {
            nextHopSets.retain(known)
            return known
        }
        let handle = nextHopSets.intern([member])
        nextHops[record.nextHop].onlySet = handle
        return handle
    }

    /// The next hops of the best path and those that may be used beside it, sorted and distinct.
    mutating func nextHopMembers(_ best: Candidate, _ equals: [Candidate], in table: Int) -> [ProtocolNextHop] {
        var members = multipath(best, equals, in: table).map { protocolNextHop(of: $0.path) }
        members.sort()
        var distinct: [ProtocolNextHop] = []
        for member in members where distinct.last != member { distinct.append(member) }
        return distinct
    }

    /// The best path and its equals, in order of preference, as many as the domain allows.
    func multipath(_ best: Candidate, _ equals: [Candidate], in table: Int) -> [Candidate] {
        let rule = domains[table / 2 - 1].multipath
        let limit = best.isExternal ? rule.ebgp : rule.ibgp
        guard limit > 1, equals.count > 1, !best.isLocal else { return [best] }
        var others = equals.filter { other in
            other.link != best.link && other.isExternal == best.isExternal && !other.isLocal
                && (rule.relaxesASPath || hasSameASPath(other.path.attributes, best.path.attributes))
        }
        others.sort { $0.precedes($1) }
        return [best] + others.prefix(limit - 1)
    }

    private func hasSameASPath(_ a: UInt32, _ b: UInt32) -> Bool {
        a == b || ASPathOctets(attributes.encoding(a)).isEqual(to: ASPathOctets(attributes.encoding(b)))
    }
}

extension ProtocolNextHop: Comparable {
    /// This router first, then addresses, then other routers; within each by number.
    public static func < (left: ProtocolNextHop, right: ProtocolNextHop) -> Bool {
        switch (left, right) {
        case (.local, .local): false
        case (.local, _): true
        case (_, .local): false
        case (.address(let a, let p), .address(let b, let q)): a != b ? a < b : p < q
        case (.address, .vpn): true
        case (.vpn, .address): false
        case (.vpn(let a, let l), .vpn(let b, let m)): a != b ? a < b : l < m
        }
    }
}
