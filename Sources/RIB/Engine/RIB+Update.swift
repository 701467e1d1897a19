internal import BGPWire
internal import NetworkTypes

extension RIB {
    /// Handles the body of an UPDATE message, that is, what follows its 19-octet header.
    ///
    /// Withdrawals come first, then announcements (RFC 4271 §9). The caller has to act on the verdict's outcome; after a reset or an exceeded
    /// limit by ending the session and calling ``peerDown(_:)``. A message from a peer that is not up does nothing.
    public mutating func apply(updateBody: RawSpan, from peer: PeerIndex) -> UpdateVerdict {
        var verdict = UpdateVerdict()
        guard isKnown(peer), peers[Int(peer.rawValue)].isUp else { return verdict }
        peers[Int(peer.rawValue)].counters.updatesReceived += 1
        do throws(NotificationError) {
            let update = try UpdateReader(updateBody, context: peers[Int(peer.rawValue)].context)
            verdict.endOfRIB = update.endOfRIB
            for section in UpdateSection.allCases {
                withdraw(update, section, peer, &verdict)
            }
            for section in UpdateSection.allCases {
                announce(update, section, peer, &verdict)
            }
        } catch {
            verdict.outcome = .reset(error)
        }
        note(verdict, peer)
        return verdict
    }

    private mutating func note(_ verdict: UpdateVerdict, _ peer: PeerIndex) {
        peers[Int(peer.rawValue)].counters.announcementsReceived += verdict.announced + verdict.rejected
        peers[Int(peer.rawValue)].counters.announcementsRejected += verdict.rejected
        peers[Int(peer.rawValue)].counters.withdrawalsReceived += verdict.withdrawn
        if case .treatedAsWithdraw = verdict.outcome { peers[Int(peer.rawValue)].counters.treatedAsWithdraw += 1 }
    }

    private mutating func withdraw(
        _ update: borrowing UpdateReader,
        _ section: UpdateSection,
        _ peer: PeerIndex,
        _ verdict: inout UpdateVerdict
    ) {
        guard let family = update.withdrawnFamily(in: section), let number = adjacency(peer, family) else { return }
        switch family {
        case .ipv4Unicast: remove(update.withdrawn(IPv4Prefix.self, in: section), number, &verdict)
        case .ipv6Unicast: remove(update.withdrawn(IPv6Prefix.self, in: section), number, &verdict)
        case .vpnIPv4: remove(update.withdrawn(VPNRoute<IPv4Prefix>.self, in: section), number, &verdict)
        case .vpnIPv6: remove(update.withdrawn(VPNRoute<IPv6Prefix>.self, in: section), number, &verdict)
        }
    }

    private mutating func announce(
        _ update: borrowing UpdateReader,
        _ section: UpdateSection,
        _ peer: PeerIndex,
        _ verdict: inout UpdateVerdict
    ) {
        guard let family = update.announcedFamily(in: section), let number = adjacency(peer, family) else { return }
        let intake = take(update, section, peer)
        switch family {
        case .ipv4Unicast: add(update.announced(IPv4Prefix.self, in: section), number, intake, &verdict)
        case .ipv6Unicast: add(update.announced(IPv6Prefix.self, in: section), number, intake, &verdict)
        case .vpnIPv4: add(update.announced(VPNRoute<IPv4Prefix>.self, in: section), number, intake, &verdict)
        case .vpnIPv6: add(update.announced(VPNRoute<IPv6Prefix>.self, in: section), number, intake, &verdict)
        }
    }

    /// The number of a peer's adjacency for a negotiated family.
    private func adjacency(_ peer: PeerIndex, _ family: RouteFamily) -> Int? {
        guard peers[Int(peer.rawValue)].negotiated?.families.contains(family) == true,
            family.isVPN == (peers[Int(peer.rawValue)].configuration.domain == .backbone)
        else { return nil }
        return adjacencyNumber(peer, family.place)
    }

    /// What becomes of the announcements of a section before policy has looked at them.
    private enum Intake {
        case usable(PathAttributes, nextHop: UInt32)
        case rejected
        case withdrawn(AttributeError)
    }

    private mutating func take(_ update: borrowing UpdateReader, _ section: UpdateSection, _ peer: PeerIndex) -> Intake
    {
        if let error = update.attributeError { return .withdrawn(error) }
        switch update.decodeAttributes(for: section) {
        case .treatAsWithdraw(let error):
            return .withdrawn(error)
        case .usable(let set, discarded: _):
            return take(set, Int(peer.rawValue))
        }
    }

    /// What this router itself asks of attributes that are well-formed.
    private mutating func take(_ received: consuming PathAttributes, _ peer: Int) -> Intake {
        var set = received
        let isExternal = peers[peer].isExternal
        if isExternal, peers[peer].configuration.enforcesFirstAS,
            set.asPath.firstAS != peers[peer].configuration.remoteASN
        {
            return .withdrawn(.value(type: 2))
        }
        guard !loops(set, peer), let address = set.nextHop?.address else { return .rejected }
        let domain = peers[peer].configuration.domain
        let target = Self.resolvable(address, in: domain)
        guard !isOwn(target, peer) else { return .rejected }
        if isExternal || set.localPreference == nil {
            set.localPreference =
                peers[peer].configuration.defaultLocalPreference ?? configuration.defaultLocalPreference
        }
        set.nextHop = nil
        return .usable(set, nextHop: nextHops.number(of: target, .tracked(domain)))
    }

    /// Loops by AS (RFC 4271 §9.1.2), by originator and by cluster (RFC 4456 §8).
    @inline(__always)
    private func loops(_ set: PathAttributes, _ peer: Int) -> Bool {
        loops(set, configuration.localASN, peer) || loops(set, peers[peer].localASN, peer)
            || set.originatorID == configuration.routerID
            || set.clusterList.contains(configuration.clusterID)
    }

    @inline(__always)
    private func loops(_ set: PathAttributes, _ own: ASN, _ peer: Int) -> Bool {
        set.asPath.count(of: own) > Int(peers[peer].configuration.allowOwnAS)
    }

    /// Over an IPv4 backbone a VPN-IPv6 next hop is an IPv4 address in IPv6's form (RFC 4659 §3.2.1.2).
    private static func resolvable(_ address: IPAddress, in domain: DomainIndex) -> IPAddress {
        guard domain == .backbone, case .v6(let mapped) = address, mapped.high == 0, mapped.low >> 32 == 0xFFFF
        else { return address }
        return .v4(IPv4Address(rawValue: UInt32(truncatingIfNeeded: mapped.low)))
    }

    /// A route through this router itself is no route (RFC 4271 §6.3).
    @inline(__always)
    private func isOwn(_ address: IPAddress, _ peer: Int) -> Bool {
        switch address {
        case .v4(let address):
            address == peers[peer].configuration.localIPv4Address
                || peers[peer].configuration.domain == .backbone && address == configuration.backboneAddress
        case .v6(let address): address == peers[peer].configuration.localIPv6Address
        }
    }

    private mutating func remove<Route: IndexedRoute>(
        _ cursor: consuming NLRICursor<Route>,
        _ number: Int,
        _ verdict: inout UpdateVerdict
    ) {
        let table = adjacencies[number].table
        let index = tables[table].indexNumber
        let peer = adjacencies[number].peer
        while let route = cursor.next() {
            guard let found = Route.find(route.key, index, self) else { continue }
            if removeLearned(found, in: table, from: peer, number) { verdict.withdrawn += 1 }
        }
    }

    private mutating func add<Route: IndexedRoute>(
        _ cursor: consuming NLRICursor<Route>,
        _ number: Int,
        _ intake: consuming Intake,
        _ verdict: inout UpdateVerdict
    ) {
        switch consume intake {
        case .rejected:
            refuse(cursor, number, &verdict.rejected, &verdict.withdrawn)
        case .withdrawn(let error):
            var ignored = 0
            refuse(cursor, number, &ignored, &verdict.withdrawn)
            verdict.outcome = .treatedAsWithdraw(error)
        case .usable(let set, let nextHop):
            accept(cursor, number, set, nextHop, &verdict)
        }
    }

    private mutating func refuse<Route: IndexedRoute>(
        _ cursor: consuming NLRICursor<Route>,
        _ number: Int,
        _ refused: inout Int,
        _ withdrawn: inout Int
    ) {
        let table = adjacencies[number].table
        let index = tables[table].indexNumber
        let peer = adjacencies[number].peer
        while let route = cursor.next() {
            refused += 1
            guard let found = Route.find(route.key, index, self) else { continue }
            if removeLearned(found, in: table, from: peer, number) { withdrawn += 1 }
        }
    }

    private mutating func accept<Route: IndexedRoute>(
        _ cursor: consuming NLRICursor<Route>,
        _ number: Int,
        _ set: consuming PathAttributes,
        _ nextHop: UInt32,
        _ verdict: inout UpdateVerdict
    ) {
        let table = adjacencies[number].table
        let index = tables[table].indexNumber
        let limit = adjacencies[number].limit ?? .max
        let peer = adjacencies[number].peer
        var importer = Importer(peers[Int(peer.rawValue)], set, nextHop)
        let tag = importer.tag
        let source = importer.source
        // All places of the message at once: found one after the other, each would have to wait for memory.
        var ahead = copy cursor
        var peeked: UInt64 = 0
        while let route = ahead.next() { peeked ^= Route.peek(route.key, index, self) }
        lastPeeked = peeked
        while let route = cursor.next() {
            guard let handle = importer.handle(for: route.key, label: route.pathLabel, &self) else {
                verdict.rejected += 1
                if let found = Route.find(route.key, index, self),
                    removeLearned(found, in: table, from: peer, number)
                {
                    verdict.withdrawn += 1
                }
                continue
            }
            let found = Route.findOrInsert(route.key, index, &self)
            if found.isNew { tables[table].open(found.number) }
            if adjacencies[number].accepted >= limit, !hasPath(from: peer, found.number, in: table) {
                if found.isNew { tables[table].empty.insert(found.number) }
                verdict.outcome = .prefixLimitExceeded(family: Route.family, limit: limit)
                break
            }
            let path = Path(attributes: handle, origin: 0, peer: peer, tag: tag, source: source, isImported: false)
            if setPath(path, of: found.number, in: table) { adjacencies[number].accepted += 1 }
            verdict.announced += 1
        }
        importer.finish(&self)
    }
}
