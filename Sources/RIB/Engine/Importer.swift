internal import BGPWire
internal import NetworkTypes

/// Turns the attributes of one UPDATE into those with which its prefixes enter the table.
protocol Importer {
    var tag: UInt8 { get }
    var source: Path.Source { get }
    /// The handle for a prefix, valid until the next call; `nil` if the prefix does not enter.
    mutating func handle(for key: some TableKey, label: UInt32, _ rib: inout RIB) -> UInt32?
    /// Gives back the use of the last result's attributes.
    mutating func finish(_ rib: inout RIB)
}

/// For attributes that are in ``RIB/received`` and that no policy looks at: interned once per message, as such come without labels.
struct PlainImporter: Importer {
    let tag: UInt8
    let source: Path.Source
    private let record: AttributeRecord
    private let hash: UInt32
    /// The result, 0 if there is none yet.
    private var last: UInt32 = 0

    init(
        _ peer: borrowing Peer,
        _ plain: AttributeRecord,
        _ received: borrowing [UInt8],
        _ store: borrowing AttributeStore
    ) {
        tag = peer.configuration.importTag
        source = peer.source
        var record = plain
        record.weight = peer.configuration.weight
        record.originator = peer.isExternal ? 0 : peer.negotiated?.remoteID.rawValue ?? 0
        self.record = record
        hash = store.hash(record, received)
    }

    /// See ``PrefixIndex/peek(_:)``.
    @inline(__always)
    func peek(_ rib: borrowing RIB) -> UInt64 { rib.attributes.peek(hash) }

    @inline(__always)
    mutating func handle(for key: some TableKey, label: UInt32, _ rib: inout RIB) -> UInt32? {
        last != 0 ? last : intern(&rib)
    }

    private mutating func intern(_ rib: inout RIB) -> UInt32? {
        last = rib.attributes.intern(record, rib.received, hash, &rib.nextHops) ?? 0
        return last == 0 ? nil : last
    }

    mutating func finish(_ rib: inout RIB) {
        rib.attributes.release(last, &rib.nextHops)
        last = 0
    }
}

/// For decoded attributes: import policy is applied once per message, or once per outcome of its conditions on prefixes.
struct PolicyImporter: Importer {
    let tag: UInt8
    let source: Path.Source
    private let policy: CompiledPolicy
    private let attributes: PathAttributes
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
        attributes = set
        self.nextHop = nextHop
        weight = peer.configuration.weight
        originator = peer.isExternal ? nil : peer.negotiated?.remoteID
        localASN = peer.localASN
    }

    @inline(__always)
    mutating func handle(for key: some TableKey, label: UInt32, _ rib: inout RIB) -> UInt32? {
        if !isFresh, label == lastLabel, !policy.dependsOnPrefix { return last == 0 ? nil : last }
        return compute(key.prefix, label, &rib)
    }

    private mutating func compute(_ prefix: IPPrefix, _ label: UInt32, _ rib: inout RIB) -> UInt32? {
        let mask = policy.mask(prefix)
        if !isFresh, label == lastLabel, mask == lastMask { return last == 0 ? nil : last }
        finish(&rib)
        (isFresh, lastLabel, lastMask) = (false, label, mask)
        var changed = attributes
        var changedWeight = weight
        guard policy.evaluate(&changed, weight: &changedWeight, tag: tag, mask: mask, localASN: localASN)
        else { return nil }
        last = rib.intern(changed, nextHop: nextHop, label: label, weight: changedWeight, originator: originator) ?? 0
        return last == 0 ? nil : last
    }

    mutating func finish(_ rib: inout RIB) {
        rib.attributes.release(last, &rib.nextHops)
        last = 0
        isFresh = true
    }
}
