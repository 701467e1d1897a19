import Forwarding
import NetworkTypes
import Router

extension Network {
    /// Starts a node with empty tables.
    mutating func boot(_ index: NodeIndex, startingAfter startup: Duration = .zero, at now: Instant, cause: Int?) {
        let node = nodes[index.index]
        guard case .router(let configuration) = node.plan else { return startFirewall(node) }
        if carriage == .engine { order(.started(index)) }
        guard !node.isDevice else { return boot(device: node, startingAfter: startup, at: now) }
        let life = generator.forked(for: node.path).forked(for: "life \(node.generation)")
        let router = RouterNode(
            configuration,
            firstHops: node.firstHops,
            generator: life,
            simulatesTCP: carriage == .simulated,
            md5: md5
        )
        node.works = .router(router)
        node.deadline = .distantFuture
        node.isWorkScheduled = false
        node.retained = []
        node.watchStates = Array(repeating: nil, count: node.watches.count)
        node.needsReview = !node.watches.isEmpty
        watchPorts(of: configuration, node, router)
        for (port, end) in node.ports.enumerated() {
            guard let end else { continue }
            if wires[Int(end.wire)].hasCarrier {
                prepareNeighbors(UInt16(port), router, at: now)
                prepareHosts(of: node, onPort: UInt16(port), router, at: now)
            } else {
                setPort(UInt16(port), of: node, router, isUp: false, at: now, cause: cause)
            }
        }
        applySteps(to: index, router, at: now)
        router.router.forwarder.passesOthers = node.parts.works(.forwarding)
        router.router.forwarder.kernelDomain = node.kernel.map {
            Forwarding::DomainIndex(rawValue: UInt32(clamping: $0.domain))
        }
        pump(node, router, at: now)
        agenda.schedule(
            .startSessions(index, generation: node.generation),
            at: now + max(startup, Self.controlPlaneDelay)
        )
    }

    /// Sessions start when neighbours on the wires are known, or their first packets would wait for ARP and some be lost.
    private static let controlPlaneDelay = Duration.milliseconds(50)

    mutating func startSessions(of index: NodeIndex, generation: UInt32, at now: Instant) {
        let node = nodes[index.index]
        guard node.generation == generation else { return }
        if node.isDevice { return boot(device: node, at: now) }
        guard let router = node.router, node.parts.works(.bgp) else { return }
        router.output.firstLogID = journal.nextID
        router.router.start(at: now, cause: node.lastForwardingCause, into: &router.output)
        startFirstHops(node, router, at: now)
        pump(node, router, at: now)
    }

    /// A real router has its ports; its programs follow.
    private mutating func boot(device node: Node, startingAfter startup: Duration = .zero, at now: Instant) {
        guard startup == .zero else {
            return agenda.schedule(.startSessions(node.index, generation: node.generation), at: now + startup)
        }
        order(.booted(node.index))
        for part in NodeParts.Part.allCases where !node.parts.works(part) {
            order(.part(node.index, part, works: false))
        }
    }

    /// Adds a reason for a node not to work; its wires lose carrier with the first one.
    mutating func stop(_ index: NodeIndex, at now: Instant, cause: Int) {
        let node = nodes[index.index]
        node.holds += 1
        guard node.holds == 1 else { return }
        node.generation &+= 1
        let id = journal.record(.nodeDown, node.path, at: now, causedBy: cause)
        node.lastForwardingCause = id
        if carriage == .engine { order(.stopped(index)) }
        for session in node.sessions where session >= 0 {
            let side = side(of: session, node: index)
            if sessions[session][side].isUp { noteSession(session, side, isUp: false, event: id, at: now) }
        }
        for end in node.ports { if let end { hold(wire: Int(end.wire), at: now, cause: id) } }
        pathsChanged(at: now, because: id)
    }

    /// Takes a reason away; with the last one the node starts anew.
    mutating func resume(
        _ index: NodeIndex,
        startingAfter startup: Duration = .zero,
        at now: Instant,
        cause: Int
    ) {
        let node = nodes[index.index]
        precondition(node.holds > 0, "a node is resumed as often as it was stopped")
        node.holds -= 1
        guard node.holds == 0 else { return }
        let id = journal.record(.nodeUp, node.path, at: now, causedBy: cause)
        node.lastForwardingCause = id
        for end in node.ports { if let end { release(wire: Int(end.wire), at: now, cause: id) } }
        boot(index, startingAfter: startup, at: now, cause: id)
        nodeRestarted(index, at: now, cause: id)
        pathsChanged(at: now, because: id)
    }

    /// Which end of a session a node is.
    func side(of session: Int, node: NodeIndex) -> WireSide {
        blueprint.sessions[session].a.node == node ? .a : .b
    }

    /// Takes the carrier from a wire, or adds a reason for its absence.
    mutating func hold(wire: Int, at now: Instant, cause: Int) {
        wires[wire].lastFault = cause
        if wires[wire].hold() {
            wires[wire].cutAt = now
            wires[wire].lastCause = cause
            carrierChanged(wire, isUp: false, at: now, cause: cause)
        }
        forwardLoss(of: wire, at: now, cause: wires[wire].lastCause ?? cause)
    }

    /// Takes away one reason for the absence of carrier.
    mutating func release(wire: Int, at now: Instant, cause: Int) {
        wires[wire].lastFault = cause
        if wires[wire].release() {
            wires[wire].lastCause = cause
            carrierChanged(wire, isUp: true, at: now, cause: cause)
        }
        forwardLoss(of: wire, at: now, cause: wires[wire].lastCause ?? cause)
    }

    /// Both ends see what became of the carrier.
    private mutating func carrierChanged(_ wire: Int, isUp: Bool, at now: Instant, cause: Int) {
        pathsChanged(at: now, because: cause)
        for side in [WireSide.a, .b] {
            let end = wires[wire].end(side)
            let node = nodes[end.node.index]
            // Who has lost it by itself knows, and need not be told.
            guard node.isAlive, !(node.isDevice && faults.pulledCables[wire] != nil) else { continue }
            if case .router(let router) = node.works, !believes(isUp, at: end.port, node, router, at: now, cause: cause)
            {
                continue
            }
            let id = recordCarrier(wire, isUp: isUp, seenBy: node, at: now, cause: cause)
            switch node.works {
            case .router(let router):
                setPort(end.port, of: node, router, isUp: isUp, at: now, cause: id)
                pump(node, router, at: now)
            case .device:
                node.lastForwardingCause = id
                order(.carrier(end.node, port: end.port, isUp: isUp))
            case .lanSwitch(var lan):
                lan.forget(end.port)
                node.works = .lanSwitch(lan)
            case .crossConnect, .firewall: break
            }
        }
    }

    /// Writes down that a node sees a carrier go or come.
    mutating func recordCarrier(
        _ wire: Int,
        isUp: Bool,
        seenBy node: Node,
        at now: Instant,
        cause: Int?,
        _ fields: [JournalEvent.Field] = []
    ) -> Int {
        let id = journal.record(
            isUp ? .carrierUp : .carrierDown,
            blueprint.wires[wire].path,
            at: now,
            causedBy: cause,
            [JournalEvent.Field("node", .string(node.path))] + fields
        )
        wires[wire].lastCause = id
        return id
    }

    /// Link-loss forwarding: as long as the provider edge works, a segment goes and comes with the other one.
    private mutating func forwardLoss(of wire: Int, at now: Instant, cause: Int) {
        for side in [WireSide.a, .b] {
            let end = wires[wire].end(side)
            let node = nodes[end.node.index]
            guard node.isAlive, let port = node.portThatFollows(end.port),
                let other = node.ports[Int(port)].map({ Int($0.wire) })
            else { continue }
            let ownHolds = wires[wire].holds - (faults.forwardedLosses.contains(wire) ? 1 : 0)
            if ownHolds > 0, faults.forwardedLosses.insert(other).inserted {
                hold(wire: other, at: now, cause: cause)
            } else if ownHolds == 0, faults.forwardedLosses.remove(other) != nil {
                release(wire: other, at: now, cause: cause)
            }
        }
    }

    mutating func prepareNeighbors(_ port: UInt16, _ router: RouterNode, at now: Instant) {
        for neighbor in router.router.staticNeighbors(onPort: port) {
            router.router.forwarder.prepareNeighbor(
                neighbor.interface,
                address: neighbor.address,
                at: now,
                pool: &pool,
                into: &router.forwarding
            )
        }
    }

    mutating func setPort(
        _ port: UInt16,
        of node: Node,
        _ router: RouterNode,
        isUp: Bool,
        at now: Instant,
        cause: Int?
    ) {
        router.router.forwarder.setPort(
            PortIndex(rawValue: port),
            up: isUp,
            pool: &pool,
            into: &router.forwarding
        )
        node.lastForwardingCause = cause ?? node.lastForwardingCause
        if isUp {
            prepareNeighbors(port, router, at: now)
            prepareHosts(of: node, onPort: port, router, at: now)
        }
        // Processes that hang are told when they wake.
        guard node.parts.works(.controlPlane) else { return }
        router.output.firstLogID = journal.nextID
        router.router.portChanged(port, isUp: isUp, at: now, cause: cause, into: &router.output)
        absorbLogs(node, router, at: now)
        firstHops(of: node, router, followPort: port, isUp: isUp, at: now)
        node.needsReview = !node.watches.isEmpty
    }
}
