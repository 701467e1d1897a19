import BFD
import BGPSession
import Forwarding
import NetworkTypes
import Packets
import Router
import SimulatedTCP

extension Network {
    /// Carries what a forwarder put out: frames to wires, packets to the node itself.
    mutating func afterForwarding(_ node: Node, _ router: RouterNode, at now: Instant) {
        takeProbes(node, router, at: now)
        if router.forwarding.deliveries.isEmpty, router.forwarding.events.isEmpty {
            // The usual case: nothing that concerns the node's machines.
            carryFrames(node, router, at: now)
            scheduleNeighborDeadline(node, router)
        } else {
            pump(node, router, at: now)
        }
    }

    /// Carries everything between a node's machines and to the outside until all of them are quiet.
    mutating func pump(_ node: Node, _ router: RouterNode, at now: Instant) {
        absorbLogs(node, router, at: now)
        var rounds = 0
        while true {
            if !router.output.actions.isEmpty {
                perform(router.output.actions, node, router, at: now)
                router.output.actions.removeAll(keepingCapacity: true)
            }
            if !router.tcpActions.isEmpty {
                let actions = router.tcpActions
                router.tcpActions.removeAll(keepingCapacity: true)
                for (domain, action) in actions { perform(action, domain: domain, node, router, at: now) }
            }
            noteLiveness(node, router, at: now)
            carryFrames(node, router, at: now)
            takeDeliveries(node, router, at: now)
            noteNeighborEvents(node, router, at: now)
            reviewWatches(node, router, at: now)
            if router.output.actions.isEmpty, router.tcpActions.isEmpty, router.forwarding.isEmpty { break }
            rounds += 1
            precondition(rounds < 100_000, "\(node.path) talks to itself without end")
        }
        let isStalled = !node.parts.works(.controlPlane)
        if !isStalled, router.router.hasWork { scheduleWork(node, at: now) }
        schedule(router.nextDeadline(isStalled: isStalled), of: node)
    }

    private mutating func carryFrames(_ node: Node, _ router: RouterNode, at now: Instant) {
        if !router.forwarding.transmissions.isEmpty {
            for place in router.forwarding.transmissions.indices {
                let transmission = router.forwarding.transmissions[place]
                transmit(transmission.frame, from: node, port: transmission.port.rawValue, at: now)
            }
            router.forwarding.transmissions.removeAll(keepingCapacity: true)
        }
        if !router.forwarding.drops.isEmpty {
            for drop in router.forwarding.drops where drop.frame != .none {
                let record = pool.tag(of: drop.frame).traceRecord
                if record != 0 { trace.comment(record, "dropped by \(node.path): \(drop.reason.name)") }
                observe(lossOf: drop.frame, at: node.path, reason: drop.reason.name)
                pool.release(drop.frame)
            }
            router.forwarding.drops.removeAll(keepingCapacity: true)
        }
    }

    private mutating func noteNeighborEvents(_ node: Node, _ router: RouterNode, at now: Instant) {
        guard !router.forwarding.events.isEmpty else { return }
        for event in router.forwarding.events {
            let (kind, address): (JournalEvent.Kind, IPAddress) =
                switch event {
                case .neighborResolved(_, let address, _): (.neighborResolved, address)
                case .neighborFailed(_, let address): (.neighborFailed, address)
                }
            let id = journal.record(
                kind,
                node.path,
                at: now,
                causedBy: node.lastForwardingCause,
                [JournalEvent.Field("address", .string(address.description))]
            )
            node.lastForwardingCause = id
            pathsChanged(at: now, because: id)
        }
        router.forwarding.events.removeAll(keepingCapacity: true)
    }

    mutating func perform(_ actions: [RouterAction], _ node: Node, _ router: RouterNode, at now: Instant) {
        for action in actions {
            switch action {
            case .openTransport(let neighbor): connect(neighbor, node, router, at: now)
            case .closeTransport(let neighbor, let slot): close(neighbor, slot, node, router, at: now)
            case .send(let neighbor, let slot, let bytes): send(bytes, neighbor, slot, node, router, at: now)
            case .startBFD(let neighbor): startLiveness(neighbor, node, router, at: now)
            case .retainBFD(let neighbor): retainLiveness(neighbor, router, at: now)
            case .stopBFD(let neighbor): stopLiveness(neighbor, router, at: now)
            }
        }
    }

    // MARK: Reminders

    mutating func scheduleWork(_ node: Node, at now: Instant) {
        guard !node.isWorkScheduled else { return }
        node.isWorkScheduled = true
        if carriage == .engine {
            order(.work(node.index, generation: node.generation))
        } else {
            agenda.schedule(.nodeWork(node.index, generation: node.generation), at: now)
        }
    }

    /// Asks to be called at a deadline, unless an earlier call is under way already.
    mutating func schedule(_ deadline: Instant?, of node: Node) {
        guard let deadline, deadline < node.deadline else { return }
        node.deadline = deadline
        agenda.schedule(.nodeDeadline(node.index, generation: node.generation), at: deadline)
    }

    private mutating func scheduleNeighborDeadline(_ node: Node, _ router: RouterNode) {
        if let deadline = router.router.forwarder.nextDeadline { schedule(deadline, of: node) }
    }

    mutating func nodeDeadline(_ index: NodeIndex, generation: UInt32, at now: Instant) {
        let node = nodes[index.index]
        guard node.generation == generation, let router = node.router else { return }
        // A reminder that was overtaken by an earlier one finds nothing to do and does no harm.
        if node.deadline <= now { node.deadline = .distantFuture }
        router.router.forwarder.handleDeadline(at: now, pool: &pool, into: &router.forwarding)
        for domain in router.stacks.indices {
            guard let deadline = router.stacks[domain].nextDeadline, deadline <= now else { continue }
            router.stacks[domain].handleDeadlines(at: now, into: &router.stackActions)
            collect(domain, router)
        }
        runLiveness(node, router, at: now)
        believePorts(node, router, at: now)
        if node.parts.works(.controlPlane) {
            runFirstHops(node, router, at: now)
            router.output.firstLogID = journal.nextID
            router.router.handleDeadlines(at: now, into: &router.output)
        }
        pump(node, router, at: now)
    }

    mutating func nodeWork(_ index: NodeIndex, generation: UInt32, at now: Instant) {
        let node = nodes[index.index]
        guard node.generation == generation, let router = node.router else { return }
        node.isWorkScheduled = false
        guard node.parts.works(.controlPlane) else { return }
        router.output.firstLogID = journal.nextID
        router.router.work(carriage == .engine ? .short : .long, at: now, into: &router.output)
        absorbLogs(node, router, at: now)
        watchRoutes(node, router, at: now)
        router.output.routeChanges.removeAll(keepingCapacity: true)
        pump(node, router, at: now)
    }
}
