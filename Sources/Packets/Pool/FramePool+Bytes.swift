extension FramePool {
    @inlinable @inline(__always) public func byteCount(of handle: FrameHandle) -> Int {
        Int(slot(handle).pointee.count)
    }

    /// The frame's bytes.
    @_lifetime(borrow self)
    @inlinable @inline(__always) public func bytes(of handle: FrameHandle) -> RawSpan {
        let slot = slot(handle)
        // SAFETY: the range lies in the slot's room, which lives as long as the pool.
        let span = RawSpan(_unsafeStart: firstByte(slot), byteCount: Int(slot.pointee.count))
        return _overrideLifetime(span, borrowing: self)
    }

    /// The frame's bytes, for writing.
    @_lifetime(&self)
    @inlinable @inline(__always) public mutating func mutableBytes(of handle: FrameHandle) -> MutableRawSpan {
        let slot = slot(handle)
        // SAFETY: as above; the pool is held exclusively while the span lives.
        let span = MutableRawSpan(_unsafeStart: firstByte(slot), byteCount: Int(slot.pointee.count))
        return _overrideLifetime(span, mutating: &self)
    }

    @inlinable @inline(__always) public func tag(of handle: FrameHandle) -> FrameTag { slot(handle).pointee.tag }

    @inlinable @inline(__always) public mutating func setTag(_ tag: FrameTag, of handle: FrameHandle) {
        slot(handle).pointee.tag = tag
    }

    /// Puts `count` zeros in front of the frame; `false`, and no change, if the headroom is used up.
    @inlinable @inline(__always) public mutating func prepend(_ count: Int, to handle: FrameHandle) -> Bool {
        guard makeRoom(count, inFrontOf: handle) else { return false }
        firstByte(slot(handle)).initializeMemory(as: UInt8.self, repeating: 0, count: count)
        return true
    }

    /// The same, but the caller sets all the new bytes.
    @inlinable @inline(__always) mutating func makeRoom(_ count: Int, inFrontOf handle: FrameHandle) -> Bool {
        let slot = slot(handle)
        guard count >= 0, count <= Int(slot.pointee.start), count &+ Int(slot.pointee.count) <= 0xFFFF else {
            return false
        }
        slot.pointee.start &-= UInt16(truncatingIfNeeded: count)
        slot.pointee.count &+= UInt16(truncatingIfNeeded: count)
        return true
    }

    /// Takes `count` bytes off the front; `false`, and no change, if the frame is shorter.
    @inlinable @inline(__always) public mutating func removeFirst(_ count: Int, from handle: FrameHandle) -> Bool {
        let slot = slot(handle)
        guard count >= 0, count <= Int(slot.pointee.count) else { return false }
        slot.pointee.start &+= UInt16(truncatingIfNeeded: count)
        slot.pointee.count &-= UInt16(truncatingIfNeeded: count)
        return true
    }

    /// Puts `count` zeros behind the frame; `false`, and no change, if they do not fit into its slot.
    @inlinable public mutating func append(_ count: Int, to handle: FrameHandle) -> Bool {
        let slot = slot(handle)
        let room = handle.isLarge ? FrameSlotSize.largeRoom : FrameSlotSize.smallRoom
        let end = Int(slot.pointee.start) &+ Int(slot.pointee.count)
        guard count >= 0, count <= room &- end else { return false }
        (firstByte(slot) + Int(slot.pointee.count)).initializeMemory(as: UInt8.self, repeating: 0, count: count)
        slot.pointee.count &+= UInt16(truncatingIfNeeded: count)
        return true
    }

    /// Cuts the frame to its first `count` bytes; `false`, and no change, if it is shorter already.
    @inlinable @inline(__always) public mutating func truncate(_ handle: FrameHandle, to count: Int) -> Bool {
        let slot = slot(handle)
        guard count >= 0, count <= Int(slot.pointee.count) else { return false }
        slot.pointee.count = UInt16(truncatingIfNeeded: count)
        return true
    }

    /// Copies bytes of one live frame into another; ranges that do not exist are the caller's mistake and trap.
    @inlinable public mutating func copyBytes(
        of source: FrameHandle,
        in range: Range<Int>,
        to destination: FrameHandle,
        at offset: Int
    ) {
        let from = slot(source)
        let to = slot(destination)
        precondition(range.lowerBound >= 0 && range.upperBound <= Int(from.pointee.count))
        precondition(offset >= 0 && offset <= Int(to.pointee.count) && range.count <= Int(to.pointee.count) &- offset)
        // SAFETY: both ranges were checked above; `copyMemory` allows them to overlap.
        (firstByte(to) + offset).copyMemory(from: firstByte(from) + range.lowerBound, byteCount: range.count)
    }
}
