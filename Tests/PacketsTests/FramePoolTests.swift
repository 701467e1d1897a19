import NetworkTypes
import Packets
import Testing

@Suite("Frame pool") struct FramePoolTests {
    @Test(arguments: [0, 1, 60, 512, 513, 1500, 9280])
    func `a fresh frame is as long as asked, and zero`(count: Int) throws {
        let box = PoolBox()
        let dirty = try box.allocate([UInt8](repeating: 0xFF, count: count))
        box.pool.release(dirty)
        let frame = try #require(box.allocate(count))
        #expect(box.bytes(frame) == [UInt8](repeating: 0, count: count))
        #expect(box.tag(frame) == FrameTag())
    }

    @Test func `a frame longer than the largest slot is refused`() {
        let box = PoolBox()
        #expect(box.allocate(FramePool.largestFrame + 1) == nil)
        #expect(box.allocate(-1) == nil)
        #expect(box.pool.liveCount == 0)
    }

    @Test func `headers come and go without moving the payload`() throws {
        let box = PoolBox()
        let payload = Fixture.payload(100)
        let frame = try box.allocate(payload)
        #expect(box.prepend(50, to: frame))
        #expect(box.prepend(78, to: frame))
        #expect(!box.prepend(1, to: frame))
        #expect(box.bytes(frame) == [UInt8](repeating: 0, count: 128) + payload)
        #expect(box.removeFirst(128, from: frame))
        #expect(box.bytes(frame) == payload)
        #expect(!box.removeFirst(101, from: frame))
        #expect(box.append(412, to: frame))
        #expect(!box.append(1, to: frame))
        #expect(box.bytes(frame) == payload + [UInt8](repeating: 0, count: 412))
        #expect(box.truncate(frame, to: 7))
        #expect(!box.truncate(frame, to: 8))
        #expect(box.bytes(frame) == Array(payload.prefix(7)))
    }

    @Test func `a copy has the same bytes and tag, and a life of its own`() throws {
        let box = PoolBox()
        let first = try box.allocate(Fixture.payload(600))
        let tag = FrameTag(probe: 3, sequence: 9, traceRecord: 1 << 40, hop: 2, flags: 1, cause: 77)
        box.pool.setTag(tag, of: first)
        #expect(box.removeFirst(100, from: first))
        let second = try box.copy(first)
        box.pool.release(first)
        #expect(box.tag(second) == tag)
        #expect(box.bytes(second) == Array(Fixture.payload(600).dropFirst(100)))
        #expect(box.pool.liveCount == 1)
    }

    @Test func `bytes are copied between frames`() throws {
        let box = PoolBox()
        let source = try box.allocate(Fixture.payload(40))
        let target = try #require(box.allocate(30))
        box.pool.copyBytes(of: source, in: 10..<30, to: target, at: 5)
        let zeros = [UInt8](repeating: 0, count: 5)
        #expect(box.bytes(target) == zeros + Fixture.payload(40)[10..<30] + zeros)
    }

    @Test func `a full pool refuses, and a released frame makes room`() throws {
        let box = PoolBox(byteLimit: 0)
        var handles: [FrameHandle] = []
        while let handle = box.allocate(60) { handles.append(handle) }
        // One slab of each size: the second is kept for large frames, so a flood of small ones ends at the first.
        #expect(handles.count == 1024)
        let large = try #require(box.allocate(9000))
        box.pool.release(large)
        // Once the large slab exists, small frames may use it too.
        while let handle = box.allocate(60) { handles.append(handle) }
        #expect(handles.count > 1024)
        #expect(box.pool.liveCount == handles.count)
        box.pool.release(handles.removeLast())
        #expect(box.allocate(60) != nil)
        #expect(box.allocate(60) == nil)
    }

    @Test func `what random use leaves is what a plain model says`() throws {
        var random = SeededGenerator(seed: 11)
        let box = PoolBox()
        var model: [(handle: FrameHandle, bytes: [UInt8])] = []
        for _ in 0..<2000 {
            if model.isEmpty || random.below(5) < 3 {
                let count = Int(random.below(random.below(4) == 0 ? 3000 : 300))
                let bytes = (0..<count).map { _ in UInt8(truncatingIfNeeded: random.next()) }
                model.append((try box.allocate(bytes), bytes))
            } else {
                let (handle, bytes) = model.remove(at: Int(random.below(UInt64(model.count))))
                #expect(box.bytes(handle) == bytes)
                box.pool.release(handle)
            }
        }
        #expect(box.pool.liveCount == model.count)
        #expect(Set(model.map(\.handle)).count == model.count)
        for (handle, bytes) in model { #expect(box.bytes(handle) == bytes) }
    }

    @Test func `releasing a frame twice traps`() async {
        await #expect(processExitsWith: .failure) {
            var pool = FramePool()
            if let frame = pool.allocate(byteCount: 60) {
                pool.release(frame)
                pool.release(frame)
            }
        }
    }

    @Test func `a stale handle traps although its slot has a new user`() async {
        await #expect(processExitsWith: .failure) {
            var pool = FramePool()
            if let frame = pool.allocate(byteCount: 60) {
                pool.release(frame)
                _ = pool.allocate(byteCount: 60)
                _ = pool.byteCount(of: frame)
            }
        }
    }

    @Test func `a tag takes thirty-two bytes at most and a handle four`() {
        #expect(MemoryLayout<FrameTag>.stride <= 32)
        #expect(MemoryLayout<FrameHandle>.stride == 4)
    }
}
