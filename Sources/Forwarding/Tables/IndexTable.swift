/// An open-addressing table from hashes to places in an array that its owner keeps; the owner compares the keys.
///
/// Eight bytes per slot, at most half full, without tombstones. Nothing in it depends on the process or the machine.
struct IndexTable: Sendable {
    /// The upper half of the hash and the place plus one; 0 = free.
    private var slots = ContiguousArray<UInt64>(repeating: 0, count: 8)
    private(set) var count = 0

    init() {}

    /// The first place with that hash for which `matches` holds.
    @inline(__always) func find(_ hash: UInt64, where matches: (UInt32) -> Bool) -> UInt32? {
        let span = slots.span
        let mask = span.count &- 1
        let mark = hash &>> 32
        var slot = Int(truncatingIfNeeded: mark) & mask
        while span[slot] != 0 {
            let place = UInt32(truncatingIfNeeded: span[slot]) &- 1
            if span[slot] &>> 32 == mark, matches(place) { return place }
            slot = (slot &+ 1) & mask
        }
        return nil
    }

    /// Adds a place, which must not be there yet.
    mutating func insert(_ hash: UInt64, _ place: UInt32) {
        if (count + 1) * 2 > slots.count { grow() }
        put(hash & 0xFFFF_FFFF_0000_0000 | UInt64(place) + 1)
        count += 1
    }

    /// Removes a place that was added with that hash; nothing happens if it was not.
    mutating func remove(_ hash: UInt64, _ place: UInt32) {
        let mask = slots.count - 1
        let entry = hash & 0xFFFF_FFFF_0000_0000 | UInt64(place) + 1
        var hole = home(of: entry)
        while slots[hole] != entry {
            if slots[hole] == 0 { return }
            hole = (hole + 1) & mask
        }
        count -= 1
        slots[hole] = 0
        // Entries behind the hole move up unless they would land in front of their home slot.
        var next = (hole + 1) & mask
        while slots[next] != 0 {
            if (next - home(of: slots[next])) & mask >= (next - hole) & mask {
                slots[hole] = slots[next]
                slots[next] = 0
                hole = next
            }
            next = (next + 1) & mask
        }
    }

    private func home(of entry: UInt64) -> Int { Int(truncatingIfNeeded: entry >> 32) & (slots.count - 1) }

    private mutating func put(_ entry: UInt64) {
        var slot = home(of: entry)
        while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
        slots[slot] = entry
    }

    private mutating func grow() {
        let old = slots
        slots = ContiguousArray(repeating: 0, count: old.count * 2)
        for entry in old where entry != 0 { put(entry) }
    }
}
