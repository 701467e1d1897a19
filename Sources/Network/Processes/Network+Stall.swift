import BGPSession
import NetworkTypes
import Router
import SimulatedTCP

/// A router whose processes hang: the system goes on to acknowledge what arrives and to forward, nobody reads it.
extension Network {
    /// Whether a router's processes hang, so that nobody reads its connections.
    public func processesHang(of index: NodeIndex) -> Bool { !nodes[index.index].parts.works(.controlPlane) }

    mutating func stall(_ node: Node, _ router: RouterNode, at now: Instant) {
        router.liveness.isFrozen = true
        setReadPaused(true, router, at: now)
    }

    /// The processes go on where they stood: they read what has arrived, then see which of their timers have expired.
    mutating func wake(_ node: Node, _ router: RouterNode, at now: Instant, cause: Int) {
        let waiting = router.stalledActions
        router.stalledActions.removeAll()
        router.tcpActions += waiting
        setReadPaused(false, router, at: now)
        // Those that nobody has taken yet are not among the router's.
        for case (let domain, .accepted(let id, _, _)) in waiting {
            router.stacks[domain].setReadPaused(false, on: id, at: now, into: &router.stackActions)
            collect(domain, router)
        }
        router.liveness.isFrozen = false
        for (port, end) in node.ports.enumerated() {
            guard let end else { continue }
            router.output.firstLogID = journal.nextID
            let isUp = wires[Int(end.wire)].hasCarrier
            router.router.portChanged(UInt16(port), isUp: isUp, at: now, cause: cause, into: &router.output)
            absorbLogs(node, router, at: now)
            firstHops(of: node, router, followPort: UInt16(port), isUp: isUp, at: now)
        }
        node.needsReview = !node.watches.isEmpty
        pump(node, router, at: now)
        guard carriage == .engine else { return nodeDeadline(node.index, generation: node.generation, at: now) }
        order(.awakened(node.index))
        agenda.schedule(.nodeDeadline(node.index, generation: node.generation), at: now)
    }

    /// Keeps what TCP has to say for later; `false` if the node's processes are awake.
    ///
    /// What comes after so much that no process could have caused it is forgotten with its connection.
    mutating func putOff(_ action: TCPAction, domain: Int, _ node: Node, _ router: RouterNode, at now: Instant) -> Bool
    {
        guard !node.parts.works(.controlPlane) else { return false }
        switch action {
        case .transmit: return false
        case .accepted(let id, _, _):
            router.stacks[domain].setReadPaused(true, on: id, at: now, into: &router.stackActions)
            collect(domain, router)
        case .connected, .received, .writable, .closed: break
        }
        if router.stalledActions.count < Self.stalledActionLimit {
            router.stalledActions.append((domain: domain, action: action))
        } else if case .accepted(let id, _, _) = action {
            router.stacks[domain].abort(id, at: now, into: &router.stackActions)
            collect(domain, router)
        }
        return true
    }

    private static let stalledActionLimit = 1024

    private mutating func setReadPaused(_ isPaused: Bool, _ router: RouterNode, at now: Instant) {
        for (neighbor, plan) in router.router.configuration.neighbors.enumerated() {
            let domain = plan.domain ?? 0
            for id in router.transports[neighbor].connections.compactMap(\.self) {
                router.stacks[domain].setReadPaused(isPaused, on: id, at: now, into: &router.stackActions)
                collect(domain, router)
            }
        }
    }
}
