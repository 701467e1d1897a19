public import BGPWire
public import NetworkTypes

/// Routes of peers that restart (RFC 4724, RFC 9494) or are about to be shut down (RFC 8326).
extension RIB {
    /// Whether routes of a peer whose session is down are in use.
    public func retainsRoutes(of peer: PeerIndex) -> Bool {
        isKnown(peer) && peers[Int(peer.rawValue)].retained != nil
    }

    /// Routes that a peer has in the tables, stale ones included.
    public func acceptedCount(of peer: PeerIndex, _ family: RouteFamily) -> Int {
        guard isKnown(peer) else { return 0 }
        return adjacencies[adjacencyNumber(peer, family.place)].accepted
    }

    /// The peer has sent everything of a family again, or took too long: what is stale goes, in pieces.
    public mutating func removeStale(_ peer: PeerIndex, _ family: RouteFamily) {
        guard isKnown(peer), peers[Int(peer.rawValue)].isUp else { return }
        let number = adjacencyNumber(peer, family.place)
        if adjacencies[number].hasStale { sweepStale(number) }
    }

    /// Whether routes of a family from before the present session are left.
    public func hasStale(_ peer: PeerIndex, _ family: RouteFamily) -> Bool {
        isKnown(peer) && adjacencies[adjacencyNumber(peer, family.place)].hasStale
    }

    /// The peer did not come back in time, or cannot forward: retained routes of these families go, in pieces.
    public mutating func endRetention(_ peer: PeerIndex, _ families: RouteFamilySet) {
        guard isKnown(peer), var retained = peers[Int(peer.rawValue)].retained else { return }
        for family in families.families where retained.has(place: family.place) {
            retained.places &= ~(1 << UInt8(truncatingIfNeeded: family.place))
            flush(adjacencyNumber(peer, family.place), .all)
        }
        peers[Int(peer.rawValue)].retained = retained.places == 0 ? nil : retained
    }

    /// The peer did not come back in time, but asked for patience: its retained routes are the last to be chosen, except for those with
    /// NO_LLGR, which go (RFC 9494 §4.2).
    public mutating func makeLongLived(_ peer: PeerIndex, _ family: RouteFamily) {
        guard isKnown(peer), let retained = peers[Int(peer.rawValue)].retained, retained.has(place: family.place)
        else { return }
        flush(adjacencyNumber(peer, family.place), .longLived)
    }

    /// The session is about to be closed on purpose: what came over it is the last to be chosen (RFC 8326 §3.1).
    ///
    /// It ends with the session.
    public mutating func beginShutdown(_ peer: PeerIndex) {
        guard isKnown(peer), peers[Int(peer.rawValue)].isUp else { return }
        peers[Int(peer.rawValue)].isShuttingDown = true
        for place in 0..<2 where adjacencies[adjacencyNumber(peer, place)].flush == nil {
            flush(adjacencyNumber(peer, place), .shuttingDown)
        }
    }

    /// Whether packets to a prefix are to be forwarded by what was decided last.
    public func isInstalled(_ prefix: IPPrefix, in domain: DomainIndex) -> Bool {
        let family: RouteFamily = prefix.family == .ipv4 ? .ipv4Unicast : .ipv6Unicast
        guard let table = tableNumber(domain, family), let route = find(prefix, nil, in: table) else { return false }
        return tables[table].routes[route].nextHops != .none
    }

    /// The session stays after all; `true` if the peer's routes have to be learned anew.
    public mutating func endShutdown(_ peer: PeerIndex) -> Bool {
        guard isKnown(peer), peers[Int(peer.rawValue)].isShuttingDown else { return false }
        peers[Int(peer.rawValue)].isShuttingDown = false
        return peers[Int(peer.rawValue)].isUp
    }

    mutating func sweepStale(_ number: Int) { flush(number, .stale) }

    /// Does to the peer's path of one route what the walk under way is for.
    mutating func flushPath(_ route: Int, in table: Int, from peer: PeerIndex, _ number: Int) {
        switch adjacencies[number].flushKind {
        case .all:
            removeLearned(route, in: table, from: peer, number)
        case .stale:
            guard let link = learnedPath(from: peer, route, in: table), paths[link].epoch != adjacencies[number].epoch
            else { return }
            removeLearned(route, in: table, from: peer, number)
        case .longLived:
            guard let link = learnedPath(from: peer, route, in: table) else { return }
            var set = PathAttributes(canonical: attributes.encoding(paths[link].attributes))
            if set.communities.contains(.noLongLived) {
                removeLearned(route, in: table, from: peer, number)
            } else if !set.communities.contains(.longLivedStale) {
                set.communities.append(.longLivedStale)
                rewrite(link, set, of: route, in: table)
            }
        case .shuttingDown:
            guard let link = learnedPath(from: peer, route, in: table) else { return }
            var set = PathAttributes(canonical: attributes.encoding(paths[link].attributes))
            set.localPreference = 0
            rewrite(link, set, of: route, in: table)
        }
    }

    /// Gives a path other attributes; next hop, label and the like stay.
    private mutating func rewrite(_ link: UInt32, _ set: PathAttributes, of route: Int, in table: Int) {
        let record = attributes.record(paths[link].attributes)
        let originator = record.originator == 0 ? nil : RouterID(rawValue: record.originator)
        guard
            let handle = intern(
                set,
                nextHop: record.nextHop,
                label: record.label,
                weight: record.weight,
                originator: originator
            )
        else { return }
        let old = paths[link].attributes
        paths[link].attributes = handle
        attributes.release(old, &nextHops)
        markDirty(route, in: table)
    }
}
