import NetworkTypes
import Router

extension Network {
    /// The event that keeps packets from travelling between the ends of a session, or did so last: silence tells nobody its cause.
    mutating func silencer(of session: Int) -> Int? {
        let plan = blueprint.sessions[session]
        var losses: [Int] = []
        var changes: [Int] = []
        for (from, to) in [(plan.a, plan.b), (plan.b, plan.a)] {
            let node = nodes[from.node.index]
            if let cause = node.lastPartEvent {
                if node.parts.areHealthy { changes.append(cause) } else { losses.append(cause) }
            }
            guard let router = node.router else {
                // What a real router would send goes the same wires back.
                if node.isDevice, node.isAlive { continue }
                if let cause = node.lastForwardingCause { losses.append(cause) }
                continue
            }
            let neighbor = router.router.configuration.neighbors[from.neighbor]
            let packet = datagram(from: neighbor.localAddress, to: neighbor.remoteAddress)
            let outcome = walk(packet, from: from.node, domain: UInt16(clamping: neighbor.domain ?? 0), to: to.node)
            let causes = outcome.wires.compactMap { wires[$0].lastFault }
            if !outcome.isDelivered, let last = outcome.wires.last, let cause = wires[last].lastFault {
                losses.append(cause)
            }
            changes += causes
        }
        return losses.max() ?? changes.max() ?? faults.lastStepEvent
    }
}
