/// Gives each prefix of a table a dense number, and finds it again.
///
/// Bytes per prefix: the key's stride (8 for IPv4, 24 for IPv6, 16 and 32 with route distinguisher) and 11 to 21 for the
/// slots. Numbers of removed prefixes are given out again.
struct PrefixIndex<Key: TableKey>: ~Copyable {
    private(set) var keys = UniqueList<Key>()
    private var free = UniqueList<UInt32>()
    private var slots = SlotTable()
    private let multiplier: UInt64

    init(seed: UInt64) { multiplier = seed | 1 }

    /// Prefixes that have a number.
    var count: Int { keys.count - free.count }

    var byteCount: Int { keys.byteCount + slots.byteCount + free.byteCount }

    @inline(__always)
    private func hash(_ key: Key) -> UInt32 { UInt32(truncatingIfNeeded: key.hash(multiplier) >> 32) }

    func find(_ key: Key) -> Int? { slots.find(hash(key)) { keys[$0] == key } }

    /// Reads where a search for the prefix would begin, so that the processor has that place at hand when one does.
    ///
    /// The result means nothing, but has to be used, or the compiler would leave out the reading.
    @inline(__always)
    func peek(_ key: Key) -> UInt64 { slots.peek(hash(key)) }

    /// The number of a prefix, a new one if it has none.
    ///
    /// Amortised constant time.
    mutating func findOrInsert(_ key: Key) -> (number: Int, isNew: Bool) {
        let hash = hash(key)
        slots.makePlace()
        let (known, place) = slots.search(hash) { keys[$0] == key }
        if let known { return (known, false) }
        let number: Int
        if let reused = free.popLast() {
            number = Int(reused)
            keys[number] = key
        } else {
            number = keys.count
            keys.append(key)
        }
        slots.insert(hash, number, at: place)
        return (number, true)
    }

    /// Forgets a number that is in use.
    mutating func remove(_ number: Int) {
        slots.remove(hash(keys[number]), number)
        free.append(UInt32(truncatingIfNeeded: number))
    }
}
