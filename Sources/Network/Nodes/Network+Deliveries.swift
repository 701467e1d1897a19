import BFD
import Forwarding
import NetworkTypes
import Packets
import SimulatedTCP
import VRRP

/// Packets that reached a router which they are for: what they are, and who takes them.
extension Network {
    /// Hands packets for the node itself to whoever waits for them.
    mutating func takeDeliveries(_ node: Node, _ router: RouterNode, at now: Instant) {
        guard !router.forwarding.deliveries.isEmpty else { return }
        // What is taken may cause more, which gets behind it.
        var place = 0
        while place < router.forwarding.deliveries.count {
            let delivery = router.forwarding.deliveries[place]
            if !take(delivery, node, router, at: now) { pool.release(delivery.frame) }
            place += 1
        }
        router.forwarding.deliveries.removeAll(keepingCapacity: true)
    }

    /// Takes what was delivered if it is probes alone: they change nothing of the node, which need not be pumped for them.
    mutating func takeProbes(_ node: Node, _ router: RouterNode, at now: Instant) {
        while let delivery = router.forwarding.deliveries.last, router.forwarding.deliveries.count == 1,
            let (payload, source) = probe(in: delivery)
        {
            router.forwarding.deliveries.removeLast()
            observe(payload, arrivingIn: delivery.frame, at: now)
            takeProbe(payload, from: source, at: node, now)
            pool.release(delivery.frame)
        }
    }

    /// What a packet turned out to be, once its bytes need not be looked at any more.
    private enum Arrival {
        /// For a transport that the engine runs.
        case carried
        case control(ControlPacket, FrameSummary)
        case advertisement(Advertisement, source: IPAddress)
        case probe(ProbePayload, from: Endpoint)
        /// A segment whose MD5 signature is missing, wrong, or not expected.
        case unsigned(IPAddress)
        case other
    }

    /// True if the frame was handed on, and is not the caller's any more.
    private mutating func take(
        _ delivery: ForwarderOutput.Delivery,
        _ node: Node,
        _ router: RouterNode,
        at now: Instant
    ) -> Bool {
        if !conversations.isEmpty, let segment = segment(in: delivery),
            takeSegment(segment.bytes.span.bytes, segment.summary, at: node, now)
        {
            return false
        }
        let arrival = read(delivery, router, at: now)
        if case .probe(let payload, let source) = arrival {
            observe(payload, arrivingIn: delivery.frame, at: now)
            takeProbe(payload, from: source, at: node, now)
            return false
        }
        // Everything else that is for a machine with a kernel is that kernel's.
        if handToKernel(delivery, of: node) { return true }
        switch arrival {
        case .carried:
            let domain = Int(delivery.domain.rawValue)
            order(.packet(node.index, domain: domain), delivery.frame, offset: Int(delivery.networkOffset))
            return true
        case .control(let packet, let summary):
            takeControlPacket(packet, summary, delivery, node, router, at: now)
        case .advertisement(let advertisement, let source):
            take(advertisement, from: source, on: delivery.interface, node, router, at: now)
        case .unsigned(let source):
            noteUnsigned(from: source, domain: Int(delivery.domain.rawValue), node, router, at: now)
        case .probe, .other:
            break
        }
        return false
    }

    /// The probe in a delivered packet, if it is one.
    private mutating func probe(in delivery: ForwarderOutput.Delivery) -> (ProbePayload, from: Endpoint)? {
        let packet = pool.bytes(of: delivery.frame).extracting(droppingFirst: Int(delivery.networkOffset))
        guard let summary = try? FrameSummary(packet: packet), summary.payloadProtocol == .udp,
            !Self.isControl(summary)
        else { return nil }
        return Self.probe(in: packet, summary)
    }

    private static func probe(in packet: RawSpan, _ summary: FrameSummary) -> (ProbePayload, from: Endpoint)? {
        let range = Int(summary.transportOffset)..<Int(summary.endOffset)
        guard let header = try? UDPHeader(decoding: packet, in: range),
            let payload = ProbePayload(packet.extracting(header.payload))
        else { return nil }
        return (payload, Endpoint(address: summary.source, port: summary.sourcePort))
    }

    private static func isControl(_ summary: FrameSummary) -> Bool {
        summary.destinationPort == SingleHop.controlPort || summary.destinationPort == MultiHop.controlPort
    }

    // Mutating without changing anything of the network itself, which would be copied for the call otherwise.
    private mutating func read(
        _ delivery: ForwarderOutput.Delivery,
        _ router: RouterNode,
        at now: Instant
    ) -> Arrival {
        let packet = pool.bytes(of: delivery.frame).extracting(droppingFirst: Int(delivery.networkOffset))
        guard let summary = try? FrameSummary(packet: packet) else { return .other }
        if summary.payloadProtocol == .tcp {
            guard carriage == .simulated else { return .carried }
            let domain = Int(delivery.domain.rawValue)
            guard router.stacks.indices.contains(domain) else { return .other }
            let refused = router.stacks[domain].counters.badSignatures
            router.stacks[domain].receive(packet, at: now, into: &router.stackActions)
            collect(domain, router)
            return router.stacks[domain].counters.badSignatures == refused ? .other : .unsigned(summary.source)
        }
        let transport = Int(summary.transportOffset)
        if summary.payloadProtocol == .vrrp, !summary.isFragment, transport <= Int(summary.endOffset) {
            let message = packet.extracting(transport..<Int(summary.endOffset))
            let advertisement = try? Advertisement(
                decoding: message,
                from: summary.source,
                timeToLive: summary.timeToLive
            )
            return advertisement.map { .advertisement($0, source: summary.source) } ?? .other
        }
        guard summary.payloadProtocol == .udp else { return .other }
        guard Self.isControl(summary) else {
            return Self.probe(in: packet, summary).map { .probe($0, from: $1) } ?? .other
        }
        guard let header = try? UDPHeader(decoding: packet, in: transport..<Int(summary.endOffset)),
            let control = try? ControlPacket(decoding: packet.extracting(header.payload))
        else { return .other }
        return .control(control, summary)
    }
}
