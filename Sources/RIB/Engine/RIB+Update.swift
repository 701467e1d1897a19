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
            withdraw(update, .body, peer, &verdict)
            withdraw(update, .multiprotocol, peer, &verdict)
            announce(update, .body, peer, &verdict)
            announce(update, .multiprotocol, peer, &verdict)
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
}
