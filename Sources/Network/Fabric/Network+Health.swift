import NetworkTypes
import Router
import Topology

/// Health of gateway instances: probes, replacement of the dead, and what Azure tells of it.
extension Network {
    /// Probes every instance of a gateway; two failures in a row (or as many as the topology says) take it out of service.
    mutating func probeHealth(of gateway: Int, at now: Instant) {
        for place in gateways[gateway].plan.instances.indices {
            let node = nodes[gateways[gateway].plan.instances[place].index]
            // Nobody looks for what is in maintenance, or was never made.
            guard gateways[gateway].isDeployed[place], !faults.isTakenDown(node.index) else { continue }
            let answers = node.isAlive && node.ports.allSatisfy { $0.map { wires[Int($0.wire)].hasCarrier } ?? true }
            if answers {
                gateways[gateway].health[place].failures = 0
                if !gateways[gateway].health[place].isHealthy { restoreInstance(place, of: gateway, at: now) }
            } else {
                gateways[gateway].health[place].failures += 1
                let failures = gateways[gateway].health[place].failures
                if failures >= topology.timing.healthProbeThreshold, gateways[gateway].health[place].isHealthy {
                    retireInstance(place, of: gateway, at: now)
                }
                if !gateways[gateway].health[place].isHealthy { orderReplacement(place, of: gateway, at: now) }
            }
        }
        agenda.schedule(
            .healthProbe(gateway: UInt32(gateway)),
            at: now + topology.timing.healthProbeInterval
        )
    }

    /// Takes an instance out of service.
    private mutating func retireInstance(_ place: Int, of gateway: Int, at now: Instant) {
        let index = gateways[gateway].plan.instances[place]
        let node = nodes[index.index]
        gateways[gateway].health[place].isHealthy = false
        let id = journal.record(
            .instanceUnhealthy,
            node.path,
            at: now,
            causedBy: node.lastForwardingCause ?? faults.lastStepEvent,
            [prober(of: gateway)]
        )
        gateways[gateway].unhealthyEvents[place] = id
        for session in gateways[gateway].plan.instanceSessions[place] {
            let end = blueprint.sessions[session].other(than: index)
            let msee = nodes[end.node.index]
            guard let router = msee.router else { continue }
            router.output.firstLogID = journal.nextID
            router.router.neighborFailed(end.neighbor, at: now, cause: id, into: &router.output)
            pump(msee, router, at: now)
        }
        let prefixes = gateways[gateway].controller.setHealthy(false, instance: place)
        notice(prefixes, gateway, at: now, cause: id)
        reportHealth(of: gateway, at: now, cause: id)
    }

    /// Has a new instance made, unless one is being made or there is no place for it at present.
    private mutating func orderReplacement(_ place: Int, of gateway: Int, at now: Instant) {
        let index = gateways[gateway].plan.instances[place]
        guard gateways[gateway].health[place].replacement == nil, faults.isReplaceable(index),
            rack(forReplacing: place, of: gateway) != nil
        else { return }
        let generation = nodes[index.index].generation
        gateways[gateway].health[place].replacement = generation
        agenda.schedule(
            .replaceInstance(index, generation: generation),
            at: now + topology.timing.instanceReplacement
        )
    }

    /// Who probes a gateway's instances: the fabric of its region.
    private func prober(of gateway: Int) -> JournalEvent.Field {
        let fabric = blueprint.places.fabrics[topology.gateways[gateway].region]
        return JournalEvent.Field("node", .string(nodes[fabric.index].path))
    }

    private mutating func restoreInstance(_ place: Int, of gateway: Int, at now: Instant) {
        let node = nodes[gateways[gateway].plan.instances[place].index]
        gateways[gateway].health[place].isHealthy = true
        gateways[gateway].health[place].replacement = nil
        let id = journal.record(
            .instanceHealthy,
            node.path,
            at: now,
            causedBy: gateways[gateway].unhealthyEvents[place],
            [prober(of: gateway)]
        )
        gateways[gateway].unhealthyEvents[place] = nil
        let prefixes = gateways[gateway].controller.setHealthy(true, instance: place)
        notice(prefixes, gateway, at: now, cause: id)
        reportHealth(of: gateway, at: now, cause: id)
    }

    /// A new instance takes the dead one's place, unless the old one came back or its zone or region was lost meanwhile.
    mutating func replaceInstance(_ index: NodeIndex, generation: UInt32, at now: Instant) {
        let node = nodes[index.index]
        guard let (gateway, place) = gatewayInstance(index),
            gateways[gateway].health[place].replacement == generation
        else { return }
        gateways[gateway].health[place].replacement = nil
        guard !node.isAlive, node.generation == generation, faults.isReplaceable(index),
            let rack = rack(forReplacing: place, of: gateway)
        else { return }
        gateways[gateway].racks[place] = rack
        let id = journal.record(
            .instanceReplaced,
            node.path,
            at: now,
            causedBy: gateways[gateway].unhealthyEvents[place],
            [prober(of: gateway), JournalEvent.Field("rack", .string(path(ofRack: place, of: gateway)))]
        )
        faults.forgive(index)
        while node.holds > 0 { resume(index, at: now, cause: id) }
    }
}
