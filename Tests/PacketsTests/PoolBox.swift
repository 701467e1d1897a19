import NetworkTypes
import Packets
import Testing

/// A pool behind a reference, since expectations cannot hold what cannot be copied.
final class PoolBox {
    var pool: FramePool

    init(byteLimit: Int = 1 << 24) { pool = FramePool(byteLimit: byteLimit) }

    func allocate(_ byteCount: Int) -> FrameHandle? { pool.allocate(byteCount: byteCount) }
    func allocate(_ bytes: [UInt8]) throws -> FrameHandle {
        let handle = pool.allocate(copying: bytes.span.bytes)
        return try #require(handle)
    }
    func build(_ template: PacketTemplate, _ payload: [UInt8] = []) throws -> FrameHandle {
        let handle = pool.build(template, payload: payload.span.bytes)
        return try #require(handle)
    }
    func copy(_ handle: FrameHandle) throws -> FrameHandle {
        let copy = pool.copy(handle)
        return try #require(copy)
    }
    func bytes(_ handle: FrameHandle) -> [UInt8] { pool.array(of: handle) }
    func summary(_ handle: FrameHandle) throws -> FrameSummary { try pool.summary(of: handle) }
    func prepend(_ count: Int, to handle: FrameHandle) -> Bool { pool.prepend(count, to: handle) }
    func append(_ count: Int, to handle: FrameHandle) -> Bool { pool.append(count, to: handle) }
    func removeFirst(_ count: Int, from handle: FrameHandle) -> Bool { pool.removeFirst(count, from: handle) }
    func truncate(_ handle: FrameHandle, to count: Int) -> Bool { pool.truncate(handle, to: count) }
    func tag(_ handle: FrameHandle) -> FrameTag { pool.tag(of: handle) }
    func seal(_ handle: FrameHandle, at offset: Int) throws { try pool.seal(handle, networkOffset: offset) }
    func encapsulate(_ handle: FrameHandle, _ tunnel: VXLANTunnel, _ hash: UInt64) -> Bool {
        pool.encapsulate(handle, into: tunnel, flowHash: hash)
    }
    func decapsulate(_ handle: FrameHandle) throws -> VXLANArrival { try pool.decapsulate(handle) }
    func push(_ tag: VLANTag, _ handle: FrameHandle) -> Bool { pool.pushTag(tag, onto: handle) }
    func pop(_ handle: FrameHandle) -> VLANTag? { pool.popTag(from: handle) }
}

extension FrameSummary {
    init(frame: [UInt8]) throws { try self.init(frame.span.bytes) }

    func isChecksumValid(in frame: [UInt8]) -> Bool { isTransportChecksumValid(in: frame.span.bytes) }
}

extension FramePool {
    func array(of handle: FrameHandle) -> [UInt8] { [UInt8](bytes(of: handle)) }
}
