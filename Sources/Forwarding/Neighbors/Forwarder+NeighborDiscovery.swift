import NetworkTypes
import Packets

extension Forwarder {
    /// Answers, and learns from, a neighbour solicitation or advertisement (RFC 4861 §7.2).
    ///
    /// Duplicate address detection is answered but not done: addresses here come from one plan.
    mutating func receiveNeighborMessage(
        _ walk: Walk,
        at now: Instant,
        pool: inout FramePool,
        into output: inout ForwarderOutput
    ) {
        guard let interface = walk.ingress, interfaces[Int(interface.rawValue)].kind == .ethernet else {
            return drop(walk.frame, .scope, walk.last, into: &output)
        }
        guard let message = neighborMessage(in: walk, pool) else {
            return drop(walk.frame, .malformed, interface, into: &output)
        }
        pool.release(walk.frame)
        let domain = interfaces[Int(interface.rawValue)].domain
        if message.isAdvertisement {
            let target = IPAddress.v6(message.target)
            guard let mac = message.linkLayerAddress, !isLocal(target, in: domain, on: interface) else { return }
            learn(target, at: mac, on: interface, adds: false, pool: &pool, into: &output)
        } else {
            answer(message, walk.summary, on: interface, in: domain, pool: &pool, into: &output)
        }
    }

    /// The message, if RFC 4861 §7.1 lets it count: from one hop away, with a correct checksum, about a unicast address.
    private func neighborMessage(in walk: Walk, _ pool: borrowing FramePool) -> NeighborMessage? {
        let summary = walk.summary
        let bytes = pool.bytes(of: walk.frame)
        guard summary.timeToLive == 255, summary.isTransportChecksumValid(in: bytes) else { return nil }
        do throws(HeaderError) {
            let range = Int(summary.transportOffset)..<Int(summary.endOffset)
            let header = try ICMPv6Header(decoding: bytes, in: range)
            let message = try NeighborMessage(decoding: bytes, header: header)
            guard !message.target.isMulticast else { return nil }
            if message.isAdvertisement { return message.isSolicited && summary.isForMany ? nil : message }
            // From nowhere, as duplicate address detection sends it: to the solicited node, and without a MAC address.
            let isProbe = summary.sourceIPv6 == .any
            let isWellFormed =
                summary.destinationIPv6 == message.target.solicitedNode && message.linkLayerAddress == nil
            return isProbe && !isWellFormed ? nil : message
        } catch {
            return nil
        }
    }

    private mutating func answer(
        _ message: NeighborMessage,
        _ summary: FrameSummary,
        on interface: InterfaceIndex,
        in domain: DomainIndex,
        pool: inout FramePool,
        into output: inout ForwarderOutput
    ) {
        let source = summary.sourceIPv6
        let virtualMAC = virtualMAC(of: .v6(message.target), on: interface)
        guard virtualMAC != nil || isLocal(.v6(message.target), in: domain, on: interface),
            source == .any || !isLocal(.v6(source), in: domain, on: interface)
        else { return }
        let allNodes = IPv6Address(high: 0xFF02 << 48, low: 1)
        let receiver = source == .any ? allNodes : source
        let mac = message.linkLayerAddress ?? (source == .any ? MACAddress(multicast: allNodes) : summary.sourceMAC)
        if source != .any {
            learn(.v6(source), at: mac, on: interface, adds: true, pool: &pool, into: &output)
            guard !mac.isMulticast else { return }
        }
        let egress = interfaces[Int(interface.rawValue)]
        let reply = NeighborMessage(
            advertisementOf: message.target,
            at: virtualMAC ?? egress.mac,
            isRouter: true,
            isSolicited: source != .any
        )
        let frame = pool.build(
            reply,
            link: egress.header(to: mac, .ipv6),
            source: message.target,
            destination: receiver
        )
        guard let frame else { return drop(.none, .outOfMemory, interface, into: &output) }
        transmit(frame, on: interface, pool: pool, into: &output)
    }
}
