import Forwarding
import NetworkTypes
import Packets
import Router
import Topology

extension Network {
    /// Sends a flow's next probe, message or request and asks for the one after it.
    mutating func sendProbe(of flow: Int, at now: Instant) {
        guard !isFinished else { return }
        if flows[flow].next == 0, flows[flow].plan.answersProbes {
            lookAtPaths(of: flow, 0..<flows[flow].plan.count, at: now)
        }
        let tuple = flows[flow].next % flows[flow].plan.count
        flows[flow].next += 1
        agenda.schedule(.probe(flow: UInt32(flow)), at: now + flows[flow].plan.interval)
        switch flows[flow].plan.application {
        case .udp: break
        case .tcp: return writeMessage(of: flow, tuple, at: now)
        case .request: return beginRequest(of: flow, tuple, at: now)
        }
        let sequence = flows[flow].meter.send(tuple: tuple)
        let node = nodes[flows[flow].plan.source.index]
        guard let router = node.router, let frame = probe(flow, tuple, sequence: sequence, at: now) else { return }
        launch(frame, of: flow, tuple, sequence: sequence, from: router, at: now)
        afterForwarding(node, router, at: now)
    }

    /// Gives a packet of a flow to the forwarder of its source; the caller carries on what comes of it.
    mutating func launch(
        _ frame: FrameHandle,
        of flow: Int,
        _ tuple: Int,
        sequence: UInt32,
        from router: RouterNode,
        at now: Instant
    ) {
        pool.setTag(FrameTag(probe: ProbeIdentity(flow: flow, tuple: tuple).tag, sequence: sequence), of: frame)
        router.router.forwarder.send(
            frame,
            in: Forwarding::DomainIndex(rawValue: UInt32(flows[flow].plan.sourceDomain)),
            at: now,
            pool: &pool,
            into: &router.forwarding
        )
    }

    /// A probe as a bare IP packet; `nil` if there is no memory for frames any more.
    ///
    /// - Parameter destination: whom it answers, if that is not the one that the flow is planned for.
    mutating func probe(
        _ flow: Int,
        _ tuple: Int,
        sequence: UInt32,
        request: UInt32? = nil,
        to destination: Endpoint? = nil,
        at now: Instant
    ) -> FrameHandle? {
        let plan = flows[flow].plan
        let ports = plan.ports(ofTuple: tuple)
        let destination = destination ?? (flows[flow].callers.isEmpty ? nil : flows[flow].callers[tuple])
        let template = PacketTemplate(
            source: plan.sourceAddress,
            destination: destination?.address ?? plan.destinationAddress,
            transport: .udp(sourcePort: ports.source, destinationPort: destination?.port ?? ports.destination)
        )
        let count = max(ProbePayload.byteCount, plan.packetByteCount - template.headerByteCount)
        guard let frame = pool.allocate(byteCount: template.headerByteCount + count) else { return nil }
        var bytes = pool.mutableBytes(of: frame)
        ProbePayload(flow: UInt32(flow), tuple: UInt32(tuple), sequence: sequence, sent: now, request: request)
            .write(into: &bytes, at: template.headerByteCount)
        template.write(into: &bytes, payloadInPlace: count)
        return frame
    }

    /// A segment as a machine would send it, for looking where it goes; `nil` if there is no memory.
    mutating func segment(_ flow: Int, _ tuple: Int) -> FrameHandle? {
        let plan = flows[flow].plan
        let ports = plan.ports(ofTuple: tuple)
        let caller = flows[flow].callers.isEmpty ? nil : flows[flow].callers[tuple]
        let template = PacketTemplate(
            source: plan.sourceAddress,
            destination: caller?.address ?? plan.destinationAddress,
            transport: .tcp(
                TCPHeader(
                    sourcePort: ports.source,
                    destinationPort: caller?.port ?? ports.destination,
                    sequence: 0,
                    acknowledgment: 0,
                    flags: .ack,
                    window: 0
                )
            )
        )
        guard let frame = pool.allocate(byteCount: template.headerByteCount) else { return nil }
        var bytes = pool.mutableBytes(of: frame)
        template.write(into: &bytes, payloadInPlace: 0)
        return frame
    }

    /// A probe, a request or an answer arrived.
    mutating func takeProbe(_ payload: ProbePayload, from source: Endpoint, at node: Node, _ now: Instant) {
        let (flow, tuple) = (Int(payload.flow), Int(payload.tuple))
        guard flows.indices.contains(flow), flows[flow].plan.destination == node.index else { return }
        flows[flow].meter.receive(tuple: tuple, sequence: payload.sequence)
        if flows[flow].plan.application == .request { takeRequest(payload, from: source, of: flow, at: now) }
        noteCaller(source, of: flow, tuple, at: now)
        guard !flows[flow].newcomers.isEmpty,
            let place = flows[flow].newcomers.firstIndex(where: {
                $0.from <= payload.sent && $0.tuples.contains(tuple)
            })
        else { return }
        let newcomer = flows[flow].newcomers.remove(at: place)
        record(newcomer, of: flow, tuple, sequence: payload.sequence, sent: payload.sent, at: now)
    }

    /// Answers go to where the latest probe of a 5-tuple came from.
    mutating func noteCaller(_ source: Endpoint, of flow: Int, _ tuple: Int, at now: Instant) {
        guard let partner = flows[flow].partner, flows[partner].callers.indices.contains(tuple),
            flows[partner].callers[tuple] != source
        else { return }
        flows[partner].callers[tuple] = source
        if timeZero != nil, observation == nil { lookAtPaths(of: partner, tuple..<tuple + 1, at: now) }
    }

    /// A TCP segment arrived: perhaps the first on a new path, if it can have left after the change.
    mutating func noteFirstPacket(of flow: Int, _ tuple: Int, at now: Instant) {
        guard !flows[flow].newcomers.isEmpty, let delay = flows[flow].outcomes[tuple]?.delay else { return }
        let sent = now.advanced(byNanoseconds: -delay)
        guard
            let place = flows[flow].newcomers.firstIndex(where: { $0.from <= sent && $0.tuples.contains(tuple) })
        else { return }
        let newcomer = flows[flow].newcomers.remove(at: place)
        record(newcomer, of: flow, tuple, sequence: flows[flow].meter.expected(tuple: tuple), sent: sent, at: now)
    }

    private mutating func record(
        _ newcomer: Flow.Newcomer,
        of flow: Int,
        _ tuple: Int,
        sequence: UInt32,
        sent: Instant,
        at now: Instant
    ) {
        let plan = flows[flow].plan
        journal.record(
            .flowFirstPacket,
            plan.path,
            at: now,
            causedBy: newcomer.event,
            [
                JournalEvent.Field("direction", .string(plan.direction.rawValue)),
                JournalEvent.Field("tuple", .integer(tuple)),
                JournalEvent.Field("sequence", .integer(Int(sequence))),
                JournalEvent.Field("sent", .instant(sent)),
            ]
        )
    }

    /// Probes younger than this when the run ends are on their way, not lost.
    private static let longestFlight = Duration.seconds(1)

    /// Writes down what every flow lost, and its totals.
    mutating func summarizeFlows(at now: Instant) {
        guard let timeZero else { return }
        observeTails(at: now)
        endConversations(at: now)
        for (place, flow) in flows.enumerated() { summarize(flow, at: place, from: timeZero, at: now) }
    }

    private mutating func summarize(_ flow: Flow, at place: Int, from timeZero: Instant, at now: Instant) {
        let plan = flow.plan
        var lost = 0
        var inFlight = 0
        for tuple in 0..<plan.count {
            let gaps = flow.meter.gaps(tuple: tuple)
            for (number, gap) in gaps.enumerated() {
                for part in flow.drops.split(gap, tuple: tuple) {
                    // Only what is at the very end may still arrive, unless it is known to be lost.
                    let mayArrive = part.limit == nil && number == gaps.count - 1
                    let open = (part.gap.first...part.gap.last).count { sequence in
                        guard mayArrive else { return false }
                        if mayStillArrive(flow, tuple, from: sequence) { return true }
                        let sent = timeZero + flow.sendOffset(tuple: tuple, sequence: sequence, from: timeZero)
                        return sent + Self.longestFlight > now
                    }
                    inFlight += open
                    let count = Int(part.gap.last - part.gap.first) + 1 - open
                    guard count > 0 else { continue }
                    lost += count
                    let last = part.gap.first + UInt32(count - 1)
                    let missed = ProbeMeter.Gap(first: part.gap.first, last: last)
                    recordLoss(flow, tuple, missed, by: part.limit, timeZero, at: now)
                }
            }
        }
        journal.record(
            .flowSummary,
            plan.path,
            at: now,
            [
                JournalEvent.Field("direction", .string(plan.direction.rawValue)),
                JournalEvent.Field("sent", .integer(flow.meter.sent)),
                JournalEvent.Field("received", .integer(flow.meter.received)),
                JournalEvent.Field("lost", .integer(lost)),
                JournalEvent.Field("duplicated", .integer(flow.meter.duplicated)),
                JournalEvent.Field("reordered", .integer(flow.meter.reordered)),
                JournalEvent.Field("inFlight", .integer(inFlight)),
                JournalEvent.Field("intervalSeconds", .duration(plan.interval)),
                JournalEvent.Field("tuples", .integer(plan.count)),
            ] + streamFields(of: flow, at: place) + requestFields(of: flow)
        )
    }

    private mutating func recordLoss(
        _ flow: Flow,
        _ tuple: Int,
        _ gap: ProbeMeter.Gap,
        by limit: Int?,
        _ timeZero: Instant,
        at now: Instant
    ) {
        func sent(_ sequence: UInt32) -> JournalEvent.Value {
            .instant(timeZero + flow.sendOffset(tuple: tuple, sequence: sequence, from: timeZero))
        }
        let plan = flow.plan
        var fields = [
            JournalEvent.Field("direction", .string(plan.direction.rawValue)),
            JournalEvent.Field("tuple", .integer(tuple)),
            JournalEvent.Field("from", sent(gap.first)),
            JournalEvent.Field("to", sent(gap.last)),
            JournalEvent.Field("lost", .integer(Int(gap.last - gap.first) + 1)),
        ]
        if let limit {
            fields.append(JournalEvent.Field("place", .string(limitWatches[limit].place)))
            fields.append(JournalEvent.Field("reason", .string(limitWatches[limit].reason)))
        }
        journal.record(.flowLoss, plan.path, at: now, fields)
    }
}
