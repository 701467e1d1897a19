public import BGPWire
internal import NetworkTypes

extension RIB {
    /// Adds a peer that is down; at most 65,535 of them.
    public mutating func addPeer(_ configuration: PeerConfiguration) -> PeerIndex {
        let peer = Peer(configuration, of: self.configuration)
        let index: PeerIndex
        if let reused = freePeers.popLast() {
            index = reused
            peers[Int(index.rawValue)] = peer
        } else {
            precondition(peers.count < Int(PeerIndex.local.rawValue), "too many peers")
            index = PeerIndex(rawValue: UInt16(truncatingIfNeeded: peers.count))
            peers.append(peer)
            adjacencies.append(Adjacency(peer: index, table: 0))
            adjacencies.append(Adjacency(peer: index, table: 0))
        }
        for place in 0..<2 {
            let family = RouteFamily.at(place: place, in: configuration.domain)
            let number = adjacencyNumber(index, place)
            adjacencies[number] = Adjacency(peer: index, table: tableNumber(configuration.domain, family) ?? 0)
            adjacencies[number].limit = configuration.prefixLimits[family]
        }
        notesFlaps = notesFlaps || configuration.isDampened
        return index
    }

    /// Forgets a peer; its routes go as by ``peerDown(_:)``.
    ///
    /// The index may be given to another peer after that.
    public mutating func removePeer(_ peer: PeerIndex) {
        guard isKnown(peer) else { return }
        peerDown(peer)
        endRetention(peer, [.ipv4Unicast, .ipv6Unicast, .vpnIPv4, .vpnIPv6])
        peers[Int(peer.rawValue)].isRemoved = true
        recycle(peer)
    }

    public func peerConfiguration(_ peer: PeerIndex) -> PeerConfiguration? {
        isKnown(peer) ? peers[Int(peer.rawValue)].configuration : nil
    }

    /// A session with the peer came up: it gets the whole table as ``pendingExport(_:)`` will say.
    ///
    /// What a removal in pieces has left of the last session is removed first, at once. Routes that were retained are stale from
    /// now on; those of families that are not kept go, in pieces.
    public mutating func peerUp(_ peer: PeerIndex, _ negotiated: NegotiatedPeer) {
        guard isKnown(peer) else { return }
        if peers[Int(peer.rawValue)].isUp { peerDown(peer) }
        for place in 0..<2 { while !flushPiece(adjacencyNumber(peer, place), budget: .max) {} }
        let retained = peers[Int(peer.rawValue)].retained
        peers[Int(peer.rawValue)].retained = nil
        var agreed = negotiated
        agreed.families.formIntersection(peers[Int(peer.rawValue)].configuration.families)
        peers[Int(peer.rawValue)].negotiated = agreed
        peers[Int(peer.rawValue)].counters = PeerCounters()
        for place in 0..<2 {
            let number = adjacencyNumber(peer, place)
            let family = RouteFamily.at(place: place, in: peers[Int(peer.rawValue)].configuration.domain)
            if retained?.has(place: place) == true {
                adjacencies[number].epoch.toggle()
                adjacencies[number].hasStale = true
                if !agreed.keptFamilies.contains(family) || !agreed.families.contains(family) { sweepStale(number) }
            }
            guard agreed.families.contains(family) else { continue }
            adjacencies[number].owesEndOfRIB = true
            tables[adjacencies[number].table].adjacencies.append(number)
            joinGroup(number)
        }
    }

    /// The session ended: its paths may not be used from now on and are removed in pieces by ``work(budget:)``.
    ///
    /// Those of the families in `retaining` stay in use until the peer is up again or ``endRetention(_:_:)``, except for what was
    /// stale already (RFC 4724 §4.2).
    public mutating func peerDown(_ peer: PeerIndex, retaining: RouteFamilySet = []) {
        guard isKnown(peer), let negotiated = peers[Int(peer.rawValue)].negotiated else { return }
        peers[Int(peer.rawValue)].negotiated = nil
        peers[Int(peer.rawValue)].isShuttingDown = false
        var places: UInt8 = 0
        for place in 0..<2 {
            let number = adjacencyNumber(peer, place)
            leaveGroup(number)
            let table = adjacencies[number].table
            tables[table].adjacencies.removeAll { $0 == number }
            adjacencies[number].advertised.removeAll()
            adjacencies[number].pending.removeAll()
            adjacencies[number].owesEndOfRIB = false
            if retaining.contains(tables[table].family), negotiated.families.contains(tables[table].family) {
                places |= 1 << UInt8(truncatingIfNeeded: place)
                if adjacencies[number].hasStale { sweepStale(number) }
            } else {
                flush(number, .all)
            }
        }
        if places != 0 {
            peers[Int(peer.rawValue)].retained = RetainedPeer(remoteID: negotiated.remoteID, places: places)
        }
    }

    func isKnown(_ peer: PeerIndex) -> Bool {
        Int(peer.rawValue) < peers.count && !peers[Int(peer.rawValue)].isRemoved
    }

    func adjacencyNumber(_ peer: PeerIndex, _ place: Int) -> Int { Int(peer.rawValue) * 2 + place }

    /// Begins a walk over a peer's paths, in place of one that is under way.
    mutating func flush(_ number: Int, _ kind: FlushKind) {
        guard adjacencies[number].accepted > 0 else {
            adjacencies[number].hasStale = false
            return
        }
        adjacencies[number].flush = 0
        adjacencies[number].flushKind = kind
        flushing.insert(number)
    }

    /// Removes some of a peer's paths, or changes them; `true` when the walk is over.
    mutating func flushPiece(_ number: Int, budget: Int) -> Bool {
        guard let start = adjacencies[number].flush else { return true }
        let table = adjacencies[number].table
        let peer = adjacencies[number].peer
        let limit = tables[table].routes.count
        let (sum, overflow) = start.addingReportingOverflow(budget)
        let end = overflow ? limit : Swift.min(limit, sum)
        var route = start
        while route < end, adjacencies[number].accepted > 0 {
            if tables[table].routes[route].firstPath != 0 { flushPath(route, in: table, from: peer, number) }
            route += 1
        }
        guard route == limit || adjacencies[number].accepted == 0 else {
            adjacencies[number].flush = route
            return false
        }
        adjacencies[number].flush = nil
        if adjacencies[number].flushKind == .all || adjacencies[number].flushKind == .stale {
            adjacencies[number].hasStale = false
        }
        flushing.remove(number)
        recycle(peer)
        return true
    }

    /// Gives a removed peer's index back once nothing refers to it.
    private mutating func recycle(_ peer: PeerIndex) {
        guard peers[Int(peer.rawValue)].isRemoved, !freePeers.contains(peer) else { return }
        for place in 0..<2 where adjacencies[adjacencyNumber(peer, place)].flush != nil { return }
        freePeers.append(peer)
    }
}
