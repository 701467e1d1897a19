import NetworkTypes
import Packets
import Testing

@Suite("Internet checksum") struct InternetChecksumTests {
    /// Word by word, as RFC 1071 describes it.
    static func plain(_ bytes: ArraySlice<UInt8>) -> UInt16 {
        var sum: UInt32 = 0
        var index = bytes.startIndex
        while index < bytes.endIndex {
            let low = index + 1 < bytes.endIndex ? bytes[index + 1] : 0
            sum += UInt32(bytes[index]) << 8 | UInt32(low)
            index += 2
        }
        while sum > 0xFFFF { sum = (sum & 0xFFFF) + sum >> 16 }
        return ~UInt16(sum)
    }

    @Test func `eight bytes at a time give what single words give`() {
        var random = SeededGenerator(seed: 5)
        for _ in 0..<2000 {
            let bytes = (0..<Int(random.below(200))).map { _ in
                random.below(3) == 0 ? 0xFF : UInt8(truncatingIfNeeded: random.next())
            }
            let start = Int(random.below(UInt64(bytes.count + 1)))
            var sum = InternetChecksum()
            sum.add(bytes.span.bytes, in: start..<bytes.count)
            #expect(sum.value == Self.plain(bytes[start...]))
        }
    }

    @Test func `a jumbo packet of ones does not overflow`() {
        let bytes = [UInt8](repeating: 0xFF, count: 65535)
        var sum = InternetChecksum()
        sum.add(bytes.span.bytes, in: 0..<bytes.count)
        #expect(sum.value == Self.plain(bytes[...]))
    }

    @Test func `the example of RFC 1071`() {
        let bytes: [UInt8] = [0x00, 0x01, 0xF2, 0x03, 0xF4, 0xF5, 0xF6, 0xF7]
        var sum = InternetChecksum()
        sum.add(bytes.span.bytes, in: 0..<8)
        #expect(sum.value == ~0xDDF2)
    }

    @Test func `an update gives what computing anew gives`() {
        var random = SeededGenerator(seed: 6)
        for _ in 0..<2000 {
            var words = (0..<10).map { _ in random.below(4) == 0 ? 0 : UInt16(truncatingIfNeeded: random.next()) }
            func checksum() -> UInt16 {
                var sum = InternetChecksum()
                for word in words { sum.add(word) }
                return sum.value
            }
            let before = checksum()
            let old = words[4]
            words[4] = UInt16(truncatingIfNeeded: random.next())
            let updated = InternetChecksum.updated(before, from: old, to: words[4])
            // The two zeros of one's complement mean the same.
            #expect(updated == checksum() || (updated == 0xFFFF && checksum() == 0) || (updated == 0 && checksum() == 0xFFFF))
        }
    }
}
