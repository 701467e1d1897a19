import BFD
import BGPSession
import Forwarding
import NetworkTypes
import Packets
import Router

/// BFD beside BGP: sessions begin when BGP is up and end with it (RFC 5882 §4).
extension Network {
    mutating func startLiveness(_ neighbor: Int, _ router: RouterNode, at now: Instant) {
        guard let bfd = router.router.configuration.neighbors[neighbor].bfd,
            !router.liveness.contains(where: { $0.neighbor == neighbor })
        else { return }
        let discriminator = router.nextDiscriminator
        router.nextDiscriminator &+= 1
        let session = BFDSession(
            configuration: BFDConfiguration(
                interval: bfd.interval,
                multiplier: bfd.multiplier,
                localDiscriminator: discriminator,
                passive: bfd.isPassive
            ),
            generator: router.generator.forked(for: "bfd/\(discriminator)")
        )
        router.liveness.append(RouterNode.Liveness(neighbor: neighbor, session: session))
        run(.enable, router.liveness.count - 1, router, at: now)
    }

    mutating func stopLiveness(_ neighbor: Int, _ router: RouterNode, at now: Instant) {
        guard let place = router.liveness.firstIndex(where: { $0.neighbor == neighbor }) else { return }
        if router.liveness[place].session.state == .up { run(.disable, place, router, at: now) }
        router.liveness.remove(at: place)
    }

    /// Runs the sessions whose deadlines have come.
    mutating func runLiveness(_ node: Node, _ router: RouterNode, at now: Instant) {
        var place = 0
        while place < router.liveness.count {
            let neighbor = router.liveness[place].neighbor
            if let deadline = router.liveness[place].session.nextDeadline, deadline <= now {
                run(.deadlineReached, place, router, at: now)
                noteLiveness(node, router, at: now)
            }
            // The session may have ended with BGP's.
            if place < router.liveness.count, router.liveness[place].neighbor == neighbor { place += 1 }
        }
    }

    mutating func takeControlPacket(
        _ packet: ControlPacket,
        _ summary: FrameSummary,
        _ delivery: ForwarderOutput.Delivery,
        _ node: Node,
        _ router: RouterNode,
        at now: Instant
    ) {
        guard let place = liveness(of: packet, from: summary.source, delivery, router) else { return }
        let isSingleHop = router.router.configuration.neighbors[router.liveness[place].neighbor].interface != nil
        guard
            isSingleHop
                ? summary.destinationPort == SingleHop.controlPort && SingleHop.accepts(timeToLive: summary.timeToLive)
                : summary.destinationPort == MultiHop.controlPort
        else { return }
        run(.received(packet), place, router, at: now)
        noteLiveness(node, router, at: now)
    }

    /// The session that a packet is for: by its discriminator once that is known, else by who sent it (RFC 5880 §6.3).
    private func liveness(
        of packet: ControlPacket,
        from source: IPAddress,
        _ delivery: ForwarderOutput.Delivery,
        _ router: RouterNode
    ) -> Int? {
        router.liveness.firstIndex { entry in
            let neighbor = router.router.configuration.neighbors[entry.neighbor]
            guard neighbor.remoteAddress == source, neighbor.domain ?? 0 == Int(delivery.domain.rawValue) else {
                return false
            }
            return packet.yourDiscriminator == 0
                || packet.yourDiscriminator == entry.session.configuration.localDiscriminator
        }
    }

    /// Lets a session act, and sends what it says.
    private mutating func run(_ event: BFDSession.Event, _ place: Int, _ router: RouterNode, at now: Instant) {
        router.liveness[place].session.handle(event, at: now, into: &router.bfdActions)
        let index = router.liveness[place].neighbor
        let neighbor = router.router.configuration.neighbors[index]
        let discriminator = router.liveness[place].session.configuration.localDiscriminator
        for action in router.bfdActions {
            switch action {
            case .send(let packet):
                send(packet, discriminator, neighbor, router, at: now)
            case .stateChanged(let from, let to, let diagnostic, let reason):
                // Who ends a session on purpose, here or there, says nothing about the path.
                guard to == .up || from == .up && reason.isFailure else { continue }
                router.livenessChanges.append(
                    RouterNode.LivenessChange(
                        neighbor: index,
                        isUp: to == .up,
                        diagnostic: diagnostic,
                        reason: reason
                    )
                )
            }
        }
        router.bfdActions.removeAll(keepingCapacity: true)
    }

    private mutating func send(
        _ packet: ControlPacket,
        _ discriminator: UInt32,
        _ neighbor: Neighbor,
        _ router: RouterNode,
        at now: Instant
    ) {
        let template = PacketTemplate(
            source: neighbor.localAddress,
            destination: neighbor.remoteAddress,
            transport: .udp(
                sourcePort: SingleHop.sourcePort(forDiscriminator: discriminator),
                destinationPort: neighbor.interface == nil ? MultiHop.controlPort : SingleHop.controlPort
            ),
            timeToLive: SingleHop.timeToLive,
            trafficClass: SingleHop.trafficClass
        )
        let bytes = template.bytes(payload: packet.encoded.span.bytes)
        let domain = Forwarding::DomainIndex(rawValue: UInt32(neighbor.domain ?? 0))
        let interface = neighbor.interface.map { InterfaceIndex(rawValue: UInt32($0)) }
        router.router.forwarder.send(
            packet: bytes.span.bytes,
            in: domain,
            pinnedTo: interface,
            at: now,
            pool: &pool,
            into: &router.forwarding
        )
    }

    /// Writes down which sessions reached or left Up, and tells BGP.
    mutating func noteLiveness(_ node: Node, _ router: RouterNode, at now: Instant) {
        let changes = router.livenessChanges
        guard !changes.isEmpty else { return }
        router.livenessChanges.removeAll(keepingCapacity: true)
        for change in changes {
            let neighbor = change.neighbor
            let session = node.sessions[neighbor]
            let side = side(of: session, node: node.index)
            // Who is told that the other end heard nothing did not find out by itself.
            let cause =
                change.reason == .neighborSignaledDown ? sessions[session][side.opposite].lastBFDDown : nil
            let id = journal.record(
                change.isUp ? .bfdUp : .bfdDown,
                blueprint.sessions[session].path,
                at: now,
                causedBy: cause ?? (change.isUp ? nil : lastFault(before: now)),
                [
                    JournalEvent.Field("node", .string(node.path)),
                    JournalEvent.Field("diagnostic", .string(String(describing: change.diagnostic))),
                ]
            )
            lastActivity = now
            if !change.isUp { sessions[session][side].lastBFDDown = id }
            node.lastForwardingCause = id
            router.output.firstLogID = journal.nextID
            router.router.bfdChanged(neighbor, isUp: change.isUp, at: now, cause: id, into: &router.output)
            absorbLogs(node, router, at: now)
        }
    }
}
