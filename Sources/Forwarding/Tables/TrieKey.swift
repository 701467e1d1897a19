import NetworkTypes

/// An address as a trie sees it: pieces of six bits from the top, after two imaginary zero bits.
///
/// The two bits in front put the boundaries between pieces at 4, 10, 16, 22, 28 …, so that a /24, a /32, a /48 and a /128
/// stand inside of a node with their neighbours instead of each getting a node of its own.
protocol TrieKey: BitwiseCopyable, Sendable {
    /// Levels of a trie over such keys.
    static var levelCount: Int { get }

    static var zero: Self { get }

    /// The six bits of one level.
    func piece(at level: Int) -> UInt64

    /// This key with six bits of one level filled in, where it has zeros so far.
    func filling(_ piece: UInt64, at level: Int) -> Self
}

extension TrieKey {
    /// The level whose node holds prefixes of that length, and how many of its six bits the prefix covers (0 to 5).
    @inline(__always) static func place(of length: UInt8) -> (level: Int, bits: Int) {
        ((Int(length) &+ 2) / 6, (Int(length) &+ 2) % 6)
    }

    /// The length of the prefix that covers `bits` bits of `level`.
    @inline(__always) static func length(level: Int, bits: Int) -> UInt8 {
        UInt8(truncatingIfNeeded: level &* 6 &+ bits &- 2)
    }
}

extension IPv4Address: TrieKey {
    static var levelCount: Int { 6 }
    static var zero: IPv4Address { .any }

    @inline(__always) func piece(at level: Int) -> UInt64 {
        (UInt64(rawValue) &<< 30) &>> UInt64(58 &- 6 &* level) & 63
    }

    func filling(_ piece: UInt64, at level: Int) -> IPv4Address {
        IPv4Address(rawValue: rawValue | UInt32(truncatingIfNeeded: (piece &<< UInt64(58 &- 6 &* level)) &>> 30))
    }
}

extension IPv6Address: TrieKey {
    static var levelCount: Int { 22 }
    static var zero: IPv6Address { .any }

    @inline(__always) func piece(at level: Int) -> UInt64 {
        // Level 10 ends with the 64th bit; only the first and the last level are shorter than six bits.
        if level < 11 { return high &>> UInt64(60 &- 6 &* level) & 63 }
        return level < 21 ? low &>> UInt64(124 &- 6 &* level) & 63 : low &<< 2 & 63
    }

    func filling(_ piece: UInt64, at level: Int) -> IPv6Address {
        if level < 11 { return IPv6Address(high: high | piece &<< UInt64(60 &- 6 &* level), low: low) }
        let bits = level < 21 ? piece &<< UInt64(124 &- 6 &* level) : piece &>> 2
        return IPv6Address(high: high, low: low | bits)
    }
}
