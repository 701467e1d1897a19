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
        switch family {
        case .ipv4Unicast: add(update, update.announced(IPv4Prefix.self, in: section), section, number, &verdict)
        case .ipv6Unicast: add(update, update.announced(IPv6Prefix.self, in: section), section, number, &verdict)
        case .vpnIPv4: add(update, update.announced(VPNRoute<IPv4Prefix>.self, in: section), section, number, &verdict)
        case .vpnIPv6: add(update, update.announced(VPNRoute<IPv6Prefix>.self, in: section), section, number, &verdict)
        }
    }

    /// The number of a peer's adjacency for a negotiated family.
    private func adjacency(_ peer: PeerIndex, _ family: RouteFamily) -> Int? {
        guard peers[Int(peer.rawValue)].negotiated?.families.contains(family) == true,
            family.isVPN == (peers[Int(peer.rawValue)].configuration.domain == .backbone)
        else { return nil }
        return adjacencyNumber(peer, family.place)
    }

    /// What becomes of the announcements of a section before policy has looked at prefixes.
    private enum Intake {
        case usable(Importer)
        case rejected
        case withdrawn(AttributeError)
    }

    private mutating func take(_ update: borrowing UpdateReader, _ section: UpdateSection, _ index: PeerIndex) -> Intake
    {
        let peer = Int(index.rawValue)
        if let error = update.attributeError { return .withdrawn(error) }
        if peers[peer].importPolicy.isTrivial, let plain = update.plainAttributes(for: section) {
            return take(plain, peer)
        }
        switch update.decodeAttributes(for: section) {
        case .treatAsWithdraw(let error):
            return .withdrawn(error)
        case .usable(let set, discarded: _):
            return take(set, peer)
        }
    }

    private mutating func take(_ plain: borrowing PlainAttributes, _ peer: Int) -> Intake {
        let claim = Claim(
            firstAS: plain.firstAS,
            ownOccurrences: ownOccurrences(peer) { plain.count(of: $0) },
            isReflectedBack: false,
            nextHop: plain.nextHop.address
        )
        if let refusal = refusal(of: claim, peer) { return refusal }
        let isShuttingDown = (0..<plain.communityCount).contains { plain.community($0) == .gracefulShutdown }
        let preference = localPreference(plain.localPreference, peer, isShuttingDown)
        received.removeAll(keepingCapacity: true)
        plain.append(to: &received, localPreference: preference)
        let record = AttributeRecord(plain, localPreference: preference, nextHop: number(of: plain.nextHop, peer))
        return .usable(Importer(peers[peer], record))
    }

    private mutating func take(_ decoded: consuming PathAttributes, _ peer: Int) -> Intake {
        var set = decoded
        let claim = Claim(
            firstAS: set.asPath.firstAS,
            ownOccurrences: ownOccurrences(peer) { set.asPath.count(of: $0) },
            isReflectedBack: set.originatorID == configuration.routerID
                || set.clusterList.contains(configuration.clusterID),
            nextHop: set.nextHop?.address
        )
        if let refusal = refusal(of: claim, peer) { return refusal }
        guard let nextHop = set.nextHop else { return .rejected }
        let isShuttingDown = set.communities.contains(.gracefulShutdown)
        set.localPreference = localPreference(set.localPreference, peer, isShuttingDown)
        set.nextHop = nil
        return .usable(Importer(peers[peer], set, number(of: nextHop, peer)))
    }

    /// What of a route's attributes may speak against it.
    private struct Claim {
        var firstAS: ASN?
        /// How often an AS of this router is in the path.
        var ownOccurrences: Int
        /// Whether this router originated the route inside the AS, or its cluster has reflected it.
        var isReflectedBack: Bool
        var nextHop: IPAddress?
    }

    /// What this router itself asks of attributes that are well-formed; `nil` if they will do.
    ///
    /// Among it are loops by AS (RFC 4271 §9.1.2), by originator and by cluster (RFC 4456 §8).
    private func refusal(of claim: Claim, _ peer: Int) -> Intake? {
        if peers[peer].isExternal, peers[peer].configuration.enforcesFirstAS,
            claim.firstAS != peers[peer].configuration.remoteASN
        {
            return .withdrawn(.value(type: 2))
        }
        guard claim.ownOccurrences <= Int(peers[peer].configuration.allowOwnAS), !claim.isReflectedBack,
            let address = claim.nextHop,
            !isOwn(Self.resolvable(address, in: peers[peer].configuration.domain), peer)
        else { return .rejected }
        return nil
    }

    /// How often this router's AS, or the one that it is towards the peer, is in a path.
    @inline(__always)
    private func ownOccurrences(_ peer: Int, _ count: (ASN) -> Int) -> Int {
        let (own, towardsPeer) = (configuration.localASN, peers[peer].localASN)
        return own == towardsPeer ? count(own) : Swift.max(count(own), count(towardsPeer))
    }

    /// LOCAL_PREF of a route that came with this one; other ASs have no say in it, except that they may ask for the least.
    @inline(__always)
    private func localPreference(_ received: UInt32?, _ peer: Int, _ isShuttingDown: Bool) -> UInt32 {
        if peers[peer].isShuttingDown { return 0 }
        if isShuttingDown, peers[peer].isExternal, peers[peer].configuration.honoursGracefulShutdown { return 0 }
        if let received, !peers[peer].isExternal { return received }
        return peers[peer].configuration.defaultLocalPreference ?? configuration.defaultLocalPreference
    }

    @inline(__always)
    private mutating func number(of nextHop: BGPWire.NextHop, _ peer: Int) -> UInt32 {
        let domain = peers[peer].configuration.domain
        return nextHops.number(of: Self.resolvable(nextHop.address, in: domain), .tracked(domain))
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
        _ update: borrowing UpdateReader,
        _ cursor: consuming NLRICursor<Route>,
        _ section: UpdateSection,
        _ number: Int,
        _ verdict: inout UpdateVerdict
    ) {
        // All places of the message at once: found one after the other, each would have to wait for memory. The attributes
        // are looked at while it answers.
        let index = tables[adjacencies[number].table].indexNumber
        var ahead = copy cursor
        var peeked: UInt64 = 0
        while let route = ahead.next() { peeked ^= Route.peek(route.key, index, self) }
        lastPeeked = peeked
        switch take(update, section, adjacencies[number].peer) {
        case .rejected:
            refuse(cursor, number, &verdict.rejected, &verdict.withdrawn)
        case .withdrawn(let error):
            var ignored = 0
            refuse(cursor, number, &ignored, &verdict.withdrawn)
            verdict.outcome = .treatedAsWithdraw(error)
        case .usable(let importer):
            accept(cursor, number, importer, &verdict)
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
        _ intended: consuming Importer,
        _ verdict: inout UpdateVerdict
    ) {
        let table = adjacencies[number].table
        let index = tables[table].indexNumber
        let limit = adjacencies[number].limit ?? .max
        let peer = adjacencies[number].peer
        var importer = intended
        let epoch = adjacencies[number].epoch
        let tag = importer.tag
        let source = importer.source
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
            var path = Path(attributes: handle, origin: 0, peer: peer, tag: tag, source: source, isImported: false)
            path.epoch = epoch
            if setPath(path, of: found.number, in: table) { adjacencies[number].accepted += 1 }
            verdict.announced += 1
        }
        importer.finish(&self)
    }
}
