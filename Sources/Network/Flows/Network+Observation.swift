import NetworkTypes
import Packets

/// Follows probes through real routers, whose forwarding cannot be looked up.
extension Network {
    mutating func prepareDevices() {
        if nodes.contains(where: \.isDevice) { observation = PathObservation() }
    }

    /// A probe enters a wire.
    mutating func observe(_ tag: inout FrameTag, entering wire: Int) {
        guard tag.probe != 0, observation != nil else { return }
        tag.flags = observation?.extend(tag.flags, over: UInt32(wire)) ?? 0
    }

    /// A probe goes into a real router.
    mutating func observe(_ frame: FrameHandle, entering device: Node) {
        let tag = pool.tag(of: frame)
        guard tag.probe != 0 else { return }
        observation?.enter(
            PathObservation.Probe(identity: tag.probe, sequence: tag.sequence),
            tag.flags,
            router: device.path
        )
    }

    /// A frame is lost where we can see it.
    mutating func observe(lossOf frame: FrameHandle, at place: String, reason: String) {
        guard observation != nil, frame != .none else { return }
        let tag = pool.tag(of: frame)
        guard tag.probe != 0 else { return }
        observation?.see(
            lossOf: PathObservation.Probe(identity: tag.probe, sequence: tag.sequence),
            place: place,
            reason: reason
        )
    }

    /// A probe arrives: its way is written down if it is a new one, and before it what its 5-tuple has lost.
    mutating func observe(_ probe: ProbePayload, arrivingIn frame: FrameHandle, at now: Instant) {
        let (flow, tuple) = (Int(probe.flow), Int(probe.tuple))
        guard let observation, flows.indices.contains(flow), flows[flow].outcomes.indices.contains(tuple) else {
            return
        }
        let wires = observation.wires(of: pool.tag(of: frame).flags)
        let expected = flows[flow].meter.expected(tuple: tuple)
        if expected < probe.sequence { recordLoss(flow, tuple, expected..<probe.sequence, at: now) }
        guard probe.sequence >= expected else { return }
        var outcome = PathOutcome(nodes: [flows[flow].plan.source], wires: wires, isDelivered: true)
        for wire in wires {
            guard let last = outcome.nodes.last else { break }
            outcome.nodes.append(self.wires[wire].a.node == last ? self.wires[wire].b.node : self.wires[wire].a.node)
        }
        if let before = flows[flow].outcomes[tuple], before.isSame(as: outcome) { return }
        record(outcome, of: flow, tuple, sent: probe.sent, at: now, cause: latestCause(along: outcome))
    }

    /// What was lost and never followed by an arrival ends the run.
    mutating func observeTails(at now: Instant) {
        guard observation != nil, let timeZero else { return }
        for flow in flows.indices {
            for tuple in 0..<flows[flow].plan.count {
                let expected = flows[flow].meter.expected(tuple: tuple)
                let sent = timeZero + flows[flow].sendOffset(tuple: tuple, sequence: expected, from: timeZero)
                let endsInLoss = flows[flow].meter.gaps(tuple: tuple).last?.first == expected
                guard endsInLoss, sent + Self.longestFlight < lastProbe else { continue }
                recordLoss(flow, tuple, expected..<UInt32.max, at: now)
            }
        }
    }

    private static var longestFlight: Duration { .seconds(1) }

    private var lastProbe: Instant {
        guard let timeZero else { return .zero }
        return flows.map { flow in
            timeZero + .nanoseconds(flow.plan.start.nanoseconds &+ Int64(flow.next) &* flow.plan.interval.nanoseconds)
        }.max() ?? .zero
    }

    private mutating func recordLoss(_ flow: Int, _ tuple: Int, _ lost: Range<UInt32>, at now: Instant) {
        guard let timeZero else { return }
        let plan = flows[flow].plan
        let sighting = observation?.sighting(of: ProbeIdentity(flow: flow, tuple: tuple).tag, in: lost)
        let sent = timeZero + flows[flow].sendOffset(tuple: tuple, sequence: lost.lowerBound, from: timeZero)
        var outcome = PathOutcome(nodes: flows[flow].outcomes[tuple]?.nodes ?? [plan.source])
        outcome.place = sighting?.place
        outcome.reason = sighting?.reason
        record(outcome, of: flow, tuple, sent: sent, at: now, cause: observation?.fault(before: sent))
    }

    /// The latest thing that happened to the forwarding of a node or wire on a path.
    private func latestCause(along outcome: PathOutcome) -> Int? {
        let atNodes = outcome.nodes.compactMap { nodes[$0.index].lastForwardingCause }
        let atWires = outcome.wires.compactMap { wires[$0].lastCause }
        return (atNodes + atWires).max()
    }

    private mutating func record(
        _ outcome: PathOutcome,
        of flow: Int,
        _ tuple: Int,
        sent: Instant,
        at now: Instant,
        cause: Int?
    ) {
        let isFirst = flows[flow].outcomes[tuple] == nil
        flows[flow].outcomes[tuple] = outcome
        let id = recordPath(outcome, of: flow, [tuple], sent: sent, at: now, cause: isFirst ? nil : cause)
        guard !isFirst, outcome.isDelivered, let wire = outcome.wires.last else { return }
        flows[flow].newcomers.append(
            Flow.Newcomer(event: id, from: sent, tuples: [tuple], wire: wire, hasComment: true)
        )
    }
}
