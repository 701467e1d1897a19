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
        guard let metric = nextHops.metric(record.nextHop) else { return nil }
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

    /// Decides a route anew and passes on what changed.
    mutating func process(_ route: Int, in table: Int) {
        let old = tables[table].routes[route]
        let isDomain = table >= 2
        let best: Path?
        let step: DecisionStep
        var nextHopSet = NextHopSetHandle.none
        if let only = onlyUsablePath(old.firstPath, in: table) {
            best = only
            step = .onlyPath
            if isDomain { nextHopSet = onlyNextHop(of: only) }
        } else if old.firstPath == 0 {
            best = nil
            step = .noPath
        } else {
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
            best = decision.candidates.first?.path
            step = decision.step
            if isDomain, let first = decision.candidates.first {
                nextHopSet =
                    decision.equals.count > 1
                    ? nextHopSets.intern(nextHopMembers(first, decision.equals, in: table))
                    : onlyNextHop(of: first.path)
            }
        }
        install(best, step, nextHopSet, over: old, route, in: table)
    }

    /// The path of a route that has only one, if it may be used: by far the most frequent case.
    @inline(__always)
    private func onlyUsablePath(_ link: UInt32, in table: Int) -> Path? {
        guard link != 0 else { return nil }
        let path = paths[link]
        guard path.next == 0, nextHops.metric(attributes.record(path.attributes).nextHop) != nil,
            path.peer == .local || peers[Int(path.peer.rawValue)].usableID(place: table & 1) != nil
        else { return nil }
        return path
    }

    /// Records a decision; takes over the caller's use of `nextHopSet`.
    private mutating func install(
        _ best: Path?,
        _ step: DecisionStep,
        _ nextHopSet: NextHopSetHandle,
        over old: RouteEntry,
        _ route: Int,
        in table: Int
    ) {
        var new = old
        new.step = step
        new.nextHops = nextHopSet
        new.attributes = best?.attributes ?? 0
        new.peer = best?.peer ?? .local
        new.tag = best?.tag ?? 0
        new.source = best?.source ?? .local
        new.isImported = best?.isImported ?? false
        attributes.retain(new.attributes)
        tables[table].routes[route] = new
        nextHopSets.release(old.nextHops)
        if table >= 2, new.nextHops != old.nextHops || new.tag != old.tag && new.attributes != 0 {
            changes.append(
                RouteChange(
                    domain: tables[table].domain,
                    prefix: prefix(of: route, in: table).prefix,
                    nextHops: new.nextHops,
                    decidedBy: step,
                    tag: new.tag
                )
            )
        }
        if table < 2 {
            passToDomains(route, in: table, from: old.attributes, to: best)
        } else if domains[table / 2 - 1].routeDistinguisher != nil {
            passToBackbone(route, in: table, new)
        }
        if new.attributes != old.attributes || new.peer != old.peer || new.tag != old.tag
            || new.source != old.source || new.isImported != old.isImported
        {
            for place in tables[table].groups.indices {
                let group = tables[table].groups[place]
                if route < groups[group].cursor { export(route, to: group) }
            }
        }
        attributes.release(old.attributes, &nextHops)
        if new.firstPath == 0, tables[table].empty.insert(route) { noteEmpty(table) }
    }

    private mutating func noteEmpty(_ table: Int) {
        if tables[table].empty.count >= tables[table].sweepThreshold { sweepingTables.insert(table) }
    }
}
