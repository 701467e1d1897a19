public import BGPWire
internal import NetworkTypes

extension RIB {
    /// Whether ``encodeUpdates(for:into:byteLimit:)`` would write anything.
    public func pendingExport(_ peer: PeerIndex) -> Bool {
        guard isKnown(peer), peers[Int(peer.rawValue)].isUp else { return false }
        return (0..<2).contains { place in
            let number = adjacencyNumber(peer, place)
            return !adjacencies[number].pending.isEmpty || isEndOfRIBDue(number)
        }
    }

    private func isEndOfRIBDue(_ number: Int) -> Bool {
        guard adjacencies[number].owesEndOfRIB, let group = adjacencies[number].group else { return false }
        return !building.contains(group) && adjacencies[number].pending.isEmpty
    }

    /// Appends whole UPDATE messages for the peer until nothing is left or about `byteLimit` octets were written.
    ///
    /// Withdrawals come before announcements, and announcements are packed by attribute set. The limit may be exceeded by the
    /// messages of one attribute set. A family's End-of-RIB marker follows its initial routes (RFC 4724 §2).
    public mutating func encodeUpdates(
        for peer: PeerIndex,
        into bytes: inout [UInt8],
        byteLimit: Int
    ) -> ExportBatch {
        var result = ExportBatch()
        guard isKnown(peer), peers[Int(peer.rawValue)].isUp else { return result }
        var writer = UpdateWriter(context: peers[Int(peer.rawValue)].context)
        let (sum, overflow) = bytes.count.addingReportingOverflow(Swift.max(1, byteLimit))
        let end = overflow ? Int.max : sum
        for place in 0..<2 {
            let number = adjacencyNumber(peer, place)
            guard let group = adjacencies[number].group else { continue }
            while bytes.count < end, !adjacencies[number].pending.isEmpty {
                switch tables[adjacencies[number].table].family {
                case .ipv4Unicast: encodePiece(IPv4Prefix.self, number, group, &writer, &bytes, end, &result)
                case .ipv6Unicast: encodePiece(IPv6Prefix.self, number, group, &writer, &bytes, end, &result)
                case .vpnIPv4: encodePiece(VPNRoute<IPv4Prefix>.self, number, group, &writer, &bytes, end, &result)
                case .vpnIPv6: encodePiece(VPNRoute<IPv6Prefix>.self, number, group, &writer, &bytes, end, &result)
                }
            }
            if bytes.count < end, isEndOfRIBDue(number) {
                adjacencies[number].owesEndOfRIB = false
                let family = tables[adjacencies[number].table].family
                writer.appendEndOfRIB(family, to: &bytes)
                result.endOfRIB.insert(family)
            }
        }
        result.messages = writer.messageCount
        result.more = pendingExport(peer)
        peers[Int(peer.rawValue)].counters.updatesSent += result.messages
        return result
    }

    /// Encodes a batch of about as many pending routes as may fit, grouped by attribute handle.
    private mutating func encodePiece<Route: IndexedRoute>(
        _: Route.Type,
        _ number: Int,
        _ group: Int,
        _ writer: inout UpdateWriter,
        _ bytes: inout [UInt8],
        _ end: Int,
        _ result: inout ExportBatch
    ) {
        var batch = ExportScratch()
        swap(&batch, &self.batch)
        gather(number, group, count: Swift.max(64, Swift.min(end - bytes.count, 1 << 20) / 16), &batch)
        let index = tables[groups[group].table].indexNumber
        if !batch.withdrawn.isEmpty {
            writer.beginWithdrawing(family: Route.family)
            for place in batch.withdrawn.indices {
                let route = batch.withdrawn[place]
                let wire = Route.make(Route.key(Int(route), index, self), label: 0)
                writer.append(wire, to: &bytes)
                adjacencies[number].advertised.remove(Int(route))
                adjacencies[number].pending.remove(Int(route))
                if result.withdrawnSample.count < ExportBatch.sampleLimit {
                    result.withdrawnSample.append(wire.key.routePrefix)
                }
            }
            writer.finish(&bytes)
            result.withdrawn += batch.withdrawn.count
        }
        for place in batch.handles.indices {
            if bytes.count >= end { break }
            announce(Route.self, batch.handles[place], &batch, index, number, &writer, &bytes, &result)
        }
        batch.clear()
        swap(&batch, &self.batch)
    }

    /// Looks what the next pending routes need, until `count` need something; those that need nothing cease to be pending.
    private mutating func gather(_ number: Int, _ group: Int, count: Int, _ batch: inout ExportScratch) {
        var left = count
        var next = 0
        while left > 0, let (base, members) = adjacencies[number].pending.members(from: next) {
            var rest = members.lowest(left)
            next = base + 64 - rest.leadingZeroBitCount
            var (idle, run): (UInt64, UInt64) = (0, 0)
            var handle: UInt32 = 0
            while rest != 0 {
                let bit = rest & (0 &- rest)
                let route = base + rest.trailingZeroBitCount
                rest &= rest - 1
                if wants(number, route, group) {
                    let own = groups[group].column[route]
                    if own != handle {
                        if run != 0 { batch.add(run, above: base, handle) }
                        (run, handle) = (0, own)
                    }
                    run |= bit
                } else if adjacencies[number].advertised.contains(route) {
                    batch.withdrawn.append(UInt32(truncatingIfNeeded: route))
                } else {
                    idle |= bit
                    left += 1
                }
                left -= 1
            }
            if run != 0 { batch.add(run, above: base, handle) }
            adjacencies[number].pending.remove(idle, above: base)
        }
    }

    private mutating func announce<Route: IndexedRoute>(
        _: Route.Type,
        _ handle: UInt32,
        _ batch: inout ExportScratch,
        _ index: Int,
        _ number: Int,
        _ writer: inout UpdateWriter,
        _ bytes: inout [UInt8],
        _ result: inout ExportBatch
    ) {
        let label = attributes.record(handle).label
        let fits = begin(handle, Route.family, &writer)
        if !fits { writer.beginWithdrawing(family: Route.family) }
        var position = batch.start(handle)
        while position != 0 {
            let run = batch.runs[Int(position) - 1]
            position = run.next
            let base = Int(run.base)
            adjacencies[number].pending.remove(run.routes, above: base)
            // Attributes that no message has room for: the peer must not keep the old ones.
            var rest = fits ? run.routes : run.routes & adjacencies[number].advertised.members(above: base)
            if fits {
                adjacencies[number].advertised.insert(run.routes, above: base)
                result.announced += rest.nonzeroBitCount
            } else {
                adjacencies[number].advertised.remove(rest, above: base)
                result.withdrawn += rest.nonzeroBitCount
            }
            while rest != 0 {
                let key = Route.key(base + rest.trailingZeroBitCount, index, self)
                writer.append(Route.make(key, label: fits ? label : 0), to: &bytes)
                if fits, result.announcedSample.count < ExportBatch.sampleLimit {
                    result.announcedSample.append(key.routePrefix)
                }
                rest &= rest - 1
            }
        }
        writer.finish(&bytes)
    }

    /// Starts a run of announcements with a set's attributes in the form that the peer understands.
    private mutating func begin(_ handle: UInt32, _ family: RouteFamily, _ writer: inout UpdateWriter) -> Bool {
        let entry = nextHops[attributes.record(handle).nextHop]
        let nextHop: BGPWire.NextHop
        switch (family, entry.address) {
        case (.vpnIPv6, .v4(let address)):
            nextHop = NextHop(IPv6Address(high: 0, low: 0xFFFF_0000_0000 | UInt64(address.rawValue)))
        case (_, let address): nextHop = NextHop(address)
        }
        if writer.context.fourOctetAS {
            return writer.beginAnnouncing(encoded: attributes.encoding(handle), nextHop: nextHop, family: family)
        }
        var set = PathAttributes(canonical: attributes.encoding(handle))
        set.nextHop = nextHop
        return writer.beginAnnouncing(set, family: family)
    }

    /// Sends everything of a family once more (RFC 2918 §4).
    public mutating func refresh(_ peer: PeerIndex, _ family: RouteFamily) {
        guard isKnown(peer), peers[Int(peer.rawValue)].isUp else { return }
        let number = adjacencyNumber(peer, family.place)
        guard let group = adjacencies[number].group, tables[adjacencies[number].table].family == family else { return }
        for route in groups[group].column.indices where wants(number, route, group) {
            adjacencies[number].pending.insert(route)
        }
    }

    /// Changes how many times more than once this router's AS is prepended towards the peer, and advertises again what changes.
    public mutating func setPrepend(_ peer: PeerIndex, count: UInt8) {
        guard isKnown(peer), peers[Int(peer.rawValue)].configuration.prepend != count else { return }
        peers[Int(peer.rawValue)].configuration.prepend = count
        regroup(peer)
    }

    /// Puts another export policy in place towards the peer, for routes of these tags, and advertises again what changes.
    public mutating func setExportPolicy(_ peer: PeerIndex, _ policy: Policy, tags: TagMask) {
        guard isKnown(peer) else { return }
        let place = Int(peer.rawValue)
        guard peers[place].configuration.exportPolicy != policy || peers[place].configuration.exportTags != tags
        else { return }
        peers[place].configuration.exportPolicy = policy
        peers[place].configuration.exportTags = tags
        regroup(peer)
    }

    private mutating func regroup(_ peer: PeerIndex) {
        for place in 0..<2 {
            let number = adjacencyNumber(peer, place)
            guard adjacencies[number].group != nil else { continue }
            leaveGroup(number)
            joinGroup(number)
        }
    }
}
