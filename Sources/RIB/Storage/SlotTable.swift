/// Open addressing with linear probing: 32 bits of hash and a number per slot, so that a search touches one place in memory
/// until it has found what it looks for.
///
/// 8 bytes per slot, a power of two of them, at most 3/4 full.
struct SlotTable: ~Copyable {
    /// Hash in the high half, number + 1 in the low half; 0 for an empty slot.
    private var slots = UniqueList<UInt64>()
    private var mask = 0
    private(set) var count = 0

    var byteCount: Int { slots.byteCount }

    /// The number of an entry with this hash for which `isMatch` holds.
    @inline(__always)
    func find(_ hash: UInt32, where isMatch: (Int) -> Bool) -> Int? {
        slots.isEmpty ? nil : search(hash, where: isMatch).number
    }

    /// The same, and the place where the search ended; there must be places.
    @inline(__always)
    func search(_ hash: UInt32, where isMatch: (Int) -> Bool) -> (number: Int?, place: Int) {
        var index = Int(hash) & mask
        while true {
            let slot = slots[index]
            if slot == 0 { return (nil, index) }
            if UInt32(truncatingIfNeeded: slot >> 32) == hash {
                let number = Int(slot & 0xFFFF_FFFF) - 1
                if isMatch(number) { return (number, index) }
            }
            index = (index + 1) & mask
        }
    }

    /// What is in the first place where an entry with this hash would be looked for.
    @inline(__always)
    func peek(_ hash: UInt32) -> UInt64 { slots.isEmpty ? 0 : slots[Int(hash) & mask] }

    /// Sees to it that there is a place for one entry more; moves all entries if there is not.
    ///
    /// Amortised constant time.
    @inline(__always)
    mutating func makePlace() {
        if (count + 1) * 4 > slots.count * 3 { grow() }
    }

    /// Adds an entry in the place where a search for it ended without success, after ``makePlace()``.
    @inline(__always)
    mutating func insert(_ hash: UInt32, _ number: Int, at place: Int) {
        count += 1
        slots[place] = UInt64(hash) << 32 | UInt64(truncatingIfNeeded: number + 1)
    }

    /// Takes an entry out; does nothing if it is not there.
    mutating func remove(_ hash: UInt32, _ number: Int) {
        if slots.isEmpty { return }
        let entry = UInt64(hash) << 32 | UInt64(truncatingIfNeeded: number + 1)
        var index = Int(hash) & mask
        while slots[index] != entry {
            if slots[index] == 0 { return }
            index = (index + 1) & mask
        }
        // Closes the gap, so that no search ends too early: entries move back unless their own place lies behind the gap.
        var next = (index + 1) & mask
        while slots[next] != 0 {
            let home = Int(truncatingIfNeeded: slots[next] >> 32) & mask
            if (next &- home) & mask >= (next &- index) & mask {
                slots[index] = slots[next]
                index = next
            }
            next = (next + 1) & mask
        }
        slots[index] = 0
        count -= 1
    }

    @inline(__always)
    private mutating func place(_ entry: UInt64) {
        var index = Int(truncatingIfNeeded: entry >> 32) & mask
        while slots[index] != 0 { index = (index + 1) & mask }
        slots[index] = entry
    }

    private mutating func grow() {
        var old = UniqueList<UInt64>(repeating: 0, count: Swift.max(16, slots.count * 2))
        swap(&old, &slots)
        mask = slots.count - 1
        for index in old.indices where old[index] != 0 { place(old[index]) }
    }
}
