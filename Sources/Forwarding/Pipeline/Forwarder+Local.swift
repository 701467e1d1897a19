import NetworkTypes
import Packets

extension Forwarder {
    /// A packet for one of this router's own addresses.
    mutating func arriveLocally(_ walk: inout Walk, pool: inout FramePool) -> Stage {
        let summary = walk.summary
        if summary.payloadProtocol == .udp {
            let isTunnel = summary.destinationPort == VXLANHeader.port && summary.network == .ipv4
            return isTunnel ? decapsulate(&walk, pool: &pool) : .done(.deliver)
        }
        return .done(controlVerdict(walk, pool))
    }

    /// Whether a packet for this router is an echo request or a neighbour message that is answered here.
    private func controlVerdict(_ walk: Walk, _ pool: borrowing FramePool) -> Verdict {
        let summary = walk.summary
        if let ingress = walk.ingress, !interfaces[Int(ingress.rawValue)].answersNeighbors { return .deliver }
        let transport = Int(summary.transportOffset)
        guard !summary.isFragment, transport + ICMPv6Header.byteCount <= Int(summary.endOffset) else { return .deliver }
        let type = pool.bytes(of: walk.frame).loadBigEndian(at: transport, as: UInt8.self)
        switch summary.payloadProtocol {
        case .icmp where summary.network == .ipv4:
            return type == ICMPv4Header.Kind.echoRequest.rawValue && answersEcho(walk) ? .echo : .deliver
        case .icmpv6 where summary.network == .ipv6:
            switch ICMPv6Header.Kind(rawValue: type) {
            case .echoRequest: return answersEcho(walk) ? .echo : .deliver
            case .neighborSolicitation, .neighborAdvertisement: return .neighborMessage
            default: return .deliver
            }
        default: return .deliver
        }
    }

    private func answersEcho(_ walk: Walk) -> Bool { !walk.summary.isForMany && walk.domain != kernelDomain }

    /// A packet one of whose addresses means something on one link only, or nothing; `nil` if it may be routed after all.
    mutating func routeScoped(_ walk: inout Walk, pool: inout FramePool) -> Verdict? {
        let summary = walk.summary
        return summary.network == .ipv4
            ? routeScoped(&walk, from: summary.sourceIPv4, to: summary.destinationIPv4, pool: &pool)
            : routeScoped(&walk, from: summary.sourceIPv6, to: summary.destinationIPv6, pool: &pool)
    }

    private mutating func routeScoped(
        _ walk: inout Walk,
        from source: IPv4Address,
        to destination: IPv4Address,
        pool: inout FramePool
    ) -> Verdict? {
        if source.rawValue >> 28 >= 0xE || source.isLoopback || destination.isLoopback { return .drop(.scope) }
        if destination.isMulticast {
            if walk.isOwn {
                // RFC 1112 §6.4: the lower 23 bits of the group.
                let mac = MACAddress(rawValue: 0x0100_5E00_0000 | UInt64(destination.rawValue & 0x7F_FFFF))
                return sendToLink(&walk, mac, pool: &pool)
            }
            // 224.0.0.0/24 stays on its link (RFC 5771 §4).
            return destination.rawValue >> 8 == 0xE0_0000 ? .deliver : .drop(.scope)
        }
        // What is left: class E, the broadcast address, and sources in 0.0.0.0/8.
        return .drop(.scope)
    }

    private mutating func routeScoped(
        _ walk: inout Walk,
        from source: IPv6Address,
        to destination: IPv6Address,
        pool: inout FramePool
    ) -> Verdict? {
        if source.isMulticast || source.isLoopback || destination.isLoopback || destination == .any {
            return .drop(.scope)
        }
        if destination.isMulticast {
            if walk.isOwn { return sendToLink(&walk, MACAddress(multicast: destination), pool: &pool) }
            guard destination.high >> 48 & 15 == 2 else { return .drop(.scope) }
            return controlVerdict(walk, pool)
        }
        if destination.isLinkLocal {
            if walk.isOwn {
                guard let interface = walk.pinned else { return .drop(.scope) }
                if interfaces[Int(interface.rawValue)].linkLocal == destination { return .deliver }
                guard case .done(let verdict) = send(&walk, to: .v6(destination), on: interface, pool: &pool) else {
                    return nil
                }
                return verdict
            }
            guard let ingress = walk.ingress, interfaces[Int(ingress.rawValue)].linkLocal == destination else {
                return .drop(.scope)
            }
            return controlVerdict(walk, pool)
        }
        return source == .any ? .drop(.scope) : nil
    }

    /// Sends to all on the pinned interface's wire.
    private mutating func sendToLink(_ walk: inout Walk, _ mac: MACAddress, pool: inout FramePool) -> Verdict {
        guard let index = walk.pinned else { return .drop(.scope) }
        let egress = interfaces[Int(index.rawValue)]
        guard egress.isUp else { return .drop(.interfaceDown) }
        guard egress.kind == .ethernet else { return .drop(.scope) }
        guard walk.summary.packetByteCount <= Int(egress.mtu) else { return .drop(.packetTooBig) }
        return transmit(&walk, to: mac, on: index, egress, pool: &pool)
    }
}
