import BGPSession
import Forwarding
import NetworkTypes
import Router
import SimulatedTCP

/// Faults of a part of a router: of its routing process, of BFD, of its forwarding, of all its processes at once.
extension Network {
    /// Adds a reason for a part not to work; with the first one it ceases to.
    mutating func fail(_ part: NodeParts.Part, of index: NodeIndex, at now: Instant, cause: Int) {
        let node = nodes[index.index]
        node.parts[part] += 1
        guard node.parts[part] == 1, node.isRouter else { return }
        let id = record(.partDown, part, node, at: now, cause: cause)
        guard let router = node.router else { return order(.part(index, part, works: false)) }
        switch part {
        case .bgp: endRouting(node, router, at: now, cause: id)
        case .bfd: router.liveness.crash { _ in true }
        case .forwarding: setForwarding(false, node, router, at: now, cause: id)
        case .controlPlane: stall(node, router, at: now)
        }
        pump(node, router, at: now)
    }

    /// Takes a reason away; with the last one the part works again.
    mutating func repair(_ part: NodeParts.Part, of index: NodeIndex, at now: Instant, cause: Int) {
        let node = nodes[index.index]
        node.parts[part] -= 1
        guard node.parts.works(part), node.isRouter else { return }
        let id = record(.partUp, part, node, at: now, cause: cause)
        guard let router = node.router else { return order(.part(index, part, works: true)) }
        switch part {
        case .bgp: beginRouting(node, router, at: now, cause: id)
        case .bfd: startLiveness(of: node, router, at: now)
        case .forwarding: setForwarding(true, node, router, at: now, cause: id)
        case .controlPlane: wake(node, router, at: now, cause: id)
        }
        pump(node, router, at: now)
    }

    private mutating func record(
        _ kind: JournalEvent.Kind,
        _ part: NodeParts.Part,
        _ node: Node,
        at now: Instant,
        cause: Int
    ) -> Int {
        lastActivity = now
        let id = journal.record(
            kind,
            node.path,
            at: now,
            causedBy: cause,
            [JournalEvent.Field("part", .string(part.rawValue))]
        )
        node.lastForwardingCause = id
        node.lastPartEvent = id
        return id
    }

    private mutating func setForwarding(
        _ works: Bool,
        _ node: Node,
        _ router: RouterNode,
        at now: Instant,
        cause: Int
    ) {
        router.router.forwarder.passesOthers = works
        pathsChanged(at: now, because: cause)
    }

    // MARK: The routing process

    /// The process is gone: the system closes its connections and refuses others.
    private mutating func endRouting(_ node: Node, _ router: RouterNode, at now: Instant, cause: Int) {
        for neighbor in router.transports.indices {
            for slot in ConnectionSlot.allCases { close(neighbor, slot, node, router, at: now) }
        }
        setListening(false, router)
        let life = generator.forked(for: node.path).forked(for: "process \(node.generation) \(now)")
        router.router.stopControlPlane(life)
        router.output.removeAll()
        router.stalledActions.removeAll()
        // Of BFD, what depends on the process goes with it.
        router.liveness.crash { $0.bfd?.isControlPlaneIndependent != true }
        for session in node.sessions where session >= 0 {
            let side = side(of: session, node: node.index)
            if sessions[session][side].isUp { noteSession(session, side, isUp: false, event: cause, at: now) }
        }
        pathsChanged(at: now, because: cause)
    }

    private mutating func beginRouting(_ node: Node, _ router: RouterNode, at now: Instant, cause: Int) {
        setListening(true, router)
        applySteps(to: node.index, router, at: now)
        router.output.firstLogID = journal.nextID
        router.router.start(at: now, cause: cause, into: &router.output)
        absorbLogs(node, router, at: now)
        nodeRestarted(node.index, at: now, cause: cause)
    }

    private func setListening(_ isListening: Bool, _ router: RouterNode) {
        guard carriage == .simulated else { return }
        for neighbor in router.router.configuration.neighbors {
            let domain = neighbor.domain ?? 0
            if isListening {
                router.stacks[domain].listen(on: neighbor.localAddress, port: BGPPort.number)
            } else {
                router.stacks[domain].stopListening(on: neighbor.localAddress, port: BGPPort.number)
            }
        }
    }

    /// BFD is back: beside each BGP session that is up, one begins.
    private mutating func startLiveness(of node: Node, _ router: RouterNode, at now: Instant) {
        for neighbor in router.router.configuration.neighbors.indices
        where router.router.sessionState(neighbor: neighbor) == .established {
            startLiveness(neighbor, node, router, at: now)
        }
    }
}
