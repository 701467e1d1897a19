public import BGPSession
import Forwarding
public import NetworkTypes
import Packets
import Router

/// What an engine tells a network whose BGP it carries itself.
///
/// Whatever arrives for a router that died meanwhile is ignored, as the wires would have lost it.
extension Network {
    /// A connection of a neighbour changed, as in RFC 4271 §8.1.4.
    public mutating func transportChanged(
        _ event: SessionEvent,
        of index: NodeIndex,
        neighbor: Int,
        at now: Instant
    ) {
        lookAtPathsIfTimePassed(now)
        let node = nodes[index.index]
        guard let router = node.router else { return }
        tell(event, neighbor, node, router, at: now)
        pump(node, router, at: now)
    }

    /// Octets arrived on a connection.
    public mutating func received(
        _ bytes: RawSpan,
        by index: NodeIndex,
        neighbor: Int,
        _ slot: ConnectionSlot,
        at now: Instant
    ) {
        lookAtPathsIfTimePassed(now)
        let node = nodes[index.index]
        guard let router = node.router else { return }
        router.output.firstLogID = journal.nextID
        router.router.receive(bytes, neighbor: neighbor, slot, at: now, cause: nil, into: &router.output)
        absorbLogs(node, router, at: now)
        pump(node, router, at: now)
    }

    /// A connection has no room for more, or has room again: exports wait meanwhile.
    public mutating func transport(of index: NodeIndex, neighbor: Int, isBlocked: Bool, at now: Instant) {
        let node = nodes[index.index]
        guard let router = node.router else { return }
        router.router.transport(neighbor: neighbor, isBlocked: isBlocked, at: now)
        if !isBlocked { pump(node, router, at: now) }
    }

    /// The neighbour that a connection between these addresses belongs to, if it is wanted now.
    public func neighbor(of index: NodeIndex, domain: Int, local: IPAddress, remote: IPAddress) -> Int? {
        nodes[index.index].router?.router.neighbor(domain: domain, local: local, remote: remote)
    }

    /// What is due now is done later by the engine than it should be.
    public mutating func engineIsLate(by late: Duration, at now: Instant) {
        journal.record(.engineLate, "engine", at: now, [JournalEvent.Field("lateSeconds", .duration(late))])
    }

    /// A router does a piece of the work that it asked for; it asks again if there is more.
    public mutating func work(of index: NodeIndex, generation: UInt32, at now: Instant) {
        lookAtPathsIfTimePassed(now)
        nodeWork(index, generation: generation, at: now)
    }

    /// A router's own transport sends an IP packet.
    public mutating func send(packet: RawSpan, from index: NodeIndex, domain: Int, at now: Instant) {
        lookAtPathsIfTimePassed(now)
        let node = nodes[index.index]
        guard let router = node.router else { return }
        router.router.forwarder.send(
            packet: packet,
            in: Forwarding::DomainIndex(rawValue: UInt32(clamping: domain)),
            at: now,
            pool: &pool,
            into: &router.forwarding
        )
        afterForwarding(node, router, at: now)
    }

    /// A real device sends a frame.
    public mutating func send(frame: RawSpan, from index: NodeIndex, port: UInt16, at now: Instant) {
        lookAtPathsIfTimePassed(now)
        let node = nodes[index.index]
        guard node.isAlive, case .device = node.works, let handle = pool.allocate(copying: frame) else { return }
        if let tag = probeTag(of: handle) { pool.setTag(tag, of: handle) }
        for tag in node.tags(of: port).reversed() where !pool.pushTag(VLANTag(customer: tag), onto: handle) {
            return pool.release(handle)
        }
        transmit(handle, from: node, port: port, at: now)
    }

    /// A frame reaches a real device, whose port shows it without the link's tags unless it is a physical one.
    mutating func hand(_ frame: FrameHandle, to node: Node, port: UInt16) {
        if !node.seesTags {
            guard let header = try? EthernetHeader(decoding: pool.bytes(of: frame)) else { return pool.release(frame) }
            let tags = node.tags(of: port)
            guard header.tagCount == tags.count, tags.first ?? header.outerTag.vlan == header.outerTag.vlan else {
                return pool.release(frame)
            }
            for _ in tags where pool.popTag(from: frame) == nil { return pool.release(frame) }
        }
        observe(frame, entering: node)
        order(.frame(node.index, port: port), frame)
    }

    /// What a frame that came out of a real device carries, if it is one of our probes.
    private mutating func probeTag(of frame: FrameHandle) -> FrameTag? {
        guard let summary = try? FrameSummary(pool.bytes(of: frame)), summary.payloadProtocol == .udp else {
            return nil
        }
        let start = Int(summary.transportOffset) + UDPHeader.byteCount
        guard start <= Int(summary.endOffset),
            let payload = ProbePayload(pool.bytes(of: frame).extracting(start..<Int(summary.endOffset))),
            flows.indices.contains(Int(payload.flow))
        else { return nil }
        let identity = ProbeIdentity(flow: Int(payload.flow), tuple: Int(payload.tuple))
        let probe = PathObservation.Probe(identity: identity.tag, sequence: payload.sequence)
        return FrameTag(
            probe: probe.identity,
            sequence: probe.sequence,
            flags: observation?.leave(probe) ?? 0
        )
    }

    mutating func lookAtPathsIfTimePassed(_ now: Instant) {
        if let changed = pathsChangedAt, changed < now { lookAtPaths() }
    }
}
