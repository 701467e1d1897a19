/// A set of small numbers as bits, with a summary above them so that sparse sets are walked quickly.
///
/// Two bits per 63 members' worth of space: a million routes cost 127 kB. Walking visits members in ascending order.
struct BitSet: ~Copyable, Sendable {
    private var words = UniqueList<UInt64>()
    /// Bit *w* of the summary is set if word *w* has members.
    private var summary = UniqueList<UInt64>()
    private(set) var count = 0

    var isEmpty: Bool { count == 0 }

    var byteCount: Int { words.byteCount + summary.byteCount }

    @inline(__always)
    func contains(_ member: Int) -> Bool {
        let word = member >> 6
        return word < words.count && words[word] >> UInt64(member & 63) & 1 == 1
    }

    /// Adds a member; `false` if it was there.
    ///
    /// Amortised constant time.
    @discardableResult
    @inline(__always)
    mutating func insert(_ member: Int) -> Bool {
        let word = member >> 6
        if word >= words.count { grow(toHold: word) }
        let bit: UInt64 = 1 << UInt64(member & 63)
        let old = words[word]
        if old & bit != 0 { return false }
        words[word] = old | bit
        if old == 0 { summary[word >> 6] |= 1 << UInt64(word & 63) }
        count += 1
        return true
    }

    /// Takes a member out; `false` if it was not there.
    @discardableResult
    @inline(__always)
    mutating func remove(_ member: Int) -> Bool {
        let word = member >> 6
        guard word < words.count else { return false }
        let bit: UInt64 = 1 << UInt64(member & 63)
        let old = words[word]
        if old & bit == 0 { return false }
        words[word] = old & ~bit
        if old == bit { summary[word >> 6] &= ~(1 << UInt64(word & 63)) }
        count -= 1
        return true
    }

    /// The smallest member that is at least `start`.
    func first(from start: Int) -> Int? {
        var word = start >> 6
        guard word < words.count else { return nil }
        let rest = words[word] >> UInt64(start & 63)
        if rest != 0 { return start + rest.trailingZeroBitCount }
        word += 1
        var index = word >> 6
        guard index < summary.count else { return nil }
        var bits = summary[index] & UInt64.max << UInt64(word & 63)
        while bits == 0 {
            index += 1
            guard index < summary.count else { return nil }
            bits = summary[index]
        }
        word = (index << 6) + bits.trailingZeroBitCount
        return (word << 6) + words[word].trailingZeroBitCount
    }

    /// The smallest member that is at least `start` and those that follow it in the same word: `base` plus the place of each bit.
    @inline(__always)
    func members(from start: Int) -> (base: Int, bits: UInt64)? {
        guard let first = first(from: start) else { return nil }
        let word = first >> 6
        return (word << 6, words[word] & UInt64.max << UInt64(first & 63))
    }

    /// Which of the 64 numbers from `base` on, a multiple of 64, are members.
    @inline(__always)
    func members(above base: Int) -> UInt64 {
        let word = base >> 6
        return word < words.count ? words[word] : 0
    }

    /// Adds `base`, a multiple of 64, plus the place of each bit.
    @inline(__always)
    mutating func insert(_ bits: UInt64, above base: Int) {
        if bits == 0 { return }
        let word = base >> 6
        if word >= words.count { grow(toHold: word) }
        let old = words[word]
        words[word] = old | bits
        if old == 0 { summary[word >> 6] |= 1 << UInt64(word & 63) }
        count += (bits & ~old).nonzeroBitCount
    }

    /// Takes out `base`, a multiple of 64, plus the place of each bit.
    @inline(__always)
    mutating func remove(_ bits: UInt64, above base: Int) {
        let word = base >> 6
        guard word < words.count, words[word] & bits != 0 else { return }
        let old = words[word]
        words[word] = old & ~bits
        if old & ~bits == 0 { summary[word >> 6] &= ~(1 << UInt64(word & 63)) }
        count -= (old & bits).nonzeroBitCount
    }

    mutating func removeAll() { self = BitSet() }

    @inline(never)
    private mutating func grow(toHold word: Int) {
        let size = Swift.max(word + 1, words.count * 2)
        words.extend(to: size, with: 0)
        summary.extend(to: (size + 63) >> 6, with: 0)
    }
}

extension UInt64 {
    /// The lowest `count` of the bits that are set.
    @inline(__always)
    func lowest(_ count: Int) -> UInt64 {
        if nonzeroBitCount <= count { return self }
        var rest = self
        for _ in 0..<count { rest &= rest - 1 }
        return self & ~rest
    }

    /// The bits in places below `place`.
    @inline(__always)
    func below(_ place: Int) -> UInt64 { place >= 64 ? self : place <= 0 ? 0 : self & (1 << UInt64(place) - 1) }
}
