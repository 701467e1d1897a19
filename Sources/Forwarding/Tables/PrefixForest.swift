/// Longest-prefix match over many tables that share their memory: a tree bitmap with six bits per node.
///
/// A table is one root; an empty one costs 24 bytes, a thousand small ones a few kilobytes. A full table of 900,000 IPv4
/// prefixes takes about 25 bytes per prefix. Insertion and removal touch one path of nodes.
struct PrefixForest<Key: TrieKey>: ~Copyable, Sendable {
    private var nodes = BlockPool(filler: TrieNode())
    private var values = BlockPool<UInt32>(filler: 0)
    private let covering = TrieNode.coveringPrefixes()

    /// What a lookup finds.
    struct Match: BitwiseCopyable {
        var value: UInt32
        var length: UInt8
    }

    init() {}

    var byteCount: Int { nodes.byteCount + values.byteCount }

    /// A new table, named by its root.
    mutating func addTable() -> UInt32 { nodes.allocateOne(TrieNode()) }

    /// The longest prefix that covers `key`.
    ///
    /// O(length / 6).
    @inline(__always) func lookup(_ key: Key, in table: UInt32) -> Match? {
        let span = nodes.elements.span
        let covering = covering.span
        var node = span[Int(table)]
        var (bestPrefixes, bestNumber, bestBlock, bestLevel) = (UInt64(0), UInt64(0), UInt32(0), 0)
        var level = 0
        while true {
            let piece = key.piece(at: level)
            if node.prefixes != 0 {
                let matching = node.prefixes & covering[Int(truncatingIfNeeded: piece)]
                if matching != 0 {
                    bestNumber = UInt64(truncatingIfNeeded: 63 &- matching.leadingZeroBitCount)
                    bestPrefixes = node.prefixes
                    bestBlock = node.valueBlock
                    bestLevel = level
                }
            }
            guard node.children &>> piece & 1 == 1 else { break }
            node = span[Int(node.childBlock) &+ TrieNode.rankOfMember(piece, in: node.children)]
            level &+= 1
        }
        guard bestNumber != 0 else { return nil }
        let bits = 63 &- bestNumber.leadingZeroBitCount
        return Match(
            value: values[Int(bestBlock) &+ TrieNode.rankOfMember(bestNumber, in: bestPrefixes)],
            length: Key.length(level: bestLevel, bits: bits)
        )
    }

    /// The value of exactly this prefix.
    func value(of key: Key, length: UInt8, in table: UInt32) -> UInt32? {
        let place = Key.place(of: length)
        var index = Int(table)
        for level in 0..<place.level {
            let node = nodes[index]
            let piece = key.piece(at: level)
            guard node.children &>> piece & 1 == 1 else { return nil }
            index = Int(node.childBlock) + TrieNode.rank(of: piece, in: node.children)
        }
        let node = nodes[index]
        let number = TrieNode.number(of: key.piece(at: place.level), bits: place.bits)
        guard node.prefixes &>> number & 1 == 1 else { return nil }
        return values[Int(node.valueBlock) + TrieNode.rank(of: number, in: node.prefixes)]
    }

    /// Sets a prefix's value and returns the one it had.
    ///
    /// No bit of `key` beyond `length` may be set.
    @discardableResult
    mutating func insert(_ value: UInt32, for key: Key, length: UInt8, in table: UInt32) -> UInt32? {
        let place = Key.place(of: length)
        var index = Int(table)
        for level in 0..<place.level { index = child(of: index, for: key.piece(at: level)) }
        var node = nodes[index]
        let number = TrieNode.number(of: key.piece(at: place.level), bits: place.bits)
        let rank = TrieNode.rank(of: number, in: node.prefixes)
        if node.prefixes &>> number & 1 == 1 {
            let position = Int(node.valueBlock) + rank
            let old = values[position]
            values[position] = value
            return old
        }
        let count = node.prefixes.nonzeroBitCount
        node.valueBlock = values.insert(value, at: rank, of: node.valueBlock, count: count)
        node.prefixes |= 1 &<< number
        nodes[index] = node
        return nil
    }

    /// Removes a prefix and returns its value; `nil` if it was not there.
    ///
    /// Nodes that it leaves empty go with it.
    mutating func remove(_ key: Key, length: UInt8, in table: UInt32) -> UInt32? {
        let place = Key.place(of: length)
        var path = InlineArray<22, Int>(repeating: 0)
        path[0] = Int(table)
        for level in 0..<place.level {
            let node = nodes[path[level]]
            let piece = key.piece(at: level)
            guard node.children &>> piece & 1 == 1 else { return nil }
            path[level + 1] = Int(node.childBlock) + TrieNode.rank(of: piece, in: node.children)
        }
        var node = nodes[path[place.level]]
        let number = TrieNode.number(of: key.piece(at: place.level), bits: place.bits)
        guard node.prefixes &>> number & 1 == 1 else { return nil }
        let rank = TrieNode.rank(of: number, in: node.prefixes)
        let value = values[Int(node.valueBlock) + rank]
        node.valueBlock = values.remove(at: rank, of: node.valueBlock, count: node.prefixes.nonzeroBitCount)
        node.prefixes &= ~(1 &<< number)
        nodes[path[place.level]] = node
        var level = place.level
        while level > 0, nodes[path[level]].isEmpty {
            level -= 1
            removeChild(of: path[level], for: key.piece(at: level))
        }
        return value
    }

    /// Calls `body` for each prefix of a table, by address, then the shorter first.
    func forEach(in table: UInt32, _ body: (Key, UInt8, UInt32) -> Void) {
        visit(Int(table), level: 0, number: 1, key: .zero, body)
    }

    private func visit(_ index: Int, level: Int, number: UInt64, key: Key, _ body: (Key, UInt8, UInt32) -> Void) {
        let node = nodes[index]
        guard number < 64 else {
            let piece = number & 63
            guard node.children &>> piece & 1 == 1 else { return }
            let child = Int(node.childBlock) + TrieNode.rank(of: piece, in: node.children)
            return visit(child, level: level + 1, number: 1, key: key.filling(piece, at: level), body)
        }
        if node.prefixes &>> number & 1 == 1 {
            let bits = 63 - number.leadingZeroBitCount
            let piece = (number ^ 1 << UInt64(bits)) << UInt64(6 - bits)
            let value = values[Int(node.valueBlock) + TrieNode.rank(of: number, in: node.prefixes)]
            body(key.filling(piece, at: level), Key.length(level: level, bits: bits), value)
        }
        visit(index, level: level, number: number * 2, key: key, body)
        visit(index, level: level, number: number * 2 + 1, key: key, body)
    }

    /// The place of a node's child, which is made if there is none.
    private mutating func child(of index: Int, for piece: UInt64) -> Int {
        var node = nodes[index]
        let rank = TrieNode.rank(of: piece, in: node.children)
        if node.children &>> piece & 1 == 0 {
            let count = node.children.nonzeroBitCount
            node.childBlock = nodes.insert(TrieNode(), at: rank, of: node.childBlock, count: count)
            node.children |= 1 &<< piece
            nodes[index] = node
        }
        return Int(node.childBlock) + rank
    }

    private mutating func removeChild(of index: Int, for piece: UInt64) {
        var node = nodes[index]
        let rank = TrieNode.rank(of: piece, in: node.children)
        node.childBlock = nodes.remove(at: rank, of: node.childBlock, count: node.children.nonzeroBitCount)
        node.children &= ~(1 &<< piece)
        nodes[index] = node
    }
}
