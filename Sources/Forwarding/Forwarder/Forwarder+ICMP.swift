import NetworkTypes
import Packets

extension Forwarder {
    /// Tells a packet's source what became of it, if the RFCs and the rate limit allow it.
    mutating func report(
        _ error: ICMPError,
        about frame: FrameHandle,
        _ summary: FrameSummary,
        _ domain: DomainIndex,
        _ ingress: InterfaceIndex?,
        at now: Instant,
        pool: inout FramePool,
        into output: inout ForwarderOutput
    ) {
        guard summary.isIP, pool.mayReport(error, about: frame, summary: summary),
            let source = ownAddress(towards: summary.source, on: ingress, in: domain), errorLimit.take(at: now),
            let message = pool.build(error, quoting: frame, summary: summary, from: source)
        else { return }
        pool.setTag(FrameTag(cause: pool.tag(of: frame).cause), of: message)
        let isLinkLocal = summary.source.v6?.isLinkLocal == true
        send(message, in: domain, pinnedTo: isLinkLocal ? ingress : nil, at: now, pool: &pool, into: &output)
    }

    /// Turns an echo request into its reply, in place (RFC 1122 §3.2.2.6, RFC 4443 §4.2).
    mutating func answerEcho(
        _ walk: Walk,
        at now: Instant,
        pool: inout FramePool,
        into output: inout ForwarderOutput
    ) {
        let summary = walk.summary
        guard summary.isTransportChecksumValid(in: pool.bytes(of: walk.frame)),
            pool.removeFirst(Int(summary.networkOffset), from: walk.frame)
        else {
            drop(walk.frame, .malformed, walk.last, into: &output)
            return
        }
        let transport = Int(summary.transportOffset) - Int(summary.networkOffset)
        turnRound(walk.frame, summary, transport: transport, pool: &pool)
        do throws(HeaderError) { try pool.seal(walk.frame, networkOffset: 0) } catch {
            drop(walk.frame, .malformed, walk.last, into: &output)
            return
        }
        let isLinkLocal = summary.network == .ipv6 && summary.sourceIPv6.isLinkLocal
        let pinned = isLinkLocal ? walk.ingress : nil
        send(walk.frame, in: walk.domain, pinnedTo: pinned, at: now, pool: &pool, into: &output)
    }

    private func turnRound(_ frame: FrameHandle, _ summary: FrameSummary, transport: Int, pool: inout FramePool) {
        var bytes = pool.mutableBytes(of: frame)
        if summary.network == .ipv4 {
            bytes.storeBigEndian(UInt8(64), at: 8)
            bytes.storeBigEndian(summary.destinationIPv4.rawValue, at: 12)
            bytes.storeBigEndian(summary.sourceIPv4.rawValue, at: 16)
            bytes.storeBigEndian(ICMPv4Header.Kind.echoReply.rawValue, at: transport)
        } else {
            bytes.storeBigEndian(UInt8(64), at: 7)
            bytes.storeBigEndian(summary.destinationHigh, at: 8)
            bytes.storeBigEndian(summary.destinationLow, at: 16)
            bytes.storeBigEndian(summary.sourceHigh, at: 24)
            bytes.storeBigEndian(summary.sourceLow, at: 32)
            bytes.storeBigEndian(ICMPv6Header.Kind.echoReply.rawValue, at: transport)
        }
    }

    /// The address under which this router speaks to `peer` on an interface.
    ///
    /// One whose prefix holds the peer, else the first of that family; an interface without one borrows from the
    /// others of its domain, in their order (RFC 1812 §2.2.7, unnumbered).
    func ownAddress(towards peer: IPAddress, on index: InterfaceIndex?, in domain: DomainIndex) -> IPAddress? {
        if let index, let address = bestAddress(of: index, towards: peer) { return address }
        for place in interfaces.indices where interfaces[place].domain == domain && interfaces[place].isUp {
            if let address = bestAddress(of: InterfaceIndex(rawValue: UInt32(place)), towards: peer) { return address }
        }
        return nil
    }

    private func bestAddress(of index: InterfaceIndex, towards peer: IPAddress) -> IPAddress? {
        if peer.v6?.isLinkLocal == true {
            let linkLocal = interfaces[Int(index.rawValue)].linkLocal
            return linkLocal == .any ? nil : .v6(linkLocal)
        }
        var first: IPAddress?
        for address in addresses[Int(index.rawValue)] where address.address.family == peer.family {
            if address.prefix.contains(peer) { return address.address }
            first = first ?? address.address
        }
        return first
    }
}
