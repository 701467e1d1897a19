internal import BGPWire
internal import NetworkTypes

extension RIB {
    /// Turns the attributes of a route into those that a group's peers get; `nil` if its policy rejects the route.
    mutating func transform(_ entry: RouteEntry, _ mask: CompiledPolicy.PrefixMask, for group: Int) -> UInt32? {
        if groups[group].profile.isPlainExternal, let handle = transformQuickly(entry, for: group) { return handle }
        let record = attributes.record(entry.attributes)
        var set = PathAttributes(canonical: attributes.encoding(entry.attributes))
        let profile = groups[group].profile
        let isReflected =
            !profile.isExternal && !entry.isImported
            && (entry.source == .client || entry.source == .nonClient)
        if profile.isExternal { leaveAS(&set, entry) }
        var weight: UInt32 = 0
        guard
            profile.policy.evaluate(
                &set,
                weight: &weight,
                tag: entry.tag,
                mask: mask,
                localASN: profile.localASN
            )
        else { return nil }
        if profile.translatesLongLivedStale, record.isLongLivedStale {
            set.localPreference = 0
            if !set.communities.contains(.noExport) { set.communities.append(.noExport) }
        }
        var nextHop = record.nextHop
        if profile.isExternal {
            for asn in profile.removeASNs { set.asPath.remove(asn) }
            for replacement in profile.replaceASNs { set.asPath.replace(replacement.from, with: replacement.to) }
            set.asPath.prepend(profile.localASN, count: 1 + Int(profile.prepend))
            nextHop = own(profile)
        } else if isReflected {
            // RFC 4456 §8; the next hop stays (§10).
            if set.originatorID == nil { set.originatorID = RouterID(rawValue: record.originator) }
            set.clusterList.insert(configuration.clusterID, at: 0)
        } else if groups[group].table >= 2,
            profile.nextHopSelf || entry.isImported || record.nextHop == NextHopTable.local
        {
            nextHop = own(profile)
        }
        return intern(set, nextHop: nextHop, label: record.label, weight: 0, originator: nil)
    }

    /// The same on encoded attributes, for peers in another AS without edits, as most are; `nil` if that does not do.
    private mutating func transformQuickly(_ entry: RouteEntry, for group: Int) -> UInt32? {
        let count = 1 + Int(groups[group].profile.prepend)
        let localASN = groups[group].profile.localASN
        let keepsMED = entry.source == .local && !entry.isImported
        var octets: [UInt8] = []
        swap(&octets, &scratch)
        defer { swap(&octets, &scratch) }
        octets.removeAll(keepingCapacity: true)
        guard
            EncodedAttributes(attributes.encoding(entry.attributes))
                .appendLeavingAS(to: &octets, prepending: localASN, count: count, keepsMED: keepsMED)
        else { return nil }
        let nextHop = own(groups[group].profile)
        let record = attributes.record(entry.attributes)
            .leavingAS(prepending: localASN, count: count, keepsMED: keepsMED, nextHop: nextHop)
        return attributes.intern(record, octets, &nextHops)
    }

    /// What stays behind when a route leaves the AS: LOCAL_PREF (RFC 4271 §5.1.5), a neighbour's MED (§5.1.4), the attributes of
    /// reflection (RFC 4456 §8), route targets, and extended communities that are not transitive (RFC 4360 §6).
    private func leaveAS(_ set: inout PathAttributes, _ entry: RouteEntry) {
        set.localPreference = nil
        if entry.source != .local || entry.isImported { set.med = nil }
        set.originatorID = nil
        set.clusterList = []
        set.extendedCommunities.removeAll { $0.routeTarget != nil || !$0.isTransitive }
    }

    /// This router's own address towards the peers of a group, as a next hop (RFC 4271 §5.1.3).
    @inline(__always)
    private mutating func own(_ profile: ExportProfile) -> UInt32 {
        profile.localAddress.map { nextHops.number(of: $0, .own) } ?? NextHopTable.local
    }
}
