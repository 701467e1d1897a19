internal import BGPWire
internal import NetworkTypes

extension RIB {
    /// Takes in the announcements of a section.
    mutating func add<Route: IndexedRoute>(
        _ update: borrowing UpdateReader,
        _ cursor: consuming NLRICursor<Route>,
        _ section: UpdateSection,
        _ number: Int,
        _ verdict: inout UpdateVerdict
    ) {
        let peer = Int(adjacencies[number].peer.rawValue)
        let index = tables[adjacencies[number].table].indexNumber
        if let error = update.attributeError {
            refuse(cursor, number, .withdrawn(error), &verdict)
        } else if peers[peer].importPolicy.isTrivial, let plain = update.plainAttributes(for: section) {
            if let refusal = refusal(of: plain, peer) { return refuse(cursor, number, refusal, &verdict) }
            var importer = plainImporter(plain, peer)
            touch(copy cursor, index, also: importer.peek(self))
            accept(cursor, number, &importer, &verdict)
        } else {
            touch(copy cursor, index)
            switch update.decodeAttributes(for: section) {
            case .treatAsWithdraw(let error): refuse(cursor, number, .withdrawn(error), &verdict)
            case .usable(let set, discarded: _):
                if let refusal = refusal(of: set, peer) { return refuse(cursor, number, refusal, &verdict) }
                guard let nextHop = set.nextHop else { return refuse(cursor, number, .rejected, &verdict) }
                var importer = policyImporter(set, nextHop, peer)
                accept(cursor, number, &importer, &verdict)
            }
        }
    }

    /// Looks at all places where the routes of a message will be searched for: one after the other, each would have to wait for memory.
    @inline(__always)
    private mutating func touch<Route: IndexedRoute>(
        _ routes: consuming NLRICursor<Route>,
        _ index: Int,
        also other: UInt64 = 0
    ) {
        var peeked = other
        while let route = routes.next() { peeked ^= Route.peek(route.key, index, self) }
        lastPeeked = peeked
    }

    /// Why none of the announcements of a section is accepted.
    private enum Refusal {
        case rejected
        case withdrawn(AttributeError)
    }

    private mutating func refuse<Route: IndexedRoute>(
        _ cursor: consuming NLRICursor<Route>,
        _ number: Int,
        _ refusal: Refusal,
        _ verdict: inout UpdateVerdict
    ) {
        let table = adjacencies[number].table
        let index = tables[table].indexNumber
        let peer = adjacencies[number].peer
        var refused = 0
        while let route = cursor.next() {
            refused += 1
            guard let found = Route.find(route.key, index, self) else { continue }
            if removeLearned(found, in: table, from: peer, number) { verdict.withdrawn += 1 }
        }
        switch refusal {
        case .rejected: verdict.rejected += refused
        case .withdrawn(let error): verdict.outcome = .treatedAsWithdraw(error)
        }
    }

    @inline(__always)
    private mutating func accept<Route: IndexedRoute>(
        _ cursor: consuming NLRICursor<Route>,
        _ number: Int,
        _ importer: inout some Importer,
        _ verdict: inout UpdateVerdict
    ) {
        let table = adjacencies[number].table
        let index = tables[table].indexNumber
        let limit = adjacencies[number].limit ?? .max
        let peer = adjacencies[number].peer
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
            if adjacencies[number].accepted >= limit, found.isNew || !hasPath(from: peer, found.number, in: table) {
                if found.isNew { tables[table].empty.insert(found.number) }
                verdict.outcome = .prefixLimitExceeded(family: Route.family, limit: limit)
                break
            }
            var path = Path(attributes: handle, origin: 0, peer: peer, tag: tag, source: source, isImported: false)
            path.epoch = epoch
            if found.isNew {
                addPath(path, before: 0, of: found.number, in: table)
                adjacencies[number].accepted += 1
            } else if setPath(path, of: found.number, in: table) {
                adjacencies[number].accepted += 1
            }
            verdict.announced += 1
        }
        importer.finish(&self)
    }

    private func refusal(of plain: borrowing PlainAttributes, _ peer: Int) -> Refusal? {
        refusal(
            of: Claim(
                firstAS: plain.firstAS,
                ownOccurrences: ownOccurrences(peer) { plain.count(of: $0) },
                isReflectedBack: false,
                nextHop: plain.nextHop.address
            ),
            peer
        )
    }

    private mutating func plainImporter(_ plain: borrowing PlainAttributes, _ peer: Int) -> PlainImporter {
        let isShuttingDown = (0..<plain.communityCount).contains { plain.community($0) == .gracefulShutdown }
        let preference = localPreference(plain.localPreference, peer, isShuttingDown)
        received.removeAll(keepingCapacity: true)
        plain.append(to: &received, localPreference: preference)
        let record = AttributeRecord(plain, localPreference: preference, nextHop: number(of: plain.nextHop, peer))
        return PlainImporter(peers[peer], record, received, attributes)
    }

    private func refusal(of set: PathAttributes, _ peer: Int) -> Refusal? {
        refusal(
            of: Claim(
                firstAS: set.asPath.firstAS,
                ownOccurrences: ownOccurrences(peer) { set.asPath.count(of: $0) },
                isReflectedBack: set.originatorID == configuration.routerID
                    || set.clusterList.contains(configuration.clusterID),
                nextHop: set.nextHop?.address
            ),
            peer
        )
    }

    private mutating func policyImporter(
        _ decoded: consuming PathAttributes,
        _ nextHop: BGPWire.NextHop,
        _ peer: Int
    ) -> PolicyImporter {
        var set = decoded
        let isShuttingDown = set.communities.contains(.gracefulShutdown)
        set.localPreference = localPreference(set.localPreference, peer, isShuttingDown)
        set.nextHop = nil
        return PolicyImporter(peers[peer], set, number(of: nextHop, peer))
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
    private func refusal(of claim: Claim, _ peer: Int) -> Refusal? {
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
}
