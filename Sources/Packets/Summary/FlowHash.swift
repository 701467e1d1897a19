/// A seeded hash of a flow's five numbers, the same on every machine.
///
/// Both families go through the same mixer (the finaliser of MurmurHash3 after each 64-bit word), so that flows spread
/// evenly whichever bits of the result a caller uses. It is no defence against somebody who picks flows on purpose.
public struct FlowHash: Sendable, BitwiseCopyable {
    @usableFromInline var state: UInt64

    @inlinable public init(seed: UInt64) { state = seed ^ 0x9E37_79B9_7F4A_7C15 }

    @inlinable public mutating func combine(_ word: UInt64) {
        state ^= word
        state = (state ^ state >> 33) &* 0xFF51_AFD7_ED55_8CCD
        state = (state ^ state >> 33) &* 0xC4CE_B9FE_1A85_EC53
        state ^= state >> 33
    }

    @inlinable public var value: UInt64 { state }
}
