import NetworkTypes
import Packets

extension Forwarder {
    /// What a stage of the pipeline says: this is the end, or the frame has become another one that is to be routed.
    enum Stage: BitwiseCopyable, Sendable {
        case done(Verdict)
        case again
    }

    // Stages change nothing of the forwarder, and are mutating all the same: for a call of a function that only reads, a value as large as
    // this one is copied, which would be done several times for every frame.

    /// The way of a frame from a port to its verdict.
    mutating func arrive(_ walk: inout Walk, on port: PortIndex, pool: inout FramePool) -> Verdict {
        guard let index = ethernetInterface(port: port, walk.summary) else { return .drop(.noInterface) }
        let interface = interfaces[Int(index.rawValue)]
        let byteCount = pool.byteCount(of: walk.frame)
        walk.enter(index, byteCount: byteCount)
        guard interface.isUp else { return .drop(.interfaceDown) }
        let isGroup = walk.summary.destinationMAC.isMulticast
        guard
            isGroup || walk.summary.destinationMAC == interface.mac
                || interface.hasVirtualMAC && isVirtual(walk.summary.destinationMAC, on: index)
        else { return .drop(.notForUs) }
        switch walk.summary.network {
        case .arp: return interface.answersNeighbors ? .arp : .deliver
        case .other: return .drop(.unsupported)
        case .ipv4, .ipv6: break
        }
        // RFC 1122 §3.3.6: a packet for one receiver that came in a frame for many is dropped silently.
        guard !isGroup || walk.summary.isForMany else { return .drop(.notForUs) }
        walk.domain = interface.domain
        guard interface.reversePathFilter == .off || passesReversePath(walk, interface.reversePathFilter) else {
            return .drop(.reversePath)
        }
        removePadding(walk.frame, behind: walk.summary.endOffset, byteCount: byteCount, pool: &pool)
        return route(&walk, pool: &pool)
    }

    /// The way of an IP packet, with or without a header in front, to its verdict.
    mutating func route(_ walk: inout Walk, pool: inout FramePool) -> Verdict {
        for _ in 0..<Walk.stageLimit {
            if walk.summary.isScoped, let verdict = routeScoped(&walk, pool: &pool) { return verdict }
            guard let nextHop = nextHop(of: walk) else {
                return match(walk) == nil ? .report(.noRoute, .noRoute) : .report(.noLiveNextHop, .hostUnreachable)
            }
            switch forward(&walk, to: nextHop, pool: &pool) {
            case .done(let verdict): return verdict
            case .again: continue
            }
        }
        return .drop(.tunnelDepth)
    }

    @inline(__always)
    func removePadding(_ frame: FrameHandle, behind end: UInt16, byteCount: Int, pool: inout FramePool) {
        if Int(end) < byteCount { _ = pool.truncate(frame, to: Int(end)) }
    }

    @inline(__always) private func match(_ walk: Walk) -> GroupIndex? {
        let value =
            walk.summary.network == .ipv4
            ? tables.match(walk.summary.destinationIPv4, in: walk.domain)?.value
            : tables.match(walk.summary.destinationIPv6, in: walk.domain)?.value
        return value.map(GroupIndex.init(rawValue:))
    }

    @inline(__always) private mutating func nextHop(of walk: Walk) -> NextHop? {
        let group = match(walk)
        if let pinned = walk.pinned, group != localGroup { return .attached(pinned) }
        guard let group else { return nil }
        if let only = groups.only(group) { return only }
        return balance(group, hash: walk.summary.balancingHash(seed: hashSeed))
    }

    @inline(never) private mutating func balance(_ group: GroupIndex, hash: UInt64) -> NextHop? {
        groups.select(group, hash: UInt32(truncatingIfNeeded: hash))
    }

    private mutating func forward(_ walk: inout Walk, to nextHop: NextHop, pool: inout FramePool) -> Stage {
        if case .local = nextHop { return arriveLocally(&walk, pool: &pool) }
        if !walk.isOwn {
            guard passesOthers else { return .done(.drop(.forwardingFault)) }
            guard walk.summary.timeToLive > 1 else { return .done(.report(.ttlExpired, .timeExceeded)) }
            // RFC 4291 §2.5.6: routers must not forward packets with link-local addresses.
            if walk.summary.network == .ipv6, walk.summary.sourceIPv6.isLinkLocal { return .done(.drop(.scope)) }
        }
        switch nextHop {
        case .neighbor(let interface, let address): return send(&walk, to: address, on: interface, pool: &pool)
        case .attached(let interface):
            return send(&walk, to: walk.summary.destination, on: interface, pool: &pool)
        case .tunnel(let tunnel):
            if !walk.isOwn { pool.decrementTimeToLive(of: walk.frame, summary: walk.summary) }
            return encapsulate(
                &walk,
                from: .tunnelEndpoint(tunnel.source),
                to: .tunnelEndpoint(tunnel.remote),
                tunnel,
                pool: &pool
            )
        case .discard: return .done(.drop(.discardRoute))
        case .local: return .done(.deliver)
        }
    }

    /// Hands a packet to a neighbour: on a wire this is the end, in an overlay the outer packet is routed next.
    mutating func send(
        _ walk: inout Walk,
        to address: IPAddress,
        on index: InterfaceIndex,
        pool: inout FramePool
    ) -> Stage {
        let egress = interfaces[Int(index.rawValue)]
        guard egress.isUp else { return .done(.report(.interfaceDown, .hostUnreachable)) }
        guard walk.summary.packetByteCount <= Int(egress.mtu) else { return .done(tooBig(walk, egress.mtu, pool)) }
        let neighbor = neighbors.find(index, address).map { neighbors.entries[$0] }
        switch egress.kind {
        case .ethernet:
            if !walk.isOwn { pool.decrementTimeToLive(of: walk.frame, summary: walk.summary) }
            guard let neighbor, neighbor.isUsable else {
                _ = pool.removeFirst(Int(walk.summary.networkOffset), from: walk.frame)
                walk.last = index
                return .done(.resolve(index, address))
            }
            return .done(transmit(&walk, to: neighbor.mac, on: index, egress, pool: &pool))
        case .overlay:
            guard let neighbor, neighbor.state == .programmed else {
                walk.last = index
                return .done(.report(.unresolvedNeighbor, .hostUnreachable))
            }
            if !walk.isOwn { pool.decrementTimeToLive(of: walk.frame, summary: walk.summary) }
            let tunnel = TunnelNextHop(
                source: egress.localEndpoint,
                remote: neighbor.remote,
                networkIdentifier: egress.networkIdentifier,
                underlay: egress.underlay
            )
            return encapsulate(&walk, from: egress.mac, to: neighbor.mac, tunnel, on: index, pool: &pool)
        case .tunnel, .loopback: return .done(.report(.noRoute, .noRoute))
        }
    }

    /// Replaces the Ethernet header, if there is one, and lets the frame out of its port.
    mutating func transmit(
        _ walk: inout Walk,
        to mac: MACAddress,
        on index: InterfaceIndex,
        _ egress: Interface,
        pool: inout FramePool
    ) -> Verdict {
        let header = egress.header(to: mac, walk.summary.network == .ipv4 ? .ipv4 : .ipv6)
        guard pool.removeFirst(Int(walk.summary.networkOffset), from: walk.frame),
            pool.prependHeader(header, to: walk.frame)
        else { return .drop(.outOfMemory) }
        walk.leave(index, byteCount: pool.byteCount(of: walk.frame))
        return .transmit(egress.port, index)
    }

    /// RFC 1191 §4, RFC 8200 §5.
    ///
    /// A packet that might be fragmented is dropped in silence: nothing here makes fragments.
    private func tooBig(_ walk: Walk, _ mtu: UInt16, _ pool: borrowing FramePool) -> Verdict {
        let flags = Int(walk.summary.networkOffset) + 6
        if walk.summary.network == .ipv4,
            pool.bytes(of: walk.frame).loadBigEndian(at: flags, as: UInt8.self) & 0x40 == 0
        {
            return .drop(.packetTooBig)
        }
        return .report(.packetTooBig, .tooBig(mtu: mtu))
    }
}
