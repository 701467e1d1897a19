/// The 64 bytes in front of a slot's room: who lives there, and where its bytes are.
@usableFromInline struct FrameSlot: BitwiseCopyable {
    /// The handle's number while the slot is in use, else 0: one comparison finds stale and released handles.
    @usableFromInline var identity: UInt32
    /// The handle that the next user of the slot will get.
    @usableFromInline var nextHandle: FrameHandle
    /// The next free slot's next handle, or none.
    @usableFromInline var nextFree: FrameHandle
    /// First byte of the frame, counted from the start of the slot's room.
    @usableFromInline var start: UInt16
    @usableFromInline var count: UInt16
    @usableFromInline var tag: FrameTag

    @inlinable init(nextHandle: FrameHandle) {
        identity = 0
        self.nextHandle = nextHandle
        nextFree = .none
        start = 0
        count = 0
        tag = FrameTag()
    }
}

/// The two sizes of slots.
///
/// Both keep 128 bytes free in front of a fresh frame, for headers that come later.
@usableFromInline enum FrameSlotSize {
    @inlinable static var headerByteCount: Int { 64 }
    @inlinable static var headroom: Int { 128 }
    @inlinable static var smallRoom: Int { headroom + 512 }
    /// A jumbo frame and its tags.
    @inlinable static var largeRoom: Int { headroom + 9216 + 64 }
    @inlinable static var smallStride: Int { headerByteCount + smallRoom }
    @inlinable static var largeStride: Int { headerByteCount + largeRoom }
    @inlinable static var smallSlotsPerSlab: Int { 1024 }
    @inlinable static var slabByteCount: Int { smallSlotsPerSlab * smallStride }
    @inlinable static var largeSlotsPerSlab: Int { slabByteCount / largeStride }
    /// As many as a handle can name.
    @inlinable static var slabLimit: Int { 1 << 13 }
}
