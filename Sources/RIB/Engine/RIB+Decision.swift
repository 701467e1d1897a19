internal import BGPWire
internal import NetworkTypes

extension RIB {
    /// Fills `candidates` with the paths of a route that may be used (RFC 4271 §9.1.2).
    func collect(_ route: Int, in table: Int, into candidates: inout [Candidate]) {
        candidates.removeAll(keepingCapacity: true)
        var link = tables[table].routes[route].firstPath
        while link != 0 {
            let path = paths[link]
            if let candidate = candidate(link, path, in: table) { candidates.append(candidate) }
            link = path.next
        }
    }

    /// A path as the decision sees it; `nil` if its peer is down or its next hop cannot be reached.
    func candidate(_ link: UInt32, _ path: Path, in table: Int) -> Candidate? {
        let record = attributes.record(path.attributes)
        guard !path.isSuppressed, let metric = nextHops.metric(record.nextHop) else { return nil }
        var candidate = Candidate(
            link: link,
            path: path,
            record: record,
            metric: metric,
            routerID: record.originator,
            peerAddress: nil,
            distinguisher: 0
        )
        if path.peer == .local {
            candidate.routerID = configuration.routerID.rawValue
        } else {
            let peer = Int(path.peer.rawValue)
            guard let remoteID = peers[peer].usableID(place: table & 1) else { return nil }
            if record.originator == 0 { candidate.routerID = remoteID.rawValue }
            candidate.peerAddress = peers[peer].configuration.remoteAddress
        }
        if path.isImported {
            candidate.distinguisher = distinguisher(ofVPNRoute: Int(path.origin), importedInto: table)
        }
        return candidate
    }

    func distinguisher(ofVPNRoute route: Int, importedInto table: Int) -> UInt64 {
        tables[table].family == .ipv4Unicast
            ? vpnIPv4.keys[route].rawDistinguisher : vpnIPv6.keys[route].rawDistinguisher
    }

    /// What was decided on a route, or on several that have it in common.
    private struct Choice {
        var best: Path?
        var step: DecisionStep
        /// With one use.
        var nextHops = NextHopSetHandle.none
    }

    /// Decides routes anew and passes on what changed: those numbered `base` plus the place of each bit of `routes`.
    ///
    /// Routes that came with one message have numbers in a row, and mostly one path each with the same attributes: these are decided as one.
    mutating func process(_ routes: UInt64, above base: Int, in table: Int) {
        var rest = routes
        while rest != 0 {
            let first = base + rest.trailingZeroBitCount
            var alike = rest & (0 &- rest)
            rest &= rest - 1
            let choice = decide(first, in: table)
            if choice.step <= .onlyPath, let only = onlyPath(first, in: table) {
                while rest != 0, let next = onlyPath(base + rest.trailingZeroBitCount, in: table), next.isAlike(only) {
                    alike |= rest & (0 &- rest)
                    rest &= rest - 1
                }
            }
            install(choice, alike, above: base, in: table)
        }
    }

    /// The path of a route that has only one.
    @inline(__always)
    private func onlyPath(_ route: Int, in table: Int) -> Path? {
        let link = tables[table].routes[route].firstPath
        guard link != 0 else { return nil }
        let path = paths[link]
        return path.next == 0 ? path : nil
    }

    private mutating func decide(_ route: Int, in table: Int) -> Choice {
        let isDomain = table >= 2
        if let only = onlyPath(route, in: table) {
            guard !only.isSuppressed, nextHops.metric(attributes.record(only.attributes).nextHop) != nil,
                only.peer == .local || peers[Int(only.peer.rawValue)].usableID(place: table & 1) != nil
            else { return Choice(best: nil, step: .noPath) }
            return Choice(best: only, step: .onlyPath, nextHops: isDomain ? onlyNextHop(of: only) : .none)
        }
        if tables[table].routes[route].firstPath == 0 { return Choice(best: nil, step: .noPath) }
        var decision = Decision([])
        swap(&decision, &self.decision)
        defer { swap(&decision, &self.decision) }
        collect(route, in: table, into: &decision.candidates)
        let usesSeveral = isDomain && domains[table / 2 - 1].multipath.isAllowed
        decision.decide(
            alwaysComparesMED: configuration.alwaysComparesMED,
            avoidsLongLivedStale: configuration.honoursLongLivedStale,
            keepsEquals: usesSeveral
        )
        var choice = Choice(best: decision.candidates.first?.path, step: decision.step)
        if isDomain, let first = decision.candidates.first {
            choice.nextHops =
                decision.equals.count > 1
                ? nextHopSets.intern(nextHopMembers(first, decision.equals, in: table))
                : onlyNextHop(of: first.path)
        }
        return choice
    }

    /// Records a decision on routes; takes over the choice's use of its next hops.
    private mutating func install(_ choice: Choice, _ routes: UInt64, above base: Int, in table: Int) {
        var new = RouteEntry(choice.best, choice.step, choice.nextHops)
        let count = UInt32(truncatingIfNeeded: routes.nonzeroBitCount)
        attributes.retain(new.attributes, count: count)
        nextHopSets.retain(new.nextHops, count: count - 1)
        let passesToBackbone = table >= 2 && domains[table / 2 - 1].routeDistinguisher != nil
        var changed: UInt64 = 0
        var rest = routes
        while rest != 0 {
            let route = base + rest.trailingZeroBitCount
            let old = tables[table].routes[route]
            new.firstPath = old.firstPath
            tables[table].routes[route] = new
            nextHopSets.release(old.nextHops)
            if table >= 2, new.nextHops != old.nextHops || new.tag != old.tag && new.attributes != 0 {
                changes.append(
                    RouteChange(
                        domain: tables[table].domain,
                        prefix: plainPrefix(of: route, in: table),
                        nextHops: new.nextHops,
                        decidedBy: choice.step,
                        tag: new.tag
                    )
                )
            }
            if table < 2 {
                passToDomains(route, in: table, from: old.attributes, to: choice.best)
            } else if passesToBackbone {
                passToBackbone(route, in: table, new)
            }
            if new.looksOther(than: old) { changed |= rest & (0 &- rest) }
            attributes.release(old.attributes, &nextHops)
            if new.firstPath == 0, tables[table].empty.insert(route) { noteEmpty(table) }
            rest &= rest - 1
        }
        if changed == 0 { return }
        for place in tables[table].groups.indices {
            let group = tables[table].groups[place]
            let known = changed.below(groups[group].cursor - base)
            if known != 0 { export(known, above: base, new, to: group) }
        }
    }

    private mutating func noteEmpty(_ table: Int) {
        if tables[table].empty.count >= tables[table].sweepThreshold { sweepingTables.insert(table) }
    }
}
