import Forwarding
import NetworkTypes
import Packets
import Router
import VRRP

/// How virtual routers are carried: advertisements over the wires of a LAN, in virtual time as in real.
extension Network {
    /// Lets the virtual routers of a node begin, on those of its ports that are up.
    mutating func startFirstHops(_ node: Node, _ router: RouterNode, at now: Instant) {
        router.runsFirstHops = true
        for place in router.firstHops.indices
        where router.router.isUp(interface: router.firstHops[place].plan.interface) {
            tell(.startup, firstHop: place, node, router, at: now)
        }
    }

    /// The port of a node came up or went down.
    mutating func firstHops(of node: Node, _ router: RouterNode, followPort port: UInt16, isUp: Bool, at now: Instant) {
        guard router.runsFirstHops else { return }
        for place in router.firstHops.indices {
            let interface = router.router.configuration.interfaces[router.firstHops[place].plan.interface]
            guard case .ethernet(port, _) = interface.kind else { continue }
            // Told twice, it does nothing the second time.
            tell(isUp ? .startup : .shutdown, firstHop: place, node, router, at: now)
        }
    }

    /// Asks for the hosts of a LAN that a router has a virtual address on: real ones are never silent for long, so that routers know them.
    mutating func prepareHosts(of node: Node, onPort port: UInt16, _ router: RouterNode, at now: Instant) {
        for plan in node.firstHops {
            guard case .ethernet(port, _) = router.router.configuration.interfaces[plan.interface].kind else {
                continue
            }
            let interface = router.router.forwardingInterface(plan.interface)
            for end in nodes[plan.segment.index].ports {
                guard let end else { continue }
                let host = nodes[wires[Int(end.wire)].end(end.side.opposite).node.index]
                guard host.role == .host, case .router(let configuration) = host.plan else { continue }
                for own in configuration.interfaces.flatMap(\.addresses)
                where own.address.family == plan.configuration.primaryAddress.family {
                    router.router.forwarder.prepareNeighbor(
                        interface,
                        address: own.address,
                        at: now,
                        pool: &pool,
                        into: &router.forwarding
                    )
                }
            }
        }
    }

    /// Runs the virtual routers whose deadlines have come.
    mutating func runFirstHops(_ node: Node, _ router: RouterNode, at now: Instant) {
        for place in router.firstHops.indices {
            guard let deadline = router.firstHops[place].machine.nextDeadline, deadline <= now else { continue }
            tell(.deadlineReached, firstHop: place, node, router, at: now)
        }
    }

    /// An advertisement arrived on an interface; that of a virtual router that is not run there counts for nothing (RFC 5798 §7.1).
    mutating func take(
        _ advertisement: Advertisement,
        from source: IPAddress,
        on interface: InterfaceIndex?,
        _ node: Node,
        _ router: RouterNode,
        at now: Instant
    ) {
        // Processes that hang do not listen.
        guard node.parts.works(.controlPlane) else { return }
        for place in router.firstHops.indices {
            let plan = router.firstHops[place].plan
            guard plan.configuration.virtualRouterID == advertisement.virtualRouterID,
                plan.configuration.primaryAddress.family == source.family,
                plan.configuration.priority != VirtualRouterConfiguration.ownerPriority,
                router.router.forwardingInterface(plan.interface) == interface
            else { continue }
            tell(.received(advertisement, source: source), firstHop: place, node, router, at: now)
        }
    }

    /// What is tracked has changed by `change`; virtual routers of both families follow.
    mutating func lowerPriority(
        by lost: Int,
        because text: String,
        _ node: Node,
        _ router: RouterNode,
        at now: Instant
    ) {
        for place in router.firstHops.indices {
            let plan = router.firstHops[place].plan
            let previous = router.firstHops[place].machine.priority
            let wanted = UInt8(clamping: max(1, Int(plan.configuration.priority) - lost))
            tell(.setPriority(wanted), firstHop: place, node, router, at: now)
            let priority = router.firstHops[place].machine.priority
            guard priority != previous, router.runsFirstHops else { continue }
            router.firstHops[place].lastEvent = journal.record(
                .vrrpPriority,
                plan.path,
                at: now,
                causedBy: node.lastForwardingCause,
                [
                    JournalEvent.Field("node", .string(node.path)),
                    JournalEvent.Field("priority", .integer(Int(priority))),
                    JournalEvent.Field("previous", .integer(Int(previous))),
                    JournalEvent.Field("text", .string(text)),
                ]
            )
        }
    }

    private mutating func tell(
        _ event: VirtualRouter.Event,
        firstHop place: Int,
        _ node: Node,
        _ router: RouterNode,
        at now: Instant
    ) {
        var actions: [VirtualRouter.Action] = []
        router.firstHops[place].machine.handle(event, at: now, into: &actions)
        let plan = router.firstHops[place].plan
        let interface = router.router.forwardingInterface(plan.interface)
        for action in actions {
            switch action {
            case .send(let advertisement): send(advertisement, plan, on: interface, router)
            case .announceAddresses:
                for address in plan.configuration.addresses {
                    router.router.forwarder.announce(
                        address,
                        at: plan.configuration.macAddress,
                        on: interface,
                        pool: &pool,
                        into: &router.forwarding
                    )
                }
            case .stateChanged(let previous, let state, let reason):
                let addresses = VirtualRouterAddresses(
                    interface: interface,
                    mac: plan.configuration.macAddress,
                    addresses: plan.configuration.addresses,
                    acceptsPackets: plan.acceptsPackets
                )
                if state == .master { router.router.forwarder.assume(addresses) }
                if previous == .master { router.router.forwarder.relinquish(addresses) }
                record(previous, state, reason, firstHop: place, node, router, at: now)
            }
        }
    }

    private mutating func send(
        _ advertisement: Advertisement,
        _ plan: FirstHopPlan,
        on interface: InterfaceIndex,
        _ router: RouterNode
    ) {
        let source = plan.configuration.primaryAddress
        let isIPv4 = source.family == .ipv4
        let template = PacketTemplate(
            source: source,
            destination: isIPv4 ? .v4(Advertisement.groupIPv4) : .v6(Advertisement.groupIPv6),
            transport: .raw(.vrrp),
            timeToLive: Advertisement.timeToLive,
            // Internetwork control (RFC 4594 §3.2).
            trafficClass: 0xC0
        )
        let bytes = template.bytes(payload: advertisement.encoded(from: source).span.bytes)
        router.router.forwarder.sendToGroup(
            packet: bytes.span.bytes,
            // RFC 1112 §6.4.
            isIPv4 ? MACAddress(rawValue: 0x0100_5E00_0012) : MACAddress(multicast: Advertisement.groupIPv6),
            from: plan.configuration.macAddress,
            on: interface,
            pool: &pool,
            into: &router.forwarding
        )
    }

    private mutating func record(
        _ previous: VirtualRouter.State,
        _ state: VirtualRouter.State,
        _ reason: VirtualRouter.Reason,
        firstHop place: Int,
        _ node: Node,
        _ router: RouterNode,
        at now: Instant
    ) {
        let firstHop = router.firstHops[place]
        let id = journal.record(
            .vrrpState,
            firstHop.plan.path,
            at: now,
            causedBy: cause(of: reason, firstHop, node),
            [
                JournalEvent.Field("node", .string(node.path)),
                JournalEvent.Field("state", .string(state.rawValue)),
                JournalEvent.Field("previous", .string(previous.rawValue)),
                JournalEvent.Field("priority", .integer(Int(firstHop.machine.priority))),
                JournalEvent.Field("reason", .string(reason.rawValue)),
            ]
        )
        router.firstHops[place].lastEvent = id
        node.lastForwardingCause = id
        lastActivity = now
        pathsChanged(at: now, because: id)
        guard state == .master else { return }
        // To whom the LAN carries what it floods has changed with it; hosts that asked in vain so far ask again.
        let lan = nodes[firstHop.plan.segment.index]
        lan.lastForwardingCause = id
        for end in lan.ports {
            guard let end else { continue }
            let neighbor = wires[Int(end.wire)].end(end.side.opposite)
            guard nodes[neighbor.node.index].role == .host, let host = nodes[neighbor.node.index].router else {
                continue
            }
            prepareNeighbors(neighbor.port, host, at: now)
            pump(nodes[neighbor.node.index], host, at: now)
        }
    }

    /// The event behind a change of state: what others of the group did, or what keeps them from being heard.
    private func cause(of reason: VirtualRouter.Reason, _ firstHop: FirstHop, _ node: Node) -> Int? {
        switch reason {
        case .startup, .shutdown: return node.lastForwardingCause
        case .masterLeft, .preemption, .betterMaster:
            let others = others(in: firstHop.plan.path, than: node).compactMap(\.firstHop?.lastEvent)
            return (others + [firstHop.lastEvent].compactMap(\.self)).max()
        case .masterDown:
            let others = others(in: firstHop.plan.path, than: node)
            let dead = others.filter { !$0.node.isAlive }.compactMap(\.node.lastForwardingCause)
            let cables = (others.map(\.wire) + [firstHop.plan.wire]).compactMap { wires[$0].lastFault }
            return (dead + cables).max() ?? others.compactMap(\.firstHop?.lastEvent).max()
        }
    }

    private typealias Member = (node: Node, wire: Int, firstHop: FirstHop?)

    /// The other routers of a group.
    private func others(in path: String, than own: Node) -> [Member] {
        nodes.compactMap { node -> Member? in
            guard node !== own, let plan = node.firstHops.first(where: { $0.path == path }) else { return nil }
            return (node, plan.wire, node.router?.firstHops.first { $0.plan.path == path })
        }
    }
}
