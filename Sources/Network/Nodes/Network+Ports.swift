import NetworkTypes
import Router

/// Routers that do not believe at once what the carrier of a port does, or do not use a port that flaps.
extension Network {
    /// Lets a router that starts watch the ports for which it has a delay or dampening.
    func watchPorts(of configuration: RouterConfiguration, _ node: Node, _ router: RouterNode) {
        for interface in configuration.interfaces
        where interface.carrierDelay != RouterConfiguration.CarrierDelay() || interface.dampening != nil {
            guard case .ethernet(let port, _) = interface.kind, let end = node.ports[Int(port)],
                !router.portWatches.contains(where: { $0.port == port })
            else { continue }
            let debounce = CarrierDebounce(
                down: interface.carrierDelay.down,
                up: interface.carrierDelay.up,
                isUp: wires[Int(end.wire)].hasCarrier
            )
            router.portWatches.append((port: port, watch: PortWatch(debounce, dampening: interface.dampening)))
        }
    }

    /// Whether a router acts at once on what a carrier did; if not, it waits, or had not noticed the change before.
    mutating func believes(
        _ isUp: Bool,
        at port: UInt16,
        _ node: Node,
        _ router: RouterNode,
        at now: Instant,
        cause: Int
    ) -> Bool {
        guard let place = router.portWatches.firstIndex(where: { $0.port == port }), let end = node.ports[Int(port)]
        else { return true }
        let wire = Int(end.wire)
        let events = router.portWatches[place].watch.carrierChanged(isUp: isUp, at: now, cause: journal.nextID)
        schedule(router.portWatches[place].watch.nextDeadline, of: node)
        var believes = false
        for event in events {
            switch event {
            case .believes:
                believes = true
            case .waits(let until, let cost):
                noteCarrier(.carrierDelayed, wire, node, isUp, at: now, cause: cause, until: until, cost)
            case .undone:
                noteCarrier(.carrierIgnored, wire, node, isUp, at: now, cause: cause)
            case .suppressed(let until):
                noteCarrier(.interfaceSuppressed, wire, node, isUp, at: now, cause: cause, until: until)
            case .released: break
            }
        }
        return believes
    }

    /// Has a router believe what carriers have been doing for long enough.
    mutating func believePorts(_ node: Node, _ router: RouterNode, at now: Instant) {
        for place in router.portWatches.indices {
            let port = router.portWatches[place].port
            guard let end = node.ports[Int(port)] else { continue }
            let wire = Int(end.wire)
            for event in router.portWatches[place].watch.handleDeadline(at: now) {
                switch event {
                case .believes(let isUp, let cause, let cost):
                    if cost?.setting == .interfaceDampening {
                        noteCarrier(.interfaceReused, wire, node, isUp, at: now, cause: cause)
                    }
                    let fields = costFields(cost, node, port: port)
                    let id = recordCarrier(wire, isUp: isUp, seenBy: node, at: now, cause: cause, fields)
                    pathsChanged(at: now, because: id)
                    setPort(port, of: node, router, isUp: isUp, at: now, cause: id)
                case .suppressed(let until):
                    noteCarrier(
                        .interfaceSuppressed,
                        wire,
                        node,
                        false,
                        at: now,
                        cause: wires[wire].lastCause,
                        until: until
                    )
                case .released:
                    noteCarrier(.interfaceReused, wire, node, false, at: now, cause: nil)
                case .waits(let until, let cost):
                    let cause = wires[wire].lastCause
                    noteCarrier(.carrierDelayed, wire, node, true, at: now, cause: cause, until: until, cost)
                case .undone: break
                }
            }
        }
    }

    private mutating func noteCarrier(
        _ kind: JournalEvent.Kind,
        _ wire: Int,
        _ node: Node,
        _ isUp: Bool,
        at now: Instant,
        cause: Int?,
        until: Instant? = nil,
        _ cost: SettingCost? = nil
    ) {
        var fields = [JournalEvent.Field("node", .string(node.path)), JournalEvent.Field("up", .boolean(isUp))]
        if let until { fields.append(JournalEvent.Field("delaySeconds", .duration(until - now))) }
        if let cost { fields.append(JournalEvent.Field("delayedBy", .string(cost.setting.rawValue))) }
        let id = journal.record(kind, blueprint.wires[wire].path, at: now, causedBy: cause, fields)
        wires[wire].lastCause = id
    }
}
