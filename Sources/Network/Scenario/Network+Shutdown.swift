import NetworkTypes
import Router
import Topology

/// Sessions that are shut down after everybody had time to use others (RFC 8326).
extension Network {
    mutating func scheduleShutdown(of target: Topology.Target, _ step: Int, at instant: Instant) {
        guard let place = steps[step].targets.firstIndex(of: target) else { return }
        agenda.schedule(.shutDown(step: UInt32(step), target: UInt32(place)), at: instant)
    }

    /// The time to leave is over, unless the step was undone meanwhile.
    mutating func shutDown(step: Int, target place: Int, at now: Instant) {
        let target = steps[step].targets[place]
        guard faults.entries.contains(where: { $0.step == step && $0.target == target }) else { return }
        let cause = recordStage(step, target, at: now)
        let effects =
            switch steps[step].verb {
            case .failoverTest(let gateway): departures(of: gateway, from: target)
            default: effects(of: .shutdown(grace: nil), on: target)
            }
        perform(effects, on: target, step, at: now, cause: cause)
    }

    mutating func settleShutdownNotice(of session: Int, by side: WireSide, at now: Instant, cause: Int) {
        let end = blueprint.sessions[session][side]
        let node = nodes[end.node.index]
        guard let router = node.router else { return }
        let isAnnounced = faults.announcesShutdown(session: session, by: side)
        router.router.setShuttingDown(isAnnounced, neighbor: end.neighbor, cause: cause, into: &router.output)
        pump(node, router, at: now)
    }
}
