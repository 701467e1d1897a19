import Forwarding
import NetworkTypes
import Packets
import Router

extension Network {
    /// Sends a frame out of a port: into its wire at once, or as soon as the frames before it have left.
    mutating func transmit(_ frame: FrameHandle, from node: Node, port: UInt16, at now: Instant) {
        guard Int(port) < node.ports.count, let end = node.ports[Int(port)], wires[Int(end.wire)].hasCarrier else {
            pool.release(frame)
            return
        }
        let wire = Int(end.wire)
        let side = end.side.opposite
        let busyUntil = wires[wire][towards: side].busyUntil
        guard busyUntil > now else {
            enter(frame, wire: wire, towards: side, at: now)
            return
        }
        guard busyUntil.nanoseconds - now.nanoseconds <= WireState.queueLimitNanoseconds else {
            wires[wire][towards: side].lostFrames += 1
            pool.release(frame)
            return
        }
        let length = pool.byteCount(of: frame)
        let departure = busyUntil
        wires[wire][towards: side].busyUntil = departure.advanced(
            byNanoseconds: wires[wire].transmissionNanoseconds(byteCount: length)
        )
        agenda.schedule(
            .frameDeparts(frame, wire: end.wire, towards: side, epoch: wires[wire].epoch),
            at: departure
        )
    }

    mutating func frameDeparts(_ frame: FrameHandle, wire: Int, towards side: WireSide, epoch: UInt32, at now: Instant)
    {
        guard wires[wire].epoch == epoch else {
            pool.release(frame)
            return
        }
        cross(frame, wire: wire, towards: side, at: now)
    }

    private mutating func enter(_ frame: FrameHandle, wire: Int, towards side: WireSide, at now: Instant) {
        if wires[wire].bandwidth > 0 {
            let time = wires[wire].transmissionNanoseconds(byteCount: pool.byteCount(of: frame))
            wires[wire][towards: side].busyUntil = now.advanced(byNanoseconds: time)
        }
        cross(frame, wire: wire, towards: side, at: now)
    }

    /// The frame enters the wire: the moment that the trace shows.
    private mutating func cross(_ frame: FrameHandle, wire: Int, towards side: WireSide, at now: Instant) {
        let length = pool.byteCount(of: frame)
        frameHops &+= 1
        wires[wire][towards: side].frames &+= 1
        wires[wire][towards: side].bytes &+= UInt64(length)
        let record = Self.record(frame, of: pool, in: &trace, wire: UInt32(wire), towards: side, at: now)
        var tag = pool.tag(of: frame)
        tag.traceRecord = record
        tag.hop &+= 1
        pool.setTag(tag, of: frame)
        if record != 0 { comment(record, tag, wire: wire) }
        guard wires[wire][towards: side].blackholes == 0 else {
            wires[wire][towards: side].lostFrames &+= 1
            trace.comment(record, "lost: \(blueprint.wires[wire].path) swallows what goes this way")
            pool.release(frame)
            return
        }
        let delay = wires[wire].latencyNanoseconds &+ wires[wire].transmissionNanoseconds(byteCount: length)
        agenda.schedule(
            .frameArrives(frame, wire: UInt32(wire), towards: side, epoch: wires[wire].epoch),
            at: now.advanced(byNanoseconds: delay)
        )
    }

    /// Apart from `self`, since the pool is read while the trace is written.
    private static func record(
        _ frame: FrameHandle,
        of pool: borrowing FramePool,
        in trace: inout TraceBuffer,
        wire: UInt32,
        towards side: WireSide,
        at now: Instant
    ) -> UInt64 {
        trace.record(pool.bytes(of: frame), wire: wire, towards: side, at: now)
    }

    /// Marks the first frame after a step, and the first probe on a new path.
    private mutating func comment(_ record: UInt64, _ tag: FrameTag, wire: Int) {
        if !pendingComments.isEmpty {
            for text in pendingComments { trace.comment(record, text) }
            pendingComments.removeAll()
        }
        guard tag.probe != 0 else { return }
        let place = ProbeIdentity(tag.probe)
        guard flows.indices.contains(place.flow) else { return }
        if let text = flows[place.flow].commentForFirstFrame(tuple: place.tuple, sequence: tag.sequence, wire: wire) {
            trace.comment(record, text)
        }
    }

    mutating func frameArrives(_ frame: FrameHandle, wire: Int, towards side: WireSide, epoch: UInt32, at now: Instant)
    {
        guard wires[wire].epoch == epoch else {
            wires[wire][towards: side].lostFrames &+= 1
            trace.comment(pool.tag(of: frame).traceRecord, "lost: \(blueprint.wires[wire].path) lost carrier under it")
            pool.release(frame)
            return
        }
        let end = wires[wire].end(side)
        let node = nodes[end.node.index]
        switch node.works {
        case .router(let router):
            guard node.isAlive else { break }
            router.router.forwarder.receive(
                frame,
                on: PortIndex(rawValue: end.port),
                at: now,
                pool: &pool,
                into: &router.forwarding
            )
            afterForwarding(node, router, at: now)
            return
        case .crossConnect(let crossConnect):
            guard node.isAlive, let port = carry(frame, over: crossConnect, from: end.port) else { break }
            transmit(frame, from: node, port: port, at: now)
            return
        case .lanSwitch(let lan):
            guard node.isAlive else { break }
            carry(frame, over: lan, node, from: end.port, at: now)
            return
        }
        pool.release(frame)
    }

    /// Changes a frame's tags on its way through a provider edge; the port that it leaves by.
    mutating func carry(_ frame: FrameHandle, over crossConnect: CrossConnect, from port: UInt16) -> UInt16? {
        guard let header = try? EthernetHeader(decoding: pool.bytes(of: frame)) else { return nil }
        let outerTag = header.tagCount > 0 ? header.outerTag.vlan : nil
        guard let crossing = crossConnect.crossing(from: port, outerTag: outerTag) else { return nil }
        if crossing.pop, pool.popTag(from: frame) == nil { return nil }
        if let tag = crossing.push, !pool.pushTag(VLANTag(service: tag), onto: frame) { return nil }
        return crossing.port
    }

    private mutating func carry(
        _ frame: FrameHandle,
        over lan: LANSwitch,
        _ node: Node,
        from port: UInt16,
        at now: Instant
    ) {
        guard let header = try? EthernetHeader(decoding: pool.bytes(of: frame)) else {
            pool.release(frame)
            return
        }
        if !header.destination.isMulticast {
            if let out = lan.port(of: header.destination), out != port {
                transmit(frame, from: node, port: out, at: now)
            } else {
                pool.release(frame)
            }
            return
        }
        for out in node.ports.indices where out != Int(port) {
            if let copy = pool.copy(frame) { transmit(copy, from: node, port: UInt16(out), at: now) }
        }
        pool.release(frame)
    }
}
