import BGPWire
import Forwarding
import NetworkTypes
import RIB
import Router
import Topology

/// What the fabric controller does: hosts are programmed with what gateways learn, MSEEs with FastPath routes.
extension Network {
    mutating func prepareGateways() {
        let timing = topology.timing
        for (index, plan) in blueprint.gateways.enumerated() {
            var draw = generator.forked(for: plan.path).forked(for: "controller")
            let spreads = plan.hosts.map { _ in
                Duration.nanoseconds(
                    Int64(clamping: draw.below(UInt64(clamping: timing.hostProgrammingSpread.nanoseconds) &+ 1))
                )
            }
            gateways.append(
                GatewayState(
                    plan: plan,
                    controller: FabricController(
                        instances: plan.instances.count,
                        delay: timing.hostProgramming,
                        spreads: spreads
                    ),
                    health: Array(repeating: GatewayState.Health(), count: plan.instances.count),
                    unhealthyEvents: Array(repeating: nil, count: plan.instances.count)
                )
            )
            bypasses += plan.bypasses.map { BypassState(plan: $0, gateway: index) }
        }
    }

    mutating func startGateways(at now: Instant) {
        for index in gateways.indices {
            agenda.schedule(
                .healthProbe(gateway: UInt32(index)),
                at: now + topology.timing.healthProbeInterval
            )
        }
    }

    /// Follows the routes of a gateway's instances.
    mutating func watchRoutes(_ node: Node, _ router: RouterNode, at now: Instant) {
        guard node.role == .gatewayInstance, !router.output.routeChanges.isEmpty,
            let (gateway, instance) = gatewayInstance(node.index)
        else { return }
        let domain = RIB::DomainIndex(rawValue: UInt16(virtualNetworkDomain))
        var prefixes: [IPPrefix] = []
        var nextHops = NextHopMemo()
        for change in router.output.routeChanges where change.domain == domain {
            let learned = learned(change, router, &nextHops)
            if gateways[gateway].controller.note(change.prefix, learned, instance: instance) {
                prefixes.append(change.prefix)
            }
        }
        notice(prefixes, gateway, at: now, cause: node.lastForwardingCause)
        checkRoutes(of: gateway, at: now, cause: node.lastForwardingCause)
    }

    private func gatewayInstance(_ node: NodeIndex) -> (gateway: Int, instance: Int)? {
        for (gateway, state) in gateways.enumerated() {
            if let instance = state.plan.instances.firstIndex(of: node) { return (gateway, instance) }
        }
        return nil
    }

    /// What an instance says about a prefix: its next hops, and how good it finds them.
    private func learned(
        _ change: RouteChange,
        _ router: RouterNode,
        _ memo: inout NextHopMemo
    ) -> FabricController.Learned? {
        guard change.nextHops != .none else { return nil }
        if memo.handle != change.nextHops {
            memo.handle = change.nextHops
            memo.addresses = router.router.rib.nextHops(of: change.nextHops).compactMap { hop in
                if case .address(let address, _) = hop { address } else { nil }
            }
        }
        guard !memo.addresses.isEmpty,
            let best = router.router.rib.preference(of: RoutePrefix(change.prefix), in: change.domain)
        else { return nil }
        return FabricController.Learned(
            preference: FabricController.Preference(weight: best.weight, pathLength: best.pathLength),
            nextHops: memo.addresses
        )
    }

    /// The next hops that were looked up last: most of many changes have the same.
    private struct NextHopMemo {
        var handle = NextHopSetHandle.none
        var addresses: [IPAddress] = []
    }

    /// Queues changed prefixes for all hosts of a gateway's network.
    private mutating func notice(_ prefixes: [IPPrefix], _ gateway: Int, at now: Instant, cause: Int?) {
        guard !prefixes.isEmpty else { return }
        let hosts = gateways[gateway].plan.hosts
        let first = hosts.indices.map { gateways[gateway].controller.due(noticedAt: now, host: $0) }.min() ?? now
        let id = journal.record(
            .controllerNoticed,
            gateways[gateway].plan.path,
            at: now,
            causedBy: cause,
            [
                JournalEvent.Field("count", .integer(prefixes.count)),
                JournalEvent.Field("prefixes", .list(prefixes.prefix(4).map { .string($0.description) })),
                JournalEvent.Field("dueSeconds", .instant(first)),
            ]
        )
        gateways[gateway].controller.queue(prefixes, at: now, cause: id)
        for (place, host) in hosts.enumerated() {
            pendingPrograms += 1
            agenda.schedule(
                .program(host),
                at: gateways[gateway].controller.due(noticedAt: now, host: place)
            )
        }
    }

    /// Programs a host with what has become due.
    mutating func program(_ host: NodeIndex, at now: Instant) {
        pendingPrograms -= 1
        for gateway in gateways.indices {
            guard let place = gateways[gateway].plan.hosts.firstIndex(of: host) else { continue }
            let instructions = gateways[gateway].controller.instructions(host: place, at: now)
            guard let router = nodes[host.index].router, !instructions.isEmpty else { continue }
            for instruction in instructions { apply(instruction.prefix, instruction.nextHops, router) }
            recordProgramming(
                nodes[host.index],
                instructions.map(\.prefix),
                instructions[0].nextHops,
                at: now,
                cause: instructions.last?.cause
            )
        }
    }

    private func apply(_ prefix: IPPrefix, _ nextHops: [IPAddress], _ router: RouterNode) {
        guard let interface = overlayInterface(router) else { return }
        if nextHops.isEmpty {
            router.router.removeRoute(prefix, domain: virtualNetworkDomain)
        } else {
            router.router.setRoute(
                RouterConfiguration.Route(
                    domain: virtualNetworkDomain,
                    prefix: prefix,
                    nextHops: nextHops.map { .neighbor(interface: interface, $0) }
                )
            )
        }
    }

    private func overlayInterface(_ router: RouterNode) -> Int? {
        router.router.configuration.interfaces.firstIndex {
            if case .overlay = $0.kind { true } else { false }
        }
    }

    private mutating func recordProgramming(
        _ node: Node,
        _ prefixes: [IPPrefix],
        _ nextHops: [IPAddress],
        at now: Instant,
        cause: Int?
    ) {
        let id = journal.record(
            .hostProgrammed,
            node.path,
            at: now,
            causedBy: cause,
            [
                JournalEvent.Field("count", .integer(prefixes.count)),
                JournalEvent.Field("prefixes", .list(prefixes.prefix(4).map { .string($0.description) })),
                JournalEvent.Field("nextHops", .list(nextHops.map { .string($0.description) })),
            ]
        )
        node.lastForwardingCause = id
        lastActivity = now
        pathsChanged(at: now, because: id)
    }

    /// A node is back with empty tables: what the controller had told it is told again.
    mutating func nodeRestarted(_ index: NodeIndex, at now: Instant, cause: Int) {
        for gateway in gateways.indices {
            if let place = gateways[gateway].plan.hosts.firstIndex(of: index),
                let router = nodes[index.index].router
            {
                let routes = gateways[gateway].controller.restart(host: place)
                for route in routes { apply(route.prefix, route.nextHops, router) }
                guard let first = routes.first else { continue }
                recordProgramming(nodes[index.index], routes.map(\.prefix), first.nextHops, at: now, cause: cause)
            }
        }
        for place in bypasses.indices where bypasses[place].plan.msee == index {
            bypasses[place].isProgrammed = false
        }
        if let (gateway, instance) = gatewayInstance(index) {
            let prefixes = gateways[gateway].controller.forget(instance: instance)
            notice(prefixes, gateway, at: now, cause: cause)
        }
    }

    // MARK: FastPath

    /// A session between an MSEE and a gateway may make a bypass possible, or take the last reason for one away.
    mutating func sessionChanged(_ session: Int, at now: Instant, cause: Int?) {
        for place in bypasses.indices where bypasses[place].plan.sessions.contains(session) {
            let hasSession = bypasses[place].plan.sessions.contains { sessions[$0].isUp }
            if hasSession, !bypasses[place].isProgrammed, !bypasses[place].isPending {
                bypasses[place].isPending = true
                bypasses[place].cause = cause
                pendingPrograms += 1
                agenda.schedule(
                    .programFastPath(UInt32(place)),
                    at: now + topology.timing.fastPathProgramming
                )
            } else if !hasSession, bypasses[place].isProgrammed {
                bypasses[place].isProgrammed = false
                setBypass(place, isOn: false, at: now, cause: cause)
            }
        }
    }

    mutating func programBypass(_ place: Int, at now: Instant) {
        pendingPrograms -= 1
        bypasses[place].isPending = false
        guard bypasses[place].plan.sessions.contains(where: { sessions[$0].isUp }) else { return }
        bypasses[place].isProgrammed = true
        setBypass(place, isOn: true, at: now, cause: bypasses[place].cause)
    }

    private mutating func setBypass(_ place: Int, isOn: Bool, at now: Instant, cause: Int?) {
        let plan = bypasses[place].plan
        let node = nodes[plan.msee.index]
        guard let router = node.router else { return }
        for address in plan.addresses {
            if isOn {
                router.router.setRoute(
                    RouterConfiguration.Route(
                        domain: plan.domain,
                        prefix: IPPrefix(host: address),
                        nextHops: [.neighbor(interface: plan.interface, address)]
                    )
                )
            } else {
                router.router.removeRoute(IPPrefix(host: address), domain: plan.domain)
            }
        }
        let id = journal.record(
            isOn ? .fastPathProgrammed : .fastPathWithdrawn,
            node.path,
            at: now,
            causedBy: cause,
            [
                JournalEvent.Field("connection", .string(plan.path)),
                JournalEvent.Field("count", .integer(plan.addresses.count)),
            ]
        )
        node.lastForwardingCause = id
        lastActivity = now
        pathsChanged(at: now, because: id)
    }

    // MARK: Health

    /// Probes every instance of a gateway; two failures in a row (or as many as the topology says) take it out of service.
    mutating func probeHealth(of gateway: Int, at now: Instant) {
        for place in gateways[gateway].plan.instances.indices {
            let node = nodes[gateways[gateway].plan.instances[place].index]
            // Nobody looks for what is in maintenance.
            guard !faults.isTakenDown(node.index) else { continue }
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
    }

    /// Has a new instance made, unless one is being made or there is no place for it at present.
    private mutating func orderReplacement(_ place: Int, of gateway: Int, at now: Instant) {
        let index = gateways[gateway].plan.instances[place]
        guard gateways[gateway].health[place].replacement == nil, faults.isReplaceable(index) else { return }
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
    }

    /// A new instance takes the dead one's place, unless the old one came back or its zone or region was lost meanwhile.
    mutating func replaceInstance(_ index: NodeIndex, generation: UInt32, at now: Instant) {
        let node = nodes[index.index]
        guard let (gateway, place) = gatewayInstance(index),
            gateways[gateway].health[place].replacement == generation
        else { return }
        gateways[gateway].health[place].replacement = nil
        guard !node.isAlive, node.generation == generation, faults.isReplaceable(index) else { return }
        let id = journal.record(
            .instanceReplaced,
            node.path,
            at: now,
            causedBy: gateways[gateway].unhealthyEvents[place],
            [prober(of: gateway)]
        )
        faults.forgive(index)
        while node.holds > 0 { resume(index, at: now, cause: id) }
    }
}
