import BFD
import BGPSession
import Forwarding
import NetworkTypes
import Packets
import Router

/// How the BFD sessions of a router are carried in virtual time.
extension Network {
    mutating func startLiveness(_ neighbor: Int, _ node: Node, _ router: RouterNode, at now: Instant) {
        guard node.parts.works(.bfd) else { return }
        router.liveness.start(neighbor, at: now, into: &router.livenessOutput)
        sendControlPackets(router, at: now)
    }

    mutating func retainLiveness(_ neighbor: Int, _ router: RouterNode, at now: Instant) {
        router.liveness.retain(neighbor, at: now, into: &router.livenessOutput)
        sendControlPackets(router, at: now)
    }

    mutating func stopLiveness(_ neighbor: Int, _ router: RouterNode, at now: Instant) {
        router.liveness.stop(neighbor, at: now, into: &router.livenessOutput)
        sendControlPackets(router, at: now)
    }

    /// Runs the sessions whose deadlines have come.
    mutating func runLiveness(_ node: Node, _ router: RouterNode, at now: Instant) {
        router.liveness.handleDeadlines(at: now, into: &router.livenessOutput)
        sendControlPackets(router, at: now)
        noteLiveness(node, router, at: now)
    }

    mutating func takeControlPacket(
        _ packet: ControlPacket,
        _ summary: FrameSummary,
        _ delivery: ForwarderOutput.Delivery,
        _ node: Node,
        _ router: RouterNode,
        at now: Instant
    ) {
        let arrival = ControlPacketArrival(
            source: summary.source,
            domain: Int(delivery.domain.rawValue),
            destinationPort: summary.destinationPort,
            timeToLive: summary.timeToLive
        )
        router.liveness.receive(packet, arrival, at: now, into: &router.livenessOutput)
        sendControlPackets(router, at: now)
        noteLiveness(node, router, at: now)
    }

    private mutating func sendControlPackets(_ router: RouterNode, at now: Instant) {
        for packet in router.livenessOutput.packets { send(packet, router, at: now) }
        router.livenessOutput.packets.removeAll(keepingCapacity: true)
    }

    private mutating func send(_ outgoing: LivenessOutput.Packet, _ router: RouterNode, at now: Instant) {
        let neighbor = router.router.configuration.neighbors[outgoing.neighbor]
        let template = PacketTemplate(
            source: neighbor.localAddress,
            destination: neighbor.remoteAddress,
            transport: .udp(
                sourcePort: outgoing.sourcePort,
                destinationPort: neighbor.controlPort
            ),
            timeToLive: SingleHop.timeToLive,
            trafficClass: SingleHop.trafficClass
        )
        let bytes = template.bytes(payload: outgoing.packet.encoded.span.bytes)
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
        let changes = router.livenessOutput.changes
        // What hangs takes note when it wakes.
        guard !changes.isEmpty, node.parts.works(.controlPlane) else { return }
        router.livenessOutput.changes.removeAll(keepingCapacity: true)
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
                causedBy: cause ?? (change.isUp ? nil : silencer(of: session)),
                [
                    JournalEvent.Field("node", .string(node.path)),
                    JournalEvent.Field("diagnostic", .string(String(describing: change.diagnostic))),
                ] + (change.reason == .detectionTimeExpired ? detectionFields(of: session, noticedBy: side) : [])
            )
            lastActivity = now
            if !change.isUp { sessions[session][side].lastBFDDown = id }
            node.lastForwardingCause = id
            router.output.firstLogID = journal.nextID
            router.router.bfdChanged(
                neighbor,
                isUp: change.isUp,
                isControlPlaneIndependent: change.isControlPlaneIndependent,
                at: now,
                cause: id,
                into: &router.output
            )
            absorbLogs(node, router, at: now)
        }
    }
}
