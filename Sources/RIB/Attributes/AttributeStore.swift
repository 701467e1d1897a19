/// Each distinct attribute set once, behind a handle with a count of its uses.
///
/// A set is its record and the canonical encoding of all attributes but NEXT_HOP. Bytes per set: 36 for the record, 20 for the
/// bookkeeping, 11 to 21 for the slot, and the encoding rounded up to 16. Handle 0 stands for none.
struct AttributeStore: ~Copyable {
    struct Entry: BitwiseCopyable {
        var uses: UInt32
        var block: UInt32
        var hash: UInt32
        /// Differs between sets that have had the same handle one after the other.
        var serial: UInt32
        var length: UInt16
    }

    private var records = UniqueList(repeating: AttributeRecord(), count: 1)
    private var entries = UniqueList(repeating: Entry(uses: 1, block: 0, hash: 0, serial: 0, length: 0), count: 1)
    private var free: [UInt32] = []
    private var slots = SlotTable()
    private var arena = ByteArena()
    private var lastSerial: UInt32 = 0
    private let seed: UInt64

    init(seed: UInt64) { self.seed = seed | 1 }

    /// Distinct sets.
    var count: Int { entries.count - 1 - free.count }

    var byteCount: Int {
        records.byteCount + entries.byteCount
            + slots.byteCount + free.capacity * 4 + arena.byteCount
    }

    @inline(__always)
    func record(_ handle: UInt32) -> AttributeRecord { records[Int(handle)] }

    func serial(_ handle: UInt32) -> UInt32 { entries[Int(handle)].serial }

    /// Whether a handle seen earlier still means the set that it meant then.
    func isCurrent(_ handle: UInt32, serial: UInt32) -> Bool {
        Int(handle) < entries.count && entries[Int(handle)].serial == serial && entries[Int(handle)].uses > 0
    }

    /// The canonical encoding of a set's attributes.
    @_lifetime(borrow self)
    func encoding(_ handle: UInt32) -> RawSpan {
        let entry = entries[Int(handle)]
        let span = arena.span(entry.block, length: Int(entry.length))
        return _overrideLifetime(span, borrowing: self)
    }

    /// The handle of a set, with one use added for the caller.
    ///
    /// A new set adds a use to its next hop.
    ///
    /// `nil` if the encoding is longer than any message. Amortised constant time but for hashing the octets.
    mutating func intern(
        _ record: AttributeRecord,
        _ bytes: [UInt8],
        _ nextHops: inout NextHopTable
    ) -> UInt32? {
        intern(record, bytes, hash(record, bytes), &nextHops)
    }

    /// The same with what ``hash(_:_:)`` gave for the set.
    mutating func intern(
        _ record: AttributeRecord,
        _ bytes: [UInt8],
        _ hash: UInt32,
        _ nextHops: inout NextHopTable
    ) -> UInt32? {
        guard bytes.count <= Int(UInt16.max) else { return nil }
        slots.makePlace()
        let (known, place) = slots.search(hash) { matches(UInt32(truncatingIfNeeded: $0), record, bytes) }
        if let known {
            entries[known].uses += 1
            return UInt32(truncatingIfNeeded: known)
        }
        lastSerial &+= 1
        let entry = Entry(
            uses: 1,
            block: arena.store(bytes),
            hash: hash,
            serial: lastSerial,
            length: UInt16(truncatingIfNeeded: bytes.count)
        )
        nextHops.retain(record.nextHop)
        let handle = number(entry, record)
        slots.insert(hash, Int(handle), at: place)
        return handle
    }

    @inline(__always)
    mutating func retain(_ handle: UInt32) {
        if handle != 0 { entries[Int(handle)].uses += 1 }
    }

    @inline(__always)
    mutating func retain(_ handle: UInt32, count: UInt32) {
        if handle != 0 { entries[Int(handle)].uses += count }
    }

    /// Takes one use back; with the last one the set is forgotten, and its use of the next hop too.
    @inline(__always)
    mutating func release(_ handle: UInt32, _ nextHops: inout NextHopTable) {
        guard handle != 0 else { return }
        entries[Int(handle)].uses -= 1
        if entries[Int(handle)].uses == 0 { forget(handle, &nextHops) }
    }

    private mutating func number(_ entry: Entry, _ record: AttributeRecord) -> UInt32 {
        if let handle = free.popLast() {
            entries[Int(handle)] = entry
            records[Int(handle)] = record
            return handle
        }
        entries.append(entry)
        records.append(record)
        return UInt32(truncatingIfNeeded: entries.count - 1)
    }

    private mutating func forget(_ handle: UInt32, _ nextHops: inout NextHopTable) {
        let entry = entries[Int(handle)]
        slots.remove(entry.hash, Int(handle))
        arena.free(entry.block, length: Int(entry.length))
        nextHops.release(records[Int(handle)].nextHop)
        free.append(handle)
    }

    private func matches(_ handle: UInt32, _ record: AttributeRecord, _ bytes: [UInt8]) -> Bool {
        let entry = entries[Int(handle)]
        guard Int(entry.length) == bytes.count, records[Int(handle)] == record else { return false }
        let stored = arena.span(entry.block, length: bytes.count)
        let given = bytes.span.bytes
        var offset = 0
        while offset + 8 <= given.byteCount {
            let a = stored.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self)
            let b = given.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self)
            if a != b { return false }
            offset += 8
        }
        while offset < given.byteCount {
            if stored.octet(at: offset) != given.octet(at: offset) { return false }
            offset += 1
        }
        return true
    }

    /// See ``PrefixIndex/peek(_:)``.
    @inline(__always)
    func peek(_ hash: UInt32) -> UInt64 { slots.peek(hash) }

    func hash(_ record: AttributeRecord, _ bytes: [UInt8]) -> UInt32 {
        var hash = seed ^ UInt64(bytes.count)
        @inline(__always) func mix(_ word: UInt64) {
            let product = (hash ^ word).multipliedFullWidth(by: 0x9FB2_1C65_1E98_DF25)
            hash = product.high ^ product.low ^ seed
        }
        mix(UInt64(record.nextHop) << 32 | UInt64(record.label))
        mix(UInt64(record.weight) << 32 | UInt64(record.originator))
        let span = bytes.span.bytes
        var offset = 0
        while offset + 8 <= span.byteCount {
            mix(span.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self).littleEndian)
            offset += 8
        }
        var last: UInt64 = 0
        while offset < span.byteCount {
            last = last << 8 | UInt64(span.octet(at: offset) ?? 0)
            offset += 1
        }
        mix(last)
        return UInt32(truncatingIfNeeded: hash ^ hash >> 32)
    }
}
