/// Finds the dense number of a prefix: an open-addressing table of numbers over an array of keys.
///
/// Bytes per prefix: the key's stride (8 for IPv4, 24 for IPv6, 16 and 32 with route distinguisher) and 6 to 12 for the slots.
/// Numbers of removed prefixes are given out again.
struct PrefixIndex<Key: TableKey>: ~Copyable {
    private(set) var keys: [Key] = []
    private var free: [UInt32] = []
    /// Number + 1, or 0 for an empty slot; a power of two of them, at most 3/4 full.
    private var slots: [UInt32] = []
    private var shift: UInt64 = 64
    private let multiplier: UInt64

    init(seed: UInt64) { multiplier = seed | 1 }

    var count: Int { keys.count - free.count }
    /// One more than the largest number in use.
    var limit: Int { keys.count }

    var byteCount: Int { keys.capacity * MemoryLayout<Key>.stride + (slots.capacity + free.capacity) * 4 }

    func find(_ key: Key) -> Int? {
        if slots.isEmpty { return nil }
        let mask = slots.count - 1
        var slot = Int(truncatingIfNeeded: key.hash(multiplier) >> shift)
        while true {
            let entry = slots[slot]
            if entry == 0 { return nil }
            let number = Int(entry) - 1
            if keys[number] == key { return number }
            slot = (slot + 1) & mask
        }
    }

    /// The number of a prefix, a new one if it has none. Amortised constant time.
    mutating func findOrInsert(_ key: Key) -> (number: Int, isNew: Bool) {
        if (count + 1) * 4 > slots.count * 3 { grow() }
        let mask = slots.count - 1
        var slot = Int(truncatingIfNeeded: key.hash(multiplier) >> shift)
        while true {
            let entry = slots[slot]
            if entry == 0 { break }
            let number = Int(entry) - 1
            if keys[number] == key { return (number, false) }
            slot = (slot + 1) & mask
        }
        let number: Int
        if let reused = free.popLast() {
            number = Int(reused)
            keys[number] = key
        } else {
            number = keys.count
            keys.append(key)
        }
        slots[slot] = UInt32(truncatingIfNeeded: number + 1)
        return (number, true)
    }

    /// Forgets a number that is in use.
    mutating func remove(_ number: Int) {
        let mask = slots.count - 1
        var slot = Int(truncatingIfNeeded: keys[number].hash(multiplier) >> shift)
        while slots[slot] != UInt32(truncatingIfNeeded: number + 1) {
            if slots[slot] == 0 { return }
            slot = (slot + 1) & mask
        }
        // Closes the gap, so that no search ends too early: entries move back unless their own place lies behind the gap.
        var next = (slot + 1) & mask
        while slots[next] != 0 {
            let home = Int(truncatingIfNeeded: keys[Int(slots[next]) - 1].hash(multiplier) >> shift)
            if (next &- home) & mask >= (next &- slot) & mask {
                slots[slot] = slots[next]
                slot = next
            }
            next = (next + 1) & mask
        }
        slots[slot] = 0
        free.append(UInt32(truncatingIfNeeded: number))
    }

    private mutating func grow() {
        let size = Swift.max(16, slots.count * 2)
        let old = slots
        slots = Array(repeating: 0, count: size)
        shift = 64 - UInt64(size.trailingZeroBitCount)
        let mask = size - 1
        for entry in old where entry != 0 {
            var slot = Int(truncatingIfNeeded: keys[Int(entry) - 1].hash(multiplier) >> shift)
            while slots[slot] != 0 { slot = (slot + 1) & mask }
            slots[slot] = entry
        }
    }
}
