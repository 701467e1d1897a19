public import Packets

extension Forwarder {
    /// Takes a frame the way that ``receive(_:on:at:pool:into:)`` would, and changes nothing but the frame.
    ///
    /// No counters, no requests, no errors, no answers. A next hop that is not known yet is a drop
    /// (``DropReason/unresolvedNeighbor``), ARP and ND are another (``DropReason/control``), an echo request is a delivery.
    /// The frame ends in `output` in any case.
    public mutating func trace(
        _ frame: FrameHandle,
        on port: PortIndex,
        pool: inout FramePool,
        into output: inout ForwarderOutput
    ) {
        do throws(HeaderError) {
            let summary = try pool.summary(of: frame)
            var walk = Walk(frame, summary, domain: DomainIndex(rawValue: 0), pinned: nil, isOwn: false)
            let verdict = arrive(&walk, on: port, pool: &pool)
            record(verdict, walk, into: &output)
        } catch {
            output.drops.append(.init(frame: frame, reason: .malformed, interface: nil))
        }
    }

    /// Takes a bare IP packet the way that ``send(_:in:pinnedTo:at:pool:into:)`` would, and changes nothing but the frame.
    public mutating func traceSend(
        _ frame: FrameHandle,
        in domain: DomainIndex,
        pinnedTo pinned: InterfaceIndex? = nil,
        pool: inout FramePool,
        into output: inout ForwarderOutput
    ) {
        do throws(HeaderError) {
            let summary = try FrameSummary(packet: pool.bytes(of: frame))
            var walk = Walk(frame, summary, domain: domain, pinned: pinned, isOwn: true)
            let verdict = route(&walk, pool: &pool)
            record(verdict, walk, into: &output)
        } catch {
            output.drops.append(.init(frame: frame, reason: .malformed, interface: pinned))
        }
    }

    private func record(_ verdict: Verdict, _ walk: Walk, into output: inout ForwarderOutput) {
        func drop(_ reason: DropReason, _ interface: InterfaceIndex?) {
            output.drops.append(.init(frame: walk.frame, reason: reason, interface: interface))
        }
        switch verdict {
        case .transmit(let port, let interface):
            output.transmissions.append(.init(port: port, interface: interface, frame: walk.frame))
        case .deliver, .echo: deliver(walk, into: &output)
        case .drop(let reason), .report(let reason, _): drop(reason, walk.last)
        case .arp, .neighborMessage: drop(.control, walk.last)
        case .resolve(let interface, _): drop(.unresolvedNeighbor, interface)
        }
    }
}
