import BGPSession
import Forwarding
import NetworkTypes
import Router
import SimulatedTCP

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
}
