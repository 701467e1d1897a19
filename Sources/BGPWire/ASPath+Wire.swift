import NetworkTypes

extension ASPath {
    /// Reads the value of AS_PATH or AS4_PATH.
    ///
    /// - Returns: `nil` if it is malformed (RFC 7606 §7.2): an unknown segment kind, a segment that is empty or too long, AS 0 (RFC 7607).
    ///   Complexity: linear; one allocation of the exact size.
    init?(_ bytes: RawSpan, range: Range<Int>, fourOctetAS: Bool) {
        let size = fourOctetAS ? 4 : 2
        guard let wordCount = Self.wordCount(bytes, range: range, octetsPerAS: size) else { return nil }
        words = []
        words.reserveCapacity(wordCount)
        var offset = range.lowerBound
        while words.count < wordCount, let header = bytes.loadUInt16(at: offset) {
            words.append(UInt32(header >> 8) << 24 | UInt32(header & 0xFF))
            offset += 2
            for _ in 0..<Int(header & 0xFF) {
                let value = fourOctetAS ? bytes.loadUInt32(at: offset) : bytes.loadUInt16(at: offset).map(UInt32.init)
                guard let value, value != 0 else { return nil }
                words.append(value)
                offset += size
            }
        }
    }

    /// The number of words that a well-formed path needs, `nil` for a malformed one.
    private static func wordCount(_ bytes: RawSpan, range: Range<Int>, octetsPerAS: Int) -> Int? {
        var offset = range.lowerBound
        var words = 0
        while offset < range.upperBound {
            guard range.upperBound - offset >= 2, let header = bytes.loadUInt16(at: offset),
                (1...4).contains(header >> 8), header & 0xFF > 0
            else { return nil }
            let count = Int(header & 0xFF)
            offset += 2 + count * octetsPerAS
            words += 1 + count
        }
        return offset == range.upperBound ? words : nil
    }

    /// Octets of the value of AS_PATH.
    func encodedByteCount(fourOctetAS: Bool) -> Int {
        var count = 0
        forEachSegment { _, range in count += 2 + range.count * (fourOctetAS ? 4 : 2) }
        return count
    }

    /// Appends the value of AS_PATH; numbers that don't fit in two octets become AS_TRANS.
    func append(to bytes: inout [UInt8], fourOctetAS: Bool) {
        var index = 0
        while index < words.count {
            let count = Int(words[index] & 0xFF_FFFF)
            bytes.append(UInt8(truncatingIfNeeded: words[index] >> 24))
            bytes.append(UInt8(truncatingIfNeeded: count))
            for word in words[index + 1..<index + 1 + count] {
                if fourOctetAS {
                    bytes.append(bigEndian: word)
                } else {
                    bytes.append(bigEndian: UInt16(exactly: word) ?? UInt16(ASN.trans.rawValue))
                }
            }
            index += 1 + count
        }
    }
}
