/// Frames in flat memory, named by handles, without an allocation per frame.
///
/// There are two sizes of slots: up to 512 bytes and up to 9,280 bytes, each with 128 bytes of headroom in front, so
/// that encapsulation moves a number instead of bytes. Memory grows by slabs of about 700 KB on demand, never beyond
/// the bound given to the initialiser. Fresh bytes are zero, so what a frame holds never depends on who had its slot.
///
/// A handle that was released, or never given out, is the caller's mistake and traps: always while the slot is free,
/// and in 254 of 255 cases once it has another user.
public struct FramePool: ~Copyable {
    // SAFETY, for all of this type: the pool is the only owner of its slabs, is not copyable, and hands out memory only
    // as spans whose lifetime depends on it. Every handle is checked against the slabs that exist and against its
    // slot's identity before any frame's memory is touched, and `start` and `count` never leave the slot's room.
    @usableFromInline let slabs: UnsafeMutablePointer<UnsafeMutableRawPointer>
    @usableFromInline let slabCapacity: Int
    @usableFromInline var slabCount = 0
    @usableFromInline var freeSmall = FrameHandle.none
    @usableFromInline var freeLarge = FrameHandle.none
    @usableFromInline var live = 0
    private var hasSmallSlab = false
    private var hasLargeSlab = false

    /// A pool that takes at most `byteLimit` bytes, but room for one slab of each size in any case.
    public init(byteLimit: Int = 1 << 30) {
        let wanted = Swift.max(2, byteLimit / FrameSlotSize.slabByteCount)
        slabCapacity = Swift.min(wanted, FrameSlotSize.slabLimit)
        slabs = .allocate(capacity: slabCapacity)
    }

    // Inlinable, so that whoever holds a pool may make its own accessors inlinable.
    @inlinable deinit {
        for index in 0..<slabCount { slabs[index].deallocate() }
        slabs.deallocate()
    }

    /// The longest frame that fits.
    @inlinable public static var largestFrame: Int { FrameSlotSize.largeRoom - FrameSlotSize.headroom }

    /// Free bytes in front of a fresh frame.
    @inlinable public static var headroom: Int { FrameSlotSize.headroom }

    /// Frames in use.
    @inlinable public var liveCount: Int { live }

    /// Bytes of memory taken from the system so far.
    public var reservedByteCount: Int { slabCount * FrameSlotSize.slabByteCount }

    /// A frame of `byteCount` zeros; `nil` if the pool is full or the frame too long.
    @inlinable public mutating func allocate(byteCount: Int) -> FrameHandle? {
        guard let handle = reserve(byteCount) else { return nil }
        firstByte(slot(handle)).initializeMemory(as: UInt8.self, repeating: 0, count: byteCount)
        return handle
    }

    /// A frame that holds `bytes`; `nil` if the pool is full or they are too many.
    @inlinable public mutating func allocate(copying bytes: RawSpan) -> FrameHandle? {
        guard let handle = reserve(bytes.byteCount) else { return nil }
        let start = firstByte(slot(handle))
        bytes.withUnsafeBytes { source in
            if let from = source.baseAddress { start.copyMemory(from: from, byteCount: source.count) }
        }
        return handle
    }

    /// Another frame with the same bytes and tag; `nil` if the pool is full.
    @inlinable public mutating func copy(_ handle: FrameHandle) -> FrameHandle? {
        let original = slot(handle)
        let count = Int(original.pointee.count)
        guard let result = reserve(count) else { return nil }
        let twin = slot(result)
        firstByte(twin).copyMemory(from: firstByte(original), byteCount: count)
        twin.pointee.tag = original.pointee.tag
        return result
    }

    /// Gives the frame's slot back.
    @inlinable public mutating func release(_ handle: FrameHandle) {
        let slot = slot(handle)
        let next = handle.successor
        slot.pointee.identity = 0
        slot.pointee.nextHandle = next
        if handle.isLarge {
            slot.pointee.nextFree = freeLarge
            freeLarge = next
        } else {
            slot.pointee.nextFree = freeSmall
            freeSmall = next
        }
        live &-= 1
    }
}

// SAFETY: the pool is the only owner of its memory and cannot be copied, so whoever holds it holds it alone.
extension FramePool: @unchecked Sendable {}

extension FramePool {
    /// A slot with `byteCount` bytes whose contents are not set yet.
    @inlinable mutating func reserve(_ byteCount: Int) -> FrameHandle? {
        guard byteCount >= 0, byteCount <= Self.largestFrame else { return nil }
        let isSmall = byteCount <= FrameSlotSize.smallRoom - FrameSlotSize.headroom
        var handle = isSmall ? freeSmall : freeLarge
        if handle == .none {
            handle = grow(isSmall: isSmall)
            if handle == .none { return nil }
        }
        // SAFETY: the free lists hold only slots of slabs that exist.
        let slot = rawSlot(handle)
        if handle.isLarge { freeLarge = slot.pointee.nextFree } else { freeSmall = slot.pointee.nextFree }
        slot.pointee.identity = handle.rawValue
        slot.pointee.start = UInt16(FrameSlotSize.headroom)
        slot.pointee.count = UInt16(truncatingIfNeeded: byteCount)
        slot.pointee.tag = FrameTag()
        live &+= 1
        return handle
    }

    /// Adds a slab of the wanted size and returns its first slot; a small frame takes a large slot where none can be
    /// added.
    @usableFromInline mutating func grow(isSmall: Bool) -> FrameHandle {
        // The last slab stays reserved for the size that has none yet, so that a flood of one cannot starve the other.
        let needsReserve = slabCount == slabCapacity - 1 && (isSmall ? !hasLargeSlab : !hasSmallSlab)
        guard slabCount < slabCapacity, !needsReserve else { return isSmall ? freeLarge : .none }
        let slab = UnsafeMutableRawPointer.allocate(byteCount: FrameSlotSize.slabByteCount, alignment: 64)
        slab.initializeMemory(as: UInt8.self, repeating: 0, count: FrameSlotSize.slabByteCount)
        let stride = isSmall ? FrameSlotSize.smallStride : FrameSlotSize.largeStride
        let count = isSmall ? FrameSlotSize.smallSlotsPerSlab : FrameSlotSize.largeSlotsPerSlab
        var next = FrameHandle.none
        for index in (0..<count).reversed() {
            let bits = UInt32(slabCount) << 10 | UInt32(index) | 1 << 23 | (isSmall ? 0 : 1 << 31)
            let handle = FrameHandle(rawValue: bits)
            let slot = (slab + index * stride).bindMemory(to: FrameSlot.self, capacity: 1)
            slot.initialize(to: FrameSlot(nextHandle: handle))
            slot.pointee.nextFree = next
            next = handle
        }
        slabs[slabCount] = slab
        slabCount += 1
        if isSmall {
            freeSmall = next
            hasSmallSlab = true
        } else {
            freeLarge = next
            hasLargeSlab = true
        }
        return next
    }

    /// The slot of a live frame.
    @inlinable @inline(__always) func slot(_ handle: FrameHandle) -> UnsafeMutablePointer<FrameSlot> {
        precondition(handle.slab < slabCount, "a frame handle of another pool")
        let slot = rawSlot(handle)
        precondition(slot.pointee.identity == handle.rawValue, "a frame handle that was released")
        return slot
    }

    /// The slot that a handle of an existing slab names.
    @inlinable @inline(__always) func rawSlot(_ handle: FrameHandle) -> UnsafeMutablePointer<FrameSlot> {
        let offset = handle.slot &* (handle.isLarge ? FrameSlotSize.largeStride : FrameSlotSize.smallStride)
        precondition(offset < FrameSlotSize.slabByteCount)
        return (slabs[handle.slab] + offset).assumingMemoryBound(to: FrameSlot.self)
    }

    /// Where a frame begins.
    @inlinable @inline(__always) func firstByte(_ slot: UnsafeMutablePointer<FrameSlot>) -> UnsafeMutableRawPointer {
        UnsafeMutableRawPointer(slot) + (FrameSlotSize.headerByteCount &+ Int(slot.pointee.start))
    }
}
