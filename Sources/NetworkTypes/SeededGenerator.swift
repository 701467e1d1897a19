/// A small, fast random source whose whole state is its seed, so that a run can be repeated (xoshiro256**, Blackman and Vigna 2018).
///
/// Each component gets a generator of its own by ``forked(for:)``: what one of them draws never shifts what another sees.
public struct SeededGenerator: RandomNumberGenerator, Hashable, Sendable {
    private var state: (UInt64, UInt64, UInt64, UInt64)

    public init(seed: UInt64) {
        var mixer = seed
        func next() -> UInt64 {
            // SplitMix64, the seeding that the authors of xoshiro recommend.
            mixer &+= 0x9E37_79B9_7F4A_7C15
            var z = mixer
            z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
            return z ^ z >> 31
        }
        state = (next(), next(), next(), next())
    }

    public mutating func next() -> UInt64 {
        let product = state.1 &* 5
        let result = (product << 7 | product >> 57) &* 9
        let shifted = state.1 << 17
        state.2 ^= state.0
        state.3 ^= state.1
        state.1 ^= state.2
        state.0 ^= state.3
        state.2 ^= shifted
        state.3 = state.3 << 45 | state.3 >> 19
        return result
    }

    /// A generator for the component called `label`, independent of this one's later draws.
    public func forked(for label: some StringProtocol) -> SeededGenerator {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325  // FNV-1a
        for byte in label.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
        return SeededGenerator(seed: hash ^ state.0 ^ (state.2 << 1))
    }

    /// A whole number in `0..<bound`, without the bias of a plain remainder; 0 if `bound` is 0.
    public mutating func below(_ bound: UInt64) -> UInt64 {
        guard bound > 0 else { return 0 }
        return next().multipliedFullWidth(by: bound).high
    }

    /// `duration` reduced by a random share of up to `percent` of it (0...100), as RFC 4271 §10 and RFC 5880 §6.8.7 ask.
    public mutating func jittered(_ duration: Duration, percent: UInt64) -> Duration {
        let whole = UInt64(clamping: duration.nanoseconds)
        let span = whole / 100 * Swift.min(percent, 100)
        return .nanoseconds(Int64(clamping: whole - below(span &+ 1)))
    }

    public static func == (left: Self, right: Self) -> Bool { left.state == right.state }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(state.0)
        hasher.combine(state.3)
    }
}
