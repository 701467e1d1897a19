import NetworkTypes
import Router

/// Routers that do not believe at once what the carrier of a port does.
extension Network {
    /// Lets a router that starts watch the ports for which it has a delay.
    func watchPorts(of configuration: RouterConfiguration, _ node: Node, _ router: RouterNode) {
        for interface in configuration.interfaces where interface.carrierDelay != RouterConfiguration.CarrierDelay() {
            guard case .ethernet(let port, _) = interface.kind, let end = node.ports[Int(port)],
                !router.debounces.contains(where: { $0.port == port })
            else { continue }
            router.debounces.append(
                (
                    port: port,
                    debounce: CarrierDebounce(
                        down: interface.carrierDelay.down,
                        up: interface.carrierDelay.up,
                        isUp: wires[Int(end.wire)].hasCarrier
                    )
                )
            )
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
        guard let place = router.debounces.firstIndex(where: { $0.port == port }), let end = node.ports[Int(port)]
        else {
            return true
        }
        let id = journal.nextID
        let wire = Int(end.wire)
        var fields = [JournalEvent.Field("node", .string(node.path)), JournalEvent.Field("up", .boolean(isUp))]
        switch router.debounces[place].debounce.carrierChanged(isUp: isUp, at: now, cause: id) {
        case .changed: return true
        case .none: return false
        case .undone:
            wires[wire].lastCause = journal.record(
                .carrierIgnored,
                blueprint.wires[wire].path,
                at: now,
                causedBy: cause,
                fields
            )
        case .waits(let until):
            fields.append(JournalEvent.Field("delaySeconds", .duration(until - now)))
            wires[wire].lastCause = journal.record(
                .carrierDelayed,
                blueprint.wires[wire].path,
                at: now,
                causedBy: cause,
                fields
            )
            schedule(until, of: node)
        }
        return false
    }

    /// Has a router believe what carriers have been doing for long enough.
    mutating func believePorts(_ node: Node, _ router: RouterNode, at now: Instant) {
        for place in router.debounces.indices {
            let port = router.debounces[place].port
            guard let change = router.debounces[place].debounce.handleDeadline(at: now),
                let end = node.ports[Int(port)]
            else { continue }
            let id = recordCarrier(
                Int(end.wire),
                isUp: change.isUp,
                seenBy: node,
                at: now,
                cause: change.cause,
                costFields(change.cost, node, port: port)
            )
            pathsChanged(at: now, because: id)
            setPort(port, of: node, router, isUp: change.isUp, at: now, cause: id)
        }
    }
}
