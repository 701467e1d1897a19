import Firewall
import Forwarding
import NetworkTypes
import Packets
import Router
import Topology

/// The exact forwarding state: where a packet of each 5-tuple would go, found with the forwarders' own code.
extension Network {
    /// Looks where every 5-tuple goes now and writes down what changed since the last look.
    mutating func lookAtPaths() {
        guard let now = pathsChangedAt else { return }
        pathsChangedAt = nil
        guard timeZero != nil, !isFinished, observation == nil else { return }
        for flow in flows.indices { lookAtPaths(of: flow, 0..<flows[flow].plan.count, at: now) }
        balanceVolumes(at: now)
        checkFlows(at: now)
    }

    /// Whether a flow has nothing to answer yet: firewalls would not let it pass.
    private func isTooEarly(_ flow: Int, at now: Instant) -> Bool {
        guard let timeZero, flows[flow].plan.answersProbes else { return false }
        return now < timeZero + flows[flow].plan.start
    }

    /// Whether an application has nothing yet that could be lost: nobody has called whoever answers, or the path ends where
    /// only a connection's first packet opens the way, which was not sent.
    private func isUnopened(_ outcome: PathOutcome, of flow: Int, _ tuple: Int) -> Bool {
        let plan = flows[flow].plan
        guard plan.application != .udp, flows[flow].outcomes[tuple] == nil else { return false }
        if plan.isAnswer, flows[flow].callers[tuple] == nil { return true }
        return outcome.reason == FirewallDrop.noConnectionState.rawValue
    }

    /// 5-tuples of one flow that met the same change.
    private struct Change {
        var outcome: PathOutcome
        var before: PathOutcome?
        var tuples: [Int]
    }

    /// Looks at one 5-tuple, in both directions: a device on its way has learnt of it, or dropped a packet of it.
    mutating func lookAgain(at probe: ProbeIdentity, isDropped: Bool = false, _ now: Instant) {
        guard timeZero != nil, !isFinished, observation == nil, flows.indices.contains(probe.flow) else { return }
        for flow in [probe.flow, flows[probe.flow].partner].compactMap(\.self) {
            guard probe.tuple < flows[flow].plan.count else { continue }
            let isLost = isDropped && flow == probe.flow
            lookAtPaths(of: flow, probe.tuple..<probe.tuple + 1, isLost: isLost, at: now)
        }
    }

    mutating func lookAtPaths(of flow: Int, _ tuples: Range<Int>, isLost: Bool = false, at now: Instant) {
        guard !isTooEarly(flow, at: now) else { return }
        var changes: [Change] = []
        for tuple in tuples {
            var outcome = walk(flow, tuple)
            if !isLost, isUnopened(outcome, of: flow, tuple) { continue }
            let before = flows[flow].outcomes[tuple]
            if let before, before.isSame(as: outcome) {
                // A loss that moves elsewhere is still the same loss.
                outcome.since = before.since
                if !outcome.isDelivered { flows[flow].outcomes[tuple] = outcome }
                continue
            }
            if let place = changes.firstIndex(where: { $0.outcome == outcome && $0.before == before }) {
                changes[place].tuples.append(tuple)
            } else {
                changes.append(Change(outcome: outcome, before: before, tuples: [tuple]))
            }
        }
        for change in changes { record(change, of: flow, at: now) }
    }

    private mutating func record(_ change: Change, of flow: Int, at now: Instant) {
        let outcome = change.outcome
        let divergence = change.before.map { outcome.divergence(from: $0) } ?? 0
        var sent = now.advanced(byNanoseconds: -offset(change, divergence))
        // Packets that were sent before the path that changes now was taken went another way.
        if let before = change.before { sent = max(sent, before.since) }
        if let before = change.before, before.isDelivered, let place = lastObstacle(of: before) {
            let wire = wires[before.wires[place]]
            // Carrier takes with it what is on the wire, silence only what enters.
            let length = wire.cutAt == now ? wire.latencyNanoseconds : 0
            let start = max(before.since, now.advanced(byNanoseconds: -(before.entries[place] &+ length)))
            if outcome.isDelivered, start < sent {
                var lost = before
                lost.nodes = Array(before.nodes.prefix(place + 1))
                lost.isDelivered = false
                lost.place = blueprint.wires[before.wires[place]].path
                lost.reason = wire.hasCarrier ? "silent loss" : "no carrier"
                _ = recordPath(lost, of: flow, change.tuples, sent: start, at: now, cause: wire.lastCause)
            } else {
                sent = min(sent, start)
            }
        }
        for tuple in change.tuples {
            flows[flow].outcomes[tuple] = outcome
            flows[flow].outcomes[tuple]?.since = sent
        }
        let cause = change.before == nil ? nil : cause(of: change, divergence)
        let id = recordPath(outcome, of: flow, change.tuples, sent: sent, at: now, cause: cause)
        for place in flows[flow].newcomers.indices {
            flows[flow].newcomers[place].tuples.removeAll { change.tuples.contains($0) }
        }
        flows[flow].newcomers.removeAll { $0.tuples.isEmpty }
        guard change.before != nil, outcome.isDelivered else { return }
        flows[flow].newcomers.append(
            Flow.Newcomer(
                event: id,
                from: sent,
                tuples: change.tuples,
                wire: outcome.wires[min(divergence, outcome.wires.count - 1)]
            )
        )
    }

    /// Writes down which way some 5-tuples of a flow go, from the packet sent at `sent` on.
    mutating func recordPath(
        _ outcome: PathOutcome,
        of flow: Int,
        _ tuples: [Int],
        sent: Instant,
        at now: Instant,
        cause: Int?
    ) -> Int {
        let plan = flows[flow].plan
        var fields = [
            JournalEvent.Field("direction", .string(plan.direction.rawValue)),
            JournalEvent.Field("tuples", .list(tuples.map { .integer($0) })),
            JournalEvent.Field("delivered", .boolean(outcome.isDelivered)),
            JournalEvent.Field("via", .list(outcome.nodes.map { .string(nodes[$0.index].path) })),
            JournalEvent.Field("at", .instant(sent)),
        ]
        if outcome.isDelivered, outcome.delay > 0 {
            fields.append(JournalEvent.Field("latencySeconds", .duration(.nanoseconds(outcome.delay))))
        }
        if let place = outcome.place { fields.append(JournalEvent.Field("place", .string(place))) }
        if let reason = outcome.reason { fields.append(JournalEvent.Field("reason", .string(reason))) }
        return journal.record(.flowPath, plan.path, at: now, causedBy: cause, fields)
    }

    /// Place of the last wire on a path that was free and is no more: what was under way to it is lost as well.
    private func lastObstacle(of path: PathOutcome) -> Int? {
        path.wires.indices.last { place in
            let wire = wires[path.wires[place]]
            let side: WireSide = wire.a.node == path.nodes[place] ? .b : .a
            return !wire.hasCarrier || wire[towards: side].isSilent
        }
    }

    /// How long before the change the first packet concerned had left its source.
    private func offset(_ change: Change, _ divergence: Int) -> Int64 {
        guard let before = change.before else { return 0 }
        // Packets that had passed the place where the paths part when the change came are not concerned.
        let parting = divergence < before.entries.count ? before.entries[divergence] : before.delay
        return change.outcome.isDelivered ? parting : min(parting, change.outcome.delay)
    }

    /// The event that made the difference: the latest one at the nodes before the paths part, on the wire there, or where the packet is lost.
    private func cause(of change: Change, _ divergence: Int) -> Int? {
        // A tunnel's outer path parts later than where the choice was made, so every node up to there counts.
        var candidates = change.outcome.nodes.prefix(divergence + 1).map { nodes[$0.index].lastForwardingCause }
        if divergence < change.outcome.wires.count {
            candidates.append(wires[change.outcome.wires[divergence]].lastCause)
        } else if let wire = change.outcome.wires.last, !change.outcome.isDelivered {
            candidates.append(wires[wire].lastCause)
        }
        if let before = change.before, !before.isDelivered, let wire = before.wires.last {
            candidates.append(wires[wire].lastCause)
        }
        if let before = change.before, divergence < before.wires.count {
            candidates.append(wires[before.wires[divergence]].lastCause)
        }
        return candidates.compactMap { $0 }.max() ?? lastForwardingCause
    }

    // MARK: Walking

    mutating func walk(_ flow: Int, _ tuple: Int) -> PathOutcome {
        let plan = flows[flow].plan
        let frame = plan.application == .tcp ? segment(flow, tuple) : probe(flow, tuple, sequence: 0, at: .zero)
        return walk(frame, from: plan.source, domain: plan.sourceDomain, to: plan.destination)
    }

    /// Sends a packet through the forwarders without letting time pass or anything be remembered.
    ///
    /// Complexity: O(hops).
    ///
    /// - Parameters:
    ///   - packet: a bare packet in a frame, which is released; `nil` if there was no memory for one.
    ///   - destination: the node that has to receive it; any may if it is `nil`.
    mutating func walk(
        _ packet: FrameHandle?,
        from source: NodeIndex,
        domain: UInt16,
        to destination: NodeIndex?
    ) -> PathOutcome {
        var outcome = PathOutcome(nodes: [source])
        guard let frame = packet else {
            return lost(outcome, at: nodes[source.index].path, "out of memory")
        }
        defer { pool.release(frame) }
        guard let router = nodes[source.index].router else {
            return lost(outcome, at: nodes[source.index].path, "device is down")
        }
        walker.output.removeAll()
        router.router.forwarder.traceSend(
            frame,
            in: Forwarding::DomainIndex(rawValue: UInt32(domain)),
            pool: &pool,
            into: &walker.output
        )
        var node = source
        while outcome.nodes.count <= PathWalker.hopLimit {
            if let drop = walker.output.drops.first {
                return lost(outcome, at: nodes[node.index].path, drop.reason.name)
            }
            if !walker.output.deliveries.isEmpty {
                guard node == destination ?? node else {
                    return lost(outcome, at: nodes[node.index].path, "delivered to the wrong node")
                }
                outcome.isDelivered = true
                return outcome
            }
            guard let transmission = walker.output.transmissions.first else {
                return lost(outcome, at: nodes[node.index].path, "consumed")
            }
            guard let arrival = follow(transmission.port.rawValue, of: node, frame, &outcome) else { return outcome }
            node = arrival.node
            walker.output.removeAll()
            // What a real router does with packets for others, nobody can tell before it does.
            if nodes[node.index].isDevice, node == destination, nodes[node.index].isAlive {
                outcome.isDelivered = true
                return outcome
            }
            guard let next = nodes[node.index].router else {
                return lost(outcome, at: nodes[node.index].path, "device is down")
            }
            next.router.forwarder.trace(
                frame,
                on: PortIndex(rawValue: arrival.port),
                pool: &pool,
                into: &walker.output
            )
        }
        return lost(outcome, at: nodes[node.index].path, "loop")
    }

    private func addressee(of frame: FrameHandle) -> UInt64 {
        guard let summary = try? pool.summary(of: frame) else { return 0 }
        var hash = FlowHash(seed: summary.destinationMAC.rawValue)
        hash.combine(summary.destinationHigh)
        hash.combine(summary.destinationLow)
        return hash.value
    }

    private func lost(_ outcome: PathOutcome, at place: String, _ reason: String) -> PathOutcome {
        var outcome = outcome
        outcome.place = place
        outcome.reason = reason
        return outcome
    }

    /// Crosses the wire at a port and any layer-2 devices behind it; `nil` if the packet is lost on the way.
    private mutating func follow(
        _ port: UInt16,
        of node: NodeIndex,
        _ frame: FrameHandle,
        _ outcome: inout PathOutcome
    ) -> Wire.End? {
        var from = Wire.End(node: node, port: port)
        for _ in 0..<PathWalker.hopLimit {
            guard let end = nodes[from.node.index].ports[Int(from.port)] else {
                outcome = lost(outcome, at: nodes[from.node.index].path, "no wire")
                return nil
            }
            let wire = Int(end.wire)
            let side = end.side.opposite
            outcome.wires.append(wire)
            outcome.entries.append(outcome.delay)
            outcome.addressees.append(addressee(of: frame))
            guard wires[wire].hasCarrier, !wires[wire][towards: side].isSilent else {
                let reason = wires[wire].hasCarrier ? "silent loss" : "no carrier"
                outcome = lost(outcome, at: blueprint.wires[wire].path, reason)
                return nil
            }
            let mtu = wires[wire][towards: side].impairment.mtu
            guard mtu == 0 || !isTooLong(frame, mtu) else {
                outcome = lost(outcome, at: blueprint.wires[wire].path, "longer than the MTU")
                return nil
            }
            outcome.delay &+= wires[wire].latencyNanoseconds(towards: side)
            outcome.delay &+= wires[wire].transmissionNanoseconds(byteCount: pool.byteCount(of: frame), towards: side)
            let arrival = wires[wire].end(side)
            outcome.nodes.append(arrival.node)
            let next = nodes[arrival.node.index]
            guard next.isAlive else {
                outcome = lost(outcome, at: next.path, "device is down")
                return nil
            }
            let out: UInt16?
            switch next.works {
            case .router, .device: return arrival
            case .crossConnect(let crossConnect): out = carry(frame, over: crossConnect, from: arrival.port)
            case .firewall(let plan):
                if let reason = foresee(frame, plan, from: arrival.port) {
                    outcome = lost(outcome, at: next.path, reason.rawValue)
                    return nil
                }
                out = FirewallPlan.otherPort(than: arrival.port)
            case .lanSwitch(let lan):
                out = (try? EthernetHeader(decoding: pool.bytes(of: frame))).flatMap { header in
                    lan.port(of: header.destination) ?? floodedPort(to: header.destination, next)
                }
            }
            guard let out else {
                outcome = lost(outcome, at: next.path, "not carried")
                return nil
            }
            from = Wire.End(node: arrival.node, port: out)
        }
        outcome = lost(outcome, at: nodes[from.node.index].path, "loop")
        return nil
    }
}
