/// A node of a tree bitmap: which prefixes end within its six bits, and which of its 64 children exist (24 bytes).
///
/// Prefixes are numbered like a heap: 1 is the empty one, `2n` and `2n + 1` extend `n` by one bit. Values and children stand
/// in blocks, in the order of their bits, so that a place in a block is the number of bits set below.
struct TrieNode: BitwiseCopyable {
    var prefixes: UInt64 = 0
    var children: UInt64 = 0
    var valueBlock: UInt32 = 0
    var childBlock: UInt32 = 0

    @inline(__always) var isEmpty: Bool { prefixes | children == 0 }

    /// The place of bit `index` in the block that belongs to `bits`.
    ///
    /// Bit `index` is set. Most often it is the only one, which spares counting: without an instruction for it that takes a dozen of them.
    @inline(__always) static func rankOfMember(_ index: UInt64, in bits: UInt64) -> Int {
        bits & (bits &- 1) == 0 ? 0 : rank(of: index, in: bits)
    }

    /// The place that bit `index` has, or would have.
    @inline(__always) static func rank(of index: UInt64, in bits: UInt64) -> Int {
        (bits & ((1 &<< index) &- 1)).nonzeroBitCount
    }

    /// The heap number of the prefix that covers the first `bits` (0 to 5) of a piece.
    @inline(__always) static func number(of piece: UInt64, bits: Int) -> UInt64 {
        1 &<< UInt64(bits) | piece &>> UInt64(6 &- bits)
    }

    /// For each piece the bits of the prefixes that cover it.
    ///
    /// Not in line, so that a forest is small wherever it is passed on.
    static func coveringPrefixes() -> ContiguousArray<UInt64> {
        ContiguousArray(
            (0..<64).map { piece in
                (0..<6).reduce(0) { $0 | 1 << number(of: UInt64(piece), bits: $1) }
            }
        )
    }
}
