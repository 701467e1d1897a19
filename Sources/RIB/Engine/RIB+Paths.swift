internal import BGPWire
public import NetworkTypes

extension RIB {
    /// Whether two records stand for the same path, of which the newer replaces the older.
    @inline(__always)
    private static func isSame(_ a: Path, _ peer: PeerIndex, _ origin: UInt32, _ isImported: Bool) -> Bool {
        a.peer == peer && a.origin == origin && a.isImported == isImported
    }

    /// Adds a path to a route or replaces the one that it supersedes; takes a use of its attributes.
    ///
    /// `true` if it is an addition.
    @discardableResult
    mutating func setPath(_ path: Path, of route: Int, in table: Int) -> Bool {
        let first = tables[table].routes[route].firstPath
        var link = first
        while link != 0 {
            let old = paths[link]
            if Self.isSame(old, path.peer, path.origin, path.isImported) {
                if old.attributes == path.attributes, old.tag == path.tag {
                    paths[link].epoch = path.epoch
                    return false
                }
                var new = path
                new.next = old.next
                attributes.retain(new.attributes)
                paths[link] = new
                attributes.release(old.attributes, &nextHops)
                markDirty(route, in: table)
                if !path.isImported { noteFlap(.changed, path.peer, route, in: table) }
                return false
            }
            link = old.next
        }
        if first == 0 { tables[table].empty.remove(route) }
        addPath(path, before: first, of: route, in: table)
        return true
    }

    /// Puts a path that a route does not have yet in front of its others.
    @inline(__always)
    mutating func addPath(_ path: Path, before first: UInt32, of route: Int, in table: Int) {
        var new = path
        new.next = first
        attributes.retain(new.attributes)
        tables[table].routes[route].firstPath = paths.add(new)
        markDirty(route, in: table)
        if !path.isImported { noteFlap(.announced, path.peer, route, in: table) }
    }

    /// Whether the route has a path from the peer.
    func hasPath(from peer: PeerIndex, _ route: Int, in table: Int) -> Bool {
        learnedPath(from: peer, route, in: table) != nil
    }

    /// The link of the path that a peer announced, if the route has one.
    func learnedPath(from peer: PeerIndex, _ route: Int, in table: Int) -> UInt32? {
        var link = tables[table].routes[route].firstPath
        while link != 0 {
            let path = paths[link]
            if Self.isSame(path, peer, 0, false) { return link }
            link = path.next
        }
        return nil
    }

    /// Takes a path out of a route; `false` if there is none such.
    @discardableResult
    mutating func removePath(
        _ route: Int,
        in table: Int,
        from peer: PeerIndex,
        origin: UInt32 = 0,
        isImported: Bool = false
    ) -> Bool {
        var previous: UInt32 = 0
        var link = tables[table].routes[route].firstPath
        while link != 0 {
            let path = paths[link]
            if Self.isSame(path, peer, origin, isImported) {
                if previous == 0 {
                    tables[table].routes[route].firstPath = path.next
                } else {
                    paths[previous].next = path.next
                }
                paths.free(link)
                attributes.release(path.attributes, &nextHops)
                markDirty(route, in: table)
                return true
            }
            previous = link
            link = path.next
        }
        return false
    }

    /// Takes a path that a peer announced out of a route, and out of the peer's count.
    @discardableResult
    mutating func removeLearned(_ route: Int, in table: Int, from peer: PeerIndex, _ adjacency: Int) -> Bool {
        guard removePath(route, in: table, from: peer) else { return false }
        adjacencies[adjacency].accepted -= 1
        noteFlap(.withdrawn, peer, route, in: table)
        return true
    }

    /// Interns attributes; the result has one use, for the caller.
    ///
    /// `nil` if they are too large for any message.
    mutating func intern(
        _ set: PathAttributes,
        nextHop: UInt32,
        label: UInt32,
        weight: UInt32,
        originator: RouterID?
    ) -> UInt32? {
        scratch.removeAll(keepingCapacity: true)
        set.append(to: &scratch, fourOctetAS: true, includingNextHop: false)
        let record = AttributeRecord(set, nextHop: nextHop, label: label, weight: weight, originator: originator)
        return attributes.intern(record, scratch, &nextHops)
    }

    /// Makes a route of this router's own, or changes one.
    public mutating func originate(_ prefix: IPPrefix, _ route: LocalRoute, in domain: DomainIndex) {
        let family: RouteFamily = prefix.family == .ipv4 ? .ipv4Unicast : .ipv6Unicast
        guard let table = tableNumber(domain, family) else { return }
        let set = PathAttributes(
            origin: .igp,
            asPath: ASPath(route.asPath),
            med: route.med,
            localPreference: route.localPreference ?? configuration.defaultLocalPreference,
            isAtomicAggregate: route.isAggregate,
            aggregator: route.isAggregate
                ? Aggregator(
                    asn: configuration.localASN,
                    identifier: IPv4Address(rawValue: configuration.routerID.rawValue)
                ) : nil,
            communities: route.communities
        )
        let nextHop = route.nextHop.map { nextHops.number(of: $0, .tracked(domain)) } ?? NextHopTable.local
        guard let handle = intern(set, nextHop: nextHop, label: 0, weight: 0, originator: nil),
            let number = findOrInsert(prefix, nil, in: table)
        else { return }
        let path = Path(
            attributes: handle,
            origin: 0,
            peer: .local,
            tag: route.tag,
            source: .local,
            isImported: false
        )
        setPath(path, of: number, in: table)
        attributes.release(handle, &nextHops)
    }

    public mutating func withdrawOrigination(_ prefix: IPPrefix, in domain: DomainIndex) {
        let family: RouteFamily = prefix.family == .ipv4 ? .ipv4Unicast : .ipv6Unicast
        guard let table = tableNumber(domain, family), let number = find(prefix, nil, in: table) else { return }
        removePath(number, in: table, from: .local)
    }
}
