import Forwarding
import NetworkTypes
import Packets
import Router

extension Network {
    /// Sends a flow's next probe and asks for the one after it.
    mutating func sendProbe(of flow: Int, at now: Instant) {
        guard !isFinished else { return }
        let tuple = flows[flow].next % flows[flow].plan.count
        flows[flow].next += 1
        let sequence = flows[flow].meter.send(tuple: tuple)
        agenda.schedule(.probe(flow: UInt32(flow)), at: now + flows[flow].plan.interval)
        let node = nodes[flows[flow].plan.source.index]
        guard let router = node.router, let frame = probe(flow, tuple, sequence: sequence, at: now) else { return }
        pool.setTag(FrameTag(probe: ProbeIdentity(flow: flow, tuple: tuple).tag, sequence: sequence), of: frame)
        router.router.forwarder.send(
            frame,
            in: Forwarding::DomainIndex(rawValue: UInt32(flows[flow].plan.sourceDomain)),
            at: now,
            pool: &pool,
            into: &router.forwarding
        )
        afterForwarding(node, router, at: now)
    }

    /// A probe as a bare IP packet; `nil` if there is no memory for frames any more.
    mutating func probe(_ flow: Int, _ tuple: Int, sequence: UInt32, at now: Instant) -> FrameHandle? {
        let plan = flows[flow].plan
        let template = PacketTemplate(
            source: plan.sourceAddress,
            destination: plan.destinationAddress,
            transport: .udp(
                sourcePort: plan.firstSourcePort &+ UInt16(truncatingIfNeeded: tuple),
                destinationPort: plan.destinationPort
            )
        )
        let count = max(ProbePayload.byteCount, plan.packetByteCount - template.headerByteCount)
        guard let frame = pool.allocate(byteCount: template.headerByteCount + count) else { return nil }
        var bytes = pool.mutableBytes(of: frame)
        ProbePayload(flow: UInt32(flow), tuple: UInt32(tuple), sequence: sequence, sent: now)
            .write(into: &bytes, at: template.headerByteCount)
        template.write(into: &bytes, payloadInPlace: count)
        return frame
    }

    /// A probe arrived.
    mutating func takeProbe(_ payload: ProbePayload, at node: Node, _ now: Instant) {
        let (flow, tuple) = (Int(payload.flow), Int(payload.tuple))
        guard flows.indices.contains(flow), flows[flow].plan.destination == node.index else { return }
        flows[flow].meter.receive(tuple: tuple, sequence: payload.sequence)
        guard !flows[flow].newcomers.isEmpty,
            let place = flows[flow].newcomers.firstIndex(where: {
                $0.from <= payload.sent && $0.tuples.contains(tuple)
            })
        else { return }
        let newcomer = flows[flow].newcomers.remove(at: place)
        let plan = flows[flow].plan
        journal.record(
            .flowFirstPacket,
            plan.path,
            at: now,
            causedBy: newcomer.event,
            [
                JournalEvent.Field("direction", .string(plan.direction.rawValue)),
                JournalEvent.Field("tuple", .integer(tuple)),
                JournalEvent.Field("sequence", .integer(Int(payload.sequence))),
                JournalEvent.Field("sent", .instant(payload.sent)),
            ]
        )
    }

    /// Probes younger than this when the run ends are on their way, not lost.
    private static let longestFlight = Duration.seconds(1)

    /// Writes down what every flow lost, and its totals.
    mutating func summarizeFlows(at now: Instant) {
        guard let timeZero else { return }
        observeTails(at: now)
        for flow in flows { summarize(flow, from: timeZero, at: now) }
    }

    private mutating func summarize(_ flow: Flow, from timeZero: Instant, at now: Instant) {
        let plan = flow.plan
        var lost = 0
        var inFlight = 0
        for tuple in 0..<plan.count {
            let gaps = flow.meter.gaps(tuple: tuple)
            for (place, gap) in gaps.enumerated() {
                for part in flow.drops.split(gap, tuple: tuple) {
                    // Only what is at the very end may still arrive, unless it is known to be lost.
                    let mayArrive = part.limit == nil && place == gaps.count - 1
                    let open = (part.gap.first...part.gap.last).count {
                        mayArrive && timeZero + plan.sendOffset(tuple: tuple, sequence: $0) + Self.longestFlight > now
                    }
                    inFlight += open
                    let count = Int(part.gap.last - part.gap.first) + 1 - open
                    guard count > 0 else { continue }
                    lost += count
                    let last = part.gap.first + UInt32(count - 1)
                    let missed = ProbeMeter.Gap(first: part.gap.first, last: last)
                    recordLoss(plan, tuple, missed, by: part.limit, timeZero, at: now)
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
            ]
        )
    }

    private mutating func recordLoss(
        _ plan: FlowPlan,
        _ tuple: Int,
        _ gap: ProbeMeter.Gap,
        by limit: Int?,
        _ timeZero: Instant,
        at now: Instant
    ) {
        func sent(_ sequence: UInt32) -> JournalEvent.Value {
            .instant(timeZero + plan.sendOffset(tuple: tuple, sequence: sequence))
        }
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
