import Firewall
import Forwarding
import NetworkTypes
import Packets

/// How stateful devices carry frames: on the wire between a router and its LAN, unseen by both.
extension Network {
    /// A frame reaches a firewall.
    mutating func inspect(_ frame: FrameHandle, at node: Node, _ plan: FirewallPlan, from port: UInt16, at now: Instant)
    {
        let out = FirewallPlan.otherPort(than: port)
        guard let summary = try? pool.summary(of: frame) else { return pool.release(frame) }
        if summary.network == .arp, let reply = answer(frame, summary, plan, from: port) {
            pool.release(frame)
            return transmit(reply, from: node, port: port, at: now)
        }
        guard summary.isIP else { return transmit(frame, from: node, port: out, at: now) }
        let packet = InspectedPacket(summary, in: pool.bytes(of: frame))
        let before = connectionTables[plan.table].opened
        let verdict = connectionTables[plan.table].inspect(
            packet,
            from: FirewallPlan.side(of: port),
            plan.rules,
            at: now
        )
        let tag = pool.tag(of: frame)
        let isNew = connectionTables[plan.table].opened != before
        switch apply(verdict, to: frame, summary) {
        case nil: transmit(frame, from: node, port: out, at: now)
        case let reason?:
            if tag.traceRecord != 0 { trace.comment(tag.traceRecord, "dropped by \(node.path): \(reason.rawValue)") }
            observe(lossOf: frame, at: node.path, reason: reason.rawValue)
            pool.release(frame)
            lookAgain(afterDropping: tag, at: now)
        }
        // What is known of a connection decides where its answers go.
        guard isNew else { return }
        if tag.probe != 0 { lookAgain(at: ProbeIdentity(tag.probe), now) } else { pathsChanged(at: now, because: nil) }
    }

    /// The first packet of a 5-tuple is dropped: from now on something is lost.
    private mutating func lookAgain(afterDropping tag: FrameTag, at now: Instant) {
        guard tag.probe != 0 else { return }
        let probe = ProbeIdentity(tag.probe)
        guard flows.indices.contains(probe.flow), flows[probe.flow].outcomes.indices.contains(probe.tuple),
            flows[probe.flow].outcomes[probe.tuple] == nil
        else { return }
        lookAgain(at: probe, isDropped: true, now)
    }

    /// Takes a frame that is only traced past a firewall; why it is dropped, or `nil`.
    mutating func foresee(_ frame: FrameHandle, _ plan: FirewallPlan, from port: UInt16) -> FirewallDrop? {
        guard let summary = try? pool.summary(of: frame), summary.isIP else { return nil }
        let packet = InspectedPacket(summary, in: pool.bytes(of: frame))
        let side = FirewallPlan.side(of: port)
        return apply(
            connectionTables[plan.table].foresee(packet, from: side, plan.rules, at: walker.now),
            to: frame,
            summary
        )
    }

    /// Changes a frame as a verdict says; the reason if it is to be dropped.
    private mutating func apply(_ verdict: FirewallVerdict, to frame: FrameHandle, _ summary: FrameSummary)
        -> FirewallDrop?
    {
        switch verdict {
        case .pass: return nil
        case .translateSource(let address, let port):
            pool.translate(.source, of: frame, summary, to: address, port: port)
            return nil
        case .translateDestination(let address, let port, let mac):
            pool.translate(.destination, of: frame, summary, to: address, port: port)
            pool.setDestination(mac, of: frame)
            return nil
        case .drop(let reason): return reason
        }
    }

    /// A firewall that translates answers for its address on its router's side; nothing else there is its own.
    private mutating func answer(
        _ frame: FrameHandle,
        _ summary: FrameSummary,
        _ plan: FirewallPlan,
        from port: UInt16
    ) -> FrameHandle? {
        guard port == FirewallPlan.outsidePort, let address = plan.rules.sourceNAT,
            let packet = try? ARPPacket(decoding: pool.bytes(of: frame), at: Int(summary.networkOffset)),
            packet.operation == .request, packet.targetAddress == address
        else { return nil }
        let link = EthernetHeader(destination: packet.senderMAC, source: plan.mac, etherType: .arp)
        return pool.build(packet.reply(from: plan.mac), link: link)
    }

    /// A firewall starts: what it knew is gone, unless another one knows it too.
    mutating func startFirewall(_ node: Node) {
        guard case .firewall(let plan) = node.works, !plan.sharesState else { return }
        connectionTables[plan.table].removeAll()
    }
}
