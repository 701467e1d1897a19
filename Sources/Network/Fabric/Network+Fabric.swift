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
            var seeds = generator.forked(for: plan.path).forked(for: "prefixes")
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
                        spreads: spreads,
                        seed: seeds.next()
                    ),
                    health: Array(repeating: GatewayState.Health(), count: plan.instances.count),
                    unhealthyEvents: Array(repeating: nil, count: plan.instances.count),
                    isDeployed: topology.gateways[index].instances.map(\.isInitial),
                    isAway: topology.gateways[index].instances.map { !$0.isInitial },
                    racks: topology.gateways[index].instances.map(\.rack),
                    sku: topology.gateways[index].sku,
                    units: topology.gateways[index].scaleUnits,
                    unitLimits: topology.gateways[index].unitLimits
                )
            )
            for (place, instance) in plan.instances.enumerated() where !gateways[index].isDeployed[place] {
                keepAway(nodes[instance.index])
            }
            bypasses += plan.bypasses.map { BypassState(plan: $0, gateway: index) }
        }
    }

    /// Nothing is known of an instance before it is made.
    private mutating func keepAway(_ node: Node) {
        node.holds += 1
        for case let end? in node.ports { _ = wires[Int(end.wire)].hold() }
    }

    mutating func startGateways(at now: Instant) {
        for (index, gateway) in topology.gateways.enumerated() {
            guard let scaling = gateway.scaling else { continue }
            agenda.schedule(.scaleCheck(UInt32(index)), at: now + scaling.interval)
        }
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
            meter.routeChanges[gateway][instance] &+= 1
            let learned = learned(change, router, &nextHops)
            if gateways[gateway].controller.note(change.prefix, learned, instance: instance) {
                prefixes.append(change.prefix)
            }
        }
        notice(prefixes, gateway, at: now, cause: node.lastForwardingCause)
        checkRoutes(of: gateway, at: now, cause: node.lastForwardingCause)
    }

    func gatewayInstance(_ node: NodeIndex) -> (gateway: Int, instance: Int)? {
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
    mutating func notice(_ prefixes: [IPPrefix], _ gateway: Int, at now: Instant, cause: Int?) {
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
            // Where there was a system route, it is in force again (RT).
            let system = router.router.configuration.routes
                .first { $0.domain == virtualNetworkDomain && $0.prefix == prefix }
            if let system {
                router.router.setRoute(system)
            } else {
                router.router.removeRoute(prefix, domain: virtualNetworkDomain)
            }
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
        forgetBypasses(at: index)
        if let (gateway, instance) = gatewayInstance(index) {
            let prefixes = gateways[gateway].controller.forget(instance: instance)
            notice(prefixes, gateway, at: now, cause: cause)
        }
    }
}
