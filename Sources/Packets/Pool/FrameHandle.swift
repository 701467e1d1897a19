/// Names one frame in a ``FramePool`` until it is released.
///
/// A number of four bytes, so that queues of frames are queues of numbers. It holds a size class, the slot's
/// generation and the slot's place; zero never names a frame.
public struct FrameHandle: RawRepresentable, Hashable, Sendable, BitwiseCopyable {
    public var rawValue: UInt32

    @inlinable public init(rawValue: UInt32) { self.rawValue = rawValue }

    /// A handle that names nothing, for tables that need one.
    @inlinable public static var none: FrameHandle { FrameHandle(rawValue: 0) }

    // Bit 31: large slot. Bits 30 to 23: generation, 1 to 255. Bits 22 to 10: slab. Bits 9 to 0: slot in the slab.
    @inlinable var isLarge: Bool { rawValue >> 31 != 0 }
    @inlinable var slab: Int { Int(rawValue >> 10 & 0x1FFF) }
    @inlinable var slot: Int { Int(rawValue & 0x3FF) }

    /// The handle of the same slot in its next life.
    @inlinable var successor: FrameHandle {
        let generation = rawValue >> 23 & 0xFF
        let next = generation == 255 ? 1 : generation + 1
        return FrameHandle(rawValue: rawValue & 0x807F_FFFF | next << 23)
    }
}
