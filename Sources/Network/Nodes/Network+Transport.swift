import BFD
import BGPSession
import Forwarding
import NetworkTypes
import Packets
import Router
import SimulatedTCP
import VRRP

/// How a router's BGP connections run over the simulated TCP.
extension Network {
    mutating func connect(_ neighbor: Int, _ node: Node, _ router: RouterNode, at now: Instant) {
        guard carriage == .simulated else { return order(.connect(node.index, neighbor: neighbor)) }
        let configuration = router.router.configuration.neighbors[neighbor]
        let domain = configuration.domain ?? 0
        var options = RouterNode.options(configuration)
        if let key = router.keys[neighbor] { options.md5Key = key }
        let id = router.stacks[domain].connect(
            from: configuration.localAddress,
            to: configuration.remoteAddress,
            port: BGPPort.number,
            options: options,
            at: now,
            into: &router.stackActions
        )
        bind(id, to: neighbor, .outgoing, domain, router)
        collect(domain, router)
    }

    mutating func close(
        _ neighbor: Int,
        _ slot: ConnectionSlot,
        _ node: Node,
        _ router: RouterNode,
        at now: Instant
    ) {
        guard carriage == .simulated else { return order(.close(node.index, neighbor: neighbor, slot)) }
        guard let id = router.transports[neighbor][slot] else { return }
        let domain = router.router.configuration.neighbors[neighbor].domain ?? 0
        unbind(id, neighbor, slot, domain, router)
        router.stacks[domain].close(id, at: now, into: &router.stackActions)
        collect(domain, router)
    }

    mutating func send(
        _ bytes: [UInt8],
        _ neighbor: Int,
        _ slot: ConnectionSlot,
        _ node: Node,
        _ router: RouterNode,
        at now: Instant
    ) {
        guard carriage == .simulated else { return order(.send(node.index, neighbor: neighbor, slot, bytes)) }
        guard let id = router.transports[neighbor][slot] else { return }
        guard router.transports[neighbor].backlog.isEmpty else {
            router.transports[neighbor].backlog += bytes
            return
        }
        let domain = router.router.configuration.neighbors[neighbor].domain ?? 0
        let taken = router.stacks[domain].send(bytes, on: id, at: now, into: &router.stackActions)
        if taken < bytes.count {
            router.transports[neighbor].backlog += bytes[taken...]
            router.router.transport(neighbor: neighbor, isBlocked: true, at: now)
        }
        collect(domain, router)
    }

    private func bind(_ id: ConnectionID, to neighbor: Int, _ slot: ConnectionSlot, _ domain: Int, _ router: RouterNode)
    {
        router.transports[neighbor][slot] = id
        router.owners[RouterNode.ConnectionKey(domain: domain, id: id)] = RouterNode.ConnectionOwner(
            neighbor: neighbor,
            slot: slot,
            isOpen: slot == .incoming
        )
    }

    private func unbind(
        _ id: ConnectionID,
        _ neighbor: Int,
        _ slot: ConnectionSlot,
        _ domain: Int,
        _ router: RouterNode
    ) {
        router.transports[neighbor][slot] = nil
        router.transports[neighbor].backlog.removeAll()
        router.owners[RouterNode.ConnectionKey(domain: domain, id: id)] = nil
    }

    /// Queues what a stack asked for behind what is queued already.
    func collect(_ domain: Int, _ router: RouterNode) {
        guard !router.stackActions.isEmpty else { return }
        for action in router.stackActions { router.tcpActions.append((domain: domain, action: action)) }
        router.stackActions.removeAll(keepingCapacity: true)
    }

    mutating func perform(
        _ action: TCPAction,
        domain: Int,
        _ node: Node,
        _ router: RouterNode,
        at now: Instant
    ) {
        if putOff(action, domain: domain, node, router, at: now) { return }
        switch action {
        case .transmit(let packet):
            router.router.forwarder.send(
                packet: packet.span.bytes,
                in: Forwarding::DomainIndex(rawValue: UInt32(domain)),
                at: now,
                pool: &pool,
                into: &router.forwarding
            )
        case .accepted(let id, let remote, let local):
            endSession(ofNeighborAt: remote.address, local.address, domain, node, router, at: now)
            guard
                let neighbor = router.router.neighbor(domain: domain, local: local.address, remote: remote.address),
                router.transports[neighbor][.incoming] == nil
            else {
                router.stacks[domain].abort(id, at: now, into: &router.stackActions)
                collect(domain, router)
                return
            }
            bind(id, to: neighbor, .incoming, domain, router)
            tell(.transportOpened(.incoming), neighbor, node, router, at: now)
        case .connected(let id):
            guard let owner = owner(of: id, domain, router) else { return }
            router.owners[RouterNode.ConnectionKey(domain: domain, id: id)]?.isOpen = true
            tell(.transportOpened(owner.slot), owner.neighbor, node, router, at: now)
        case .received(let id, let bytes):
            guard let owner = owner(of: id, domain, router) else { return }
            router.output.firstLogID = journal.nextID
            router.router.receive(
                bytes.span.bytes,
                neighbor: owner.neighbor,
                owner.slot,
                at: now,
                cause: nil,
                into: &router.output
            )
            absorbLogs(node, router, at: now)
        case .writable(let id):
            guard let owner = owner(of: id, domain, router) else { return }
            let backlog = router.transports[owner.neighbor].backlog
            router.transports[owner.neighbor].backlog = []
            router.router.transport(neighbor: owner.neighbor, isBlocked: false, at: now)
            if !backlog.isEmpty { send(backlog, owner.neighbor, owner.slot, node, router, at: now) }
        case .closed(let id, _):
            guard let owner = owner(of: id, domain, router) else { return }
            unbind(id, owner.neighbor, owner.slot, domain, router)
            tell(
                owner.isOpen ? .transportClosed(owner.slot) : .transportFailed(owner.slot),
                owner.neighbor,
                node,
                router,
                at: now
            )
        }
    }

    /// A neighbour that connects while the session with it is up has restarted: that one ends first (RFC 4724 §5).
    private mutating func endSession(
        ofNeighborAt remote: IPAddress,
        _ local: IPAddress,
        _ domain: Int,
        _ node: Node,
        _ router: RouterNode,
        at now: Instant
    ) {
        guard let neighbor = router.router.reconnectingNeighbor(domain: domain, local: local, remote: remote)
        else { return }
        tell(.peerReconnects, neighbor, node, router, at: now)
        let actions = router.output.actions
        router.output.actions.removeAll(keepingCapacity: true)
        perform(actions, node, router, at: now)
    }

    private func owner(of id: ConnectionID, _ domain: Int, _ router: RouterNode) -> RouterNode.ConnectionOwner? {
        router.owners[RouterNode.ConnectionKey(domain: domain, id: id)]
    }

    /// Tells a session something and writes down what comes of it.
    mutating func tell(
        _ event: SessionEvent,
        _ neighbor: Int,
        _ node: Node,
        _ router: RouterNode,
        at now: Instant,
        cause: Int? = nil
    ) {
        router.output.firstLogID = journal.nextID
        router.router.handle(event, neighbor: neighbor, at: now, cause: cause, into: &router.output)
        absorbLogs(node, router, at: now)
    }

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
