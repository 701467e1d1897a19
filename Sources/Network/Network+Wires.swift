import Forwarding
import NetworkTypes
import Packets
import Router

extension Network {
    /// Sends a frame out of a port: into its wire at once, or as soon as the frames before it have left.
    mutating func transmit(_ frame: FrameHandle, from node: Node, port: UInt16, at now: Instant) {
        guard Int(port) < node.ports.count, let end = node.ports[Int(port)], wires[Int(end.wire)].hasCarrier else {
            observe(lossOf: frame, at: node.path, reason: "no carrier")
            pool.release(frame)
            return
        }
        let side = end.side.opposite
        let byteCount = pool.byteCount(of: frame)
        if wires[Int(end.wire)].crowdsOut, wires[Int(end.wire)][towards: side].crowdedOut != 0,
            !isNetworkControl(frame), wires[Int(end.wire)].drawsCrowdedOut(towards: side)
        {
            return overflow(frame, wire: Int(end.wire), towards: side, byteCount: byteCount, at: now)
        }
        switch wires[Int(end.wire)].take(byteCount: byteCount, towards: side, at: now) {
        case .enters(let arrival, let fate):
            cross(frame, wire: end.wire, towards: side, at: now, arrival, fate)
        case .waits(let departure):
            let epoch = wires[Int(end.wire)].epoch
            agenda.schedule(.frameDeparts(frame, wire: end.wire, towards: side, epoch: epoch), at: departure)
        case .overflows: overflow(frame, wire: Int(end.wire), towards: side, byteCount: byteCount, at: now)
        }
    }

    /// What routers keep room for beside whatever volume: BGP and BFD, marked as network control (CS6 and above, RFC 4594 §3.1), and what
    /// is no IP.
    private func isNetworkControl(_ frame: FrameHandle) -> Bool {
        guard let summary = try? pool.summary(of: frame), summary.isIP else { return true }
        return summary.trafficClass >= 0xC0
    }

    mutating func frameDeparts(
        _ frame: FrameHandle,
        wire: UInt32,
        towards side: WireSide,
        epoch: UInt32,
        at now: Instant
    ) {
        let byteCount = pool.byteCount(of: frame)
        guard wires[Int(wire)].epoch == epoch,
            case .enters(let arrival, let fate) =
                wires[Int(wire)].takeWaiting(byteCount: byteCount, towards: side, at: now)
        else {
            pool.release(frame)
            return
        }
        cross(frame, wire: wire, towards: side, at: now, arrival, fate)
    }

    /// The frame enters the wire: the moment that the trace shows.
    private mutating func cross(
        _ frame: FrameHandle,
        wire: UInt32,
        towards side: WireSide,
        at now: Instant,
        _ arrival: Instant,
        _ fate: WireState.Fate
    ) {
        frameHops &+= 1
        let record = Self.record(frame, of: pool, in: &trace, wire: wire, towards: side, at: now)
        var tag = pool.tag(of: frame)
        tag.traceRecord = record
        tag.hop &+= 1
        observe(&tag, entering: Int(wire))
        pool.setTag(tag, of: frame)
        if record != 0 { comment(record, tag, wire: Int(wire)) }
        let mtu = wires[Int(wire)].limitsLength ? wires[Int(wire)][towards: side].impairment.mtu : 0
        if mtu != 0, fate == .arrives, isTooLong(frame, mtu) {
            let path = blueprint.wires[Int(wire)].path
            trace.comment(record, "lost: \(path) carries packets of up to \(mtu) octets")
            observe(lossOf: frame, at: path, reason: "longer than the MTU")
            noteTooLong(frame, wire: Int(wire), towards: side, mtu, at: now)
            pool.release(frame)
            return
        }
        guard fate == .arrives else {
            let path = blueprint.wires[Int(wire)].path
            let isSilent = fate == .isSwallowed
            trace.comment(record, isSilent ? "lost: \(path) swallows what goes this way" : "lost: \(path) is degraded")
            observe(lossOf: frame, at: path, reason: isSilent ? "silent loss" : "degraded")
            pool.release(frame)
            return
        }
        agenda.scheduleArrival(
            of: frame,
            wire: wire,
            towards: side,
            epoch: wires[Int(wire)].epoch,
            at: arrival
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
        guard flows.indices.contains(place.flow), !flows[place.flow].newcomers.isEmpty else { return }
        if let text = flows[place.flow].commentForFirstFrame(tuple: place.tuple, sequence: tag.sequence, wire: wire) {
            trace.comment(record, text)
        }
    }

    mutating func frameArrives(_ frame: FrameHandle, wire: Int, towards side: WireSide, epoch: UInt32, at now: Instant)
    {
        guard wires[wire].epoch == epoch else {
            wires[wire][towards: side].lostFrames &+= 1
            trace.comment(pool.tag(of: frame).traceRecord, "lost: \(blueprint.wires[wire].path) lost carrier under it")
            observe(lossOf: frame, at: blueprint.wires[wire].path, reason: "no carrier")
            pool.release(frame)
            return
        }
        let end = wires[wire].end(side)
        // SAFETY: the network keeps its nodes as long as it lives, so that a frame need not count its use of one.
        Unmanaged.passUnretained(nodes[end.node.index])._withUnsafeGuaranteedRef { node in
            arrive(frame, at: node, port: end.port, at: now)
        }
    }

    @inline(__always)
    private mutating func arrive(_ frame: FrameHandle, at node: Node, port: UInt16, at now: Instant) {
        guard let transit = node.transit else { return arrive(frame, atOther: node, port: port, at: now) }
        // SAFETY: nothing that a frame causes ends the router that it is in.
        transit._withUnsafeGuaranteedRef { router in
            let port = PortIndex(rawValue: port)
            let way = router.router.forwarder.pass(frame, on: port, at: now, pool: &pool, into: &router.forwarding)
            if let way {
                // The usual case: a frame passes through.
                guard node.limit == nil else {
                    return forward(way.frame, from: node, port: way.port.rawValue, at: now)
                }
                transmit(way.frame, from: node, port: way.port.rawValue, at: now)
            } else {
                afterForwarding(node, router, at: now)
            }
        }
    }

    /// A frame reaches a node that is no router, or does not work.
    private mutating func arrive(_ frame: FrameHandle, atOther node: Node, port: UInt16, at now: Instant) {
        switch node.works {
        case .router: break
        case .crossConnect(let crossConnect):
            guard node.isAlive else { break }
            guard let port = carry(frame, over: crossConnect, from: port) else {
                noteStray(frame, at: node, port: port, now)
                break
            }
            transmit(frame, from: node, port: port, at: now)
            return
        case .firewall(let plan):
            guard node.isAlive else { break }
            inspect(frame, at: node, plan, from: port, at: now)
            return
        case .lanSwitch(let lan):
            guard node.isAlive else { break }
            carry(frame, over: lan, node, from: port, at: now)
            return
        case .device:
            guard node.isAlive else { break }
            hand(frame, to: node, port: port)
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
}
