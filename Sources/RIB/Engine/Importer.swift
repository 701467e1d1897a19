internal import BGPWire
internal import NetworkTypes

/// Import policy applied to the prefixes of one UPDATE: once per message, or once per outcome of the conditions on prefixes.
struct Importer {
    let tag: UInt8
    let source: Path.Source
    private let policy: CompiledPolicy
    private let attributes: Attributes
    private let weight: UInt32
    private let originator: RouterID?
    private let localASN: ASN
    /// The last result, 0 for a rejection, and what it was computed for.
    private var last: UInt32 = 0
    private var lastLabel: UInt32 = 0
    private var lastMask = CompiledPolicy.PrefixMask()
    private var isFresh = true

    /// What the message says.
    private enum Attributes {
        /// Nothing that policy would look into: the octets are in ``RIB/received``.
        case encoded(AttributeRecord)
        case decoded(PathAttributes, nextHop: UInt32)
    }

    /// For attributes that are in ``RIB/received`` and that no policy looks at.
    init(_ peer: borrowing Peer, _ record: AttributeRecord) {
        self.init(peer, .encoded(record))
    }

    init(_ peer: borrowing Peer, _ set: consuming PathAttributes, _ nextHop: UInt32) {
        self.init(peer, .decoded(set, nextHop: nextHop))
    }

    private init(_ peer: borrowing Peer, _ attributes: consuming Attributes) {
        tag = peer.configuration.importTag
        source = peer.source
        policy = peer.importPolicy
        self.attributes = attributes
        weight = peer.configuration.weight
        originator = peer.isExternal ? nil : peer.negotiated?.remoteID
        localASN = peer.localASN
    }

    /// The handle of the attributes with which a prefix enters the table, valid until the next call; `nil` if it does not.
    @inline(__always)
    mutating func handle(for key: some TableKey, label: UInt32, _ rib: inout RIB) -> UInt32? {
        if !isFresh, label == lastLabel, !policy.dependsOnPrefix { return last == 0 ? nil : last }
        return compute(key.prefix, label, &rib)
    }

    private mutating func compute(_ prefix: IPPrefix, _ label: UInt32, _ rib: inout RIB) -> UInt32? {
        switch attributes {
        case .encoded(var record):
            finish(&rib)
            (isFresh, lastLabel) = (false, label)
            record.label = label
            record.weight = weight
            record.originator = originator?.rawValue ?? 0
            last = rib.attributes.intern(record, rib.received, &rib.nextHops) ?? 0
        case .decoded(let set, let nextHop):
            let mask = policy.mask(prefix)
            if !isFresh, label == lastLabel, mask == lastMask { break }
            finish(&rib)
            (isFresh, lastLabel, lastMask) = (false, label, mask)
            var changed = set
            var changedWeight = weight
            guard policy.evaluate(&changed, weight: &changedWeight, tag: tag, mask: mask, localASN: localASN)
            else { return nil }
            last =
                rib.intern(changed, nextHop: nextHop, label: label, weight: changedWeight, originator: originator) ?? 0
        }
        return last == 0 ? nil : last
    }

    /// Gives back the use of the last result's attributes.
    mutating func finish(_ rib: inout RIB) {
        rib.attributes.release(last, &rib.nextHops)
        last = 0
        isFresh = true
    }
}
