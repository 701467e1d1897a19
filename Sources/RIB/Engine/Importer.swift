internal import BGPWire
internal import NetworkTypes

/// Import policy applied to the prefixes of one UPDATE: once per message, or once per outcome of the conditions on prefixes.
struct Importer {
    let tag: UInt8
    let source: Path.Source
    private let policy: CompiledPolicy
    private let set: PathAttributes
    private let nextHop: UInt32
    private let weight: UInt32
    private let originator: RouterID?
    private let localASN: ASN
    /// The last result, 0 for a rejection, and what it was computed for.
    private var last: UInt32 = 0
    private var lastLabel: UInt32 = 0
    private var lastMask = CompiledPolicy.PrefixMask()
    private var isFresh = true

    init(_ peer: borrowing Peer, _ set: consuming PathAttributes, _ nextHop: UInt32) {
        tag = peer.configuration.importTag
        source = peer.source
        policy = peer.importPolicy
        self.set = set
        self.nextHop = nextHop
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
        if policy.isTrivial {
            finish(&rib)
            (isFresh, lastLabel) = (false, label)
            last = rib.intern(set, nextHop: nextHop, label: label, weight: weight, originator: originator) ?? 0
            return last == 0 ? nil : last
        }
        let mask = policy.mask(prefix)
        if !isFresh, label == lastLabel, mask == lastMask { return last == 0 ? nil : last }
        finish(&rib)
        (isFresh, lastLabel, lastMask, last) = (false, label, mask, 0)
        var changed = set
        var changedWeight = weight
        guard policy.evaluate(&changed, weight: &changedWeight, tag: tag, mask: mask, localASN: localASN)
        else { return nil }
        let handle = rib.intern(
            changed,
            nextHop: nextHop,
            label: label,
            weight: changedWeight,
            originator: originator
        )
        last = handle ?? 0
        return handle
    }

    /// Gives back the use of the last result's attributes.
    mutating func finish(_ rib: inout RIB) {
        rib.attributes.release(last, &rib.nextHops)
        last = 0
        isFresh = true
    }
}
