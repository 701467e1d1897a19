/// The MD5 message digest (RFC 1321), for signatures in tests.
enum MD5 {
    private static let shifts: [UInt32] = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21]

    /// The whole parts of 2³² times the sine of 1 to 64 (RFC 1321 §3.4).
    private static let sines: [UInt32] = (1...64).map { UInt32(4_294_967_296 * abs(sine(Double($0)))) }

    /// The sine by its series, after taking away whole turns; good to the 33 bits that are needed.
    private static func sine(_ angle: Double) -> Double {
        var reduced = angle - (angle / (2 * Double.pi)).rounded() * 2 * Double.pi
        if reduced > Double.pi / 2 { reduced = Double.pi - reduced }
        if reduced < -Double.pi / 2 { reduced = -Double.pi - reduced }
        var term = reduced
        var sum = reduced
        for step in 1...14 {
            term *= -reduced * reduced / Double(2 * step * (2 * step + 1))
            sum += term
        }
        return sum
    }

    @Sendable static func digest(_ bytes: [UInt8]) -> [UInt8] {
        var message = bytes + [0x80]
        message += [UInt8](repeating: 0, count: (120 - message.count % 64) % 64)
        let bits = UInt64(bytes.count) * 8
        message += (0..<8).map { UInt8(truncatingIfNeeded: bits >> (8 * UInt64($0))) }
        var state: [UInt32] = [0x6745_2301, 0xEFCD_AB89, 0x98BA_DCFE, 0x1032_5476]
        for block in stride(from: 0, to: message.count, by: 64) {
            let words = (0..<16).map { word in
                (0..<4).reduce(UInt32(0)) { $0 | UInt32(message[block + word * 4 + $1]) << UInt32(8 * $1) }
            }
            let sums = round(state, words)
            for index in 0..<4 { state[index] &+= sums[index] }
        }
        return state.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> UInt32(8 * $0)) } }
    }

    private static func round(_ state: [UInt32], _ words: [UInt32]) -> [UInt32] {
        var (a, b, c, d) = (state[0], state[1], state[2], state[3])
        for step in 0..<64 {
            let mixed: UInt32
            let word: Int
            switch step / 16 {
            case 0: (mixed, word) = (b & c | ~b & d, step)
            case 1: (mixed, word) = (d & b | ~d & c, (5 * step + 1) % 16)
            case 2: (mixed, word) = (b ^ c ^ d, (3 * step + 5) % 16)
            default: (mixed, word) = (c ^ (b | ~d), 7 * step % 16)
            }
            let sum = a &+ mixed &+ sines[step] &+ words[word]
            let shift = shifts[step / 16 * 4 + step % 4]
            (a, d, c, b) = (d, c, b, b &+ (sum << shift | sum >> (32 - shift)))
        }
        return [a, b, c, d]
    }
}
