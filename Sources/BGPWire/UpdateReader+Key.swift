extension UpdateReader {
    // The key of a section's attributes is their octets without destinations: the length of the next hop part, AFI, SAFI and next
    // hop of MP_REACH_NLRI (nothing in the body), then all attributes but MP_REACH_NLRI and MP_UNREACH_NLRI as
    // they came. Each attribute carries its own length, so different attributes cannot give the same key. Equal keys under
    // equal contexts decode to equal attributes; unequal ones may too.

    /// A hash of the key, in which `seed` keeps peers from choosing collisions.
    ///
    /// Complexity: linear in the attributes' size, about a nanosecond per eight octets.
    public func keyHash(for section: UpdateSection, seed: UInt64) -> UInt64 {
        var hash = KeyHash(seed: seed)
        let pieces = keyPieces(for: section)
        hash.add(bytes, pieces.nextHop)
        hash.add(bytes, pieces.first)
        hash.add(bytes, pieces.second)
        hash.add(bytes, pieces.third)
        return hash.value
    }

    /// Whether `stored`, written by ``appendKey(for:to:)`` under an equal context, is this section's key.
    public func keyMatches(_ stored: RawSpan, for section: UpdateSection) -> Bool {
        let pieces = keyPieces(for: section)
        guard stored.byteCount == pieces.byteCount,
            stored.loadUInt8(at: 0) == UInt8(truncatingIfNeeded: pieces.nextHop.count)
        else { return false }
        var offset = 1
        return bytes.matches(stored, pieces.nextHop, at: &offset) && bytes.matches(stored, pieces.first, at: &offset)
            && bytes.matches(stored, pieces.second, at: &offset) && bytes.matches(stored, pieces.third, at: &offset)
    }

    /// Octets of the key.
    public func keyByteCount(for section: UpdateSection) -> Int { keyPieces(for: section).byteCount }

    /// Appends the key, for ``keyMatches(_:for:)`` to compare later messages with.
    public func appendKey(for section: UpdateSection, to bytes: inout [UInt8]) {
        let pieces = keyPieces(for: section)
        bytes.append(UInt8(truncatingIfNeeded: pieces.nextHop.count))
        bytes.append(self.bytes, pieces.nextHop)
        bytes.append(self.bytes, pieces.first)
        bytes.append(self.bytes, pieces.second)
        bytes.append(self.bytes, pieces.third)
    }

    /// The parts of the message that make up the key, in its order.
    private struct KeyPieces {
        var nextHop: Range<Int>
        var first: Range<Int>
        var second: Range<Int>
        var third: Range<Int>

        var byteCount: Int { 1 + nextHop.count + first.count + second.count + third.count }
    }

    private func keyPieces(for section: UpdateSection) -> KeyPieces {
        let (start, end) = (attributeField.lowerBound, attributeField.upperBound)
        // Absent attributes become empty cuts at the end.
        let reachable = reachableAttribute.isEmpty ? end..<end : reachableAttribute
        let unreachable = unreachableAttribute.isEmpty ? end..<end : unreachableAttribute
        let isReachableFirst = reachable.lowerBound <= unreachable.lowerBound
        let (earlier, later) = isReachableFirst ? (reachable, unreachable) : (unreachable, reachable)
        return KeyPieces(
            nextHop: section == .body ? 0..<0 : nextHopField,
            first: start..<earlier.lowerBound,
            second: earlier.upperBound..<later.lowerBound,
            third: later.upperBound..<end
        )
    }
}

/// A seeded multiply-and-fold hash over pieces of a message, after wyhash.
private struct KeyHash {
    var value: UInt64
    private let secret: UInt64

    init(seed: UInt64) {
        value = seed ^ 0xA076_1D64_78BD_642F
        secret = seed | 1
    }

    mutating func add(_ bytes: RawSpan, _ piece: Range<Int>) {
        var offset = piece.lowerBound
        while piece.upperBound - offset >= 8, let word = bytes.loadUInt64(at: offset) {
            fold(word)
            offset += 8
        }
        var tail = UInt64(piece.count)
        while offset < piece.upperBound, let octet = bytes.loadUInt8(at: offset) {
            tail = tail << 8 | UInt64(octet)
            offset += 1
        }
        fold(tail)
    }

    private mutating func fold(_ word: UInt64) {
        let product = (value ^ word ^ 0xE703_7ED1_A0B4_28DB).multipliedFullWidth(by: secret ^ 0x8EBC_6AF0_9C88_C6E3)
        value = product.high ^ product.low ^ word
    }
}

extension RawSpan {
    /// Whether the octets of `range` stand at `offset` of `other`; moves behind them if so.
    fileprivate func matches(_ other: RawSpan, _ range: Range<Int>, at offset: inout Int) -> Bool {
        var index = range.lowerBound
        while range.upperBound - index >= 8 {
            guard let word = loadUInt64(at: index), word == other.loadUInt64(at: offset) else { return false }
            index += 8
            offset += 8
        }
        while index < range.upperBound {
            guard let octet = loadUInt8(at: index), octet == other.loadUInt8(at: offset) else { return false }
            index += 1
            offset += 1
        }
        return true
    }
}
