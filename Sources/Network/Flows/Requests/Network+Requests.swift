import Forwarding
import NetworkTypes
import Packets
import Router
import Topology

/// Requests that are answered: the client repeats what gets no answer, each time after twice the wait.
extension Network {
    mutating func beginRequest(of flow: Int, _ tuple: Int, at now: Instant) {
        guard nodes[flows[flow].plan.source.index].router != nil else { return }
        let number = flows[flow].requests.begin(tuple: tuple, at: now)
        sendTry(number, of: flow, tuple, at: now)
        agenda.schedule(.request(flow: UInt32(flow), number: number), at: now + flows[flow].plan.timeout)
    }

    private mutating func sendTry(_ number: UInt32, of flow: Int, _ tuple: Int, at now: Instant) {
        let node = nodes[flows[flow].plan.source.index]
        sendNumbered(of: flow, tuple, request: number, at: now)
        if let router = node.router { afterForwarding(node, router, at: now) }
    }

    /// No answer came in time, if none has come.
    mutating func requestTimedOut(_ number: UInt32, of flow: Int, at now: Instant) {
        guard !isFinished,
            let (request, isRepeated) = flows[flow].requests.expire(number, retries: flows[flow].plan.retries)
        else { return }
        guard isRepeated else { return record(.failed, number, request, of: flow, at: now) }
        // Twice as long for each try before this one (exponential back-off).
        var wait = flows[flow].plan.timeout
        for _ in 1..<request.tries { wait = wait * 2 }
        agenda.schedule(.request(flow: UInt32(flow), number: number), at: now + wait)
        sendTry(number, of: flow, request.tuple, at: now)
    }

    /// A packet of a request flow arrived: the server answers, the client is content.
    mutating func takeRequest(_ payload: ProbePayload, from source: Endpoint, of flow: Int, at now: Instant) {
        let tuple = Int(payload.tuple)
        guard let number = payload.request, let partner = flows[flow].partner,
            flows[flow].outcomes.indices.contains(tuple)
        else { return }
        guard flows[flow].plan.isAnswer else {
            // It goes to whom the request came from, whoever has translated the address on the way.
            return sendNumbered(of: partner, tuple, request: number, to: source, at: now)
        }
        guard let request = flows[partner].requests.answer(number, at: now), request.tries > 1 else { return }
        record(.delayed, number, request, of: partner, at: now)
    }

    /// Sends the next packet of a 5-tuple; the caller carries it on from its node.
    private mutating func sendNumbered(
        of flow: Int,
        _ tuple: Int,
        request number: UInt32,
        to destination: Endpoint? = nil,
        at now: Instant
    ) {
        let sequence = flows[flow].meter.send(tuple: tuple)
        flows[flow].sentAt.note(now, tuple: tuple)
        guard let router = nodes[flows[flow].plan.source.index].router,
            let frame = probe(flow, tuple, sequence: sequence, request: number, to: destination, at: now)
        else { return }
        launch(frame, of: flow, tuple, sequence: sequence, from: router, at: now)
    }

    private mutating func record(
        _ fate: RequestLedger.Fate,
        _ number: UInt32,
        _ request: RequestLedger.Pending,
        of flow: Int,
        at now: Instant
    ) {
        let plan = flows[flow].plan
        journal.record(
            .flowRequest,
            plan.path,
            at: now,
            [
                JournalEvent.Field("direction", .string(plan.direction.rawValue)),
                JournalEvent.Field("tuple", .integer(request.tuple)),
                JournalEvent.Field("request", .integer(Int(number))),
                JournalEvent.Field("sent", .instant(request.firstSent)),
                JournalEvent.Field("tries", .integer(request.tries)),
                JournalEvent.Field("fate", .string(fate.rawValue)),
            ]
        )
    }

    /// What a summary says of requests beyond their packets.
    func requestFields(of flow: Flow) -> [JournalEvent.Field] {
        guard flow.plan.application == .request else { return [] }
        var fields = [JournalEvent.Field("protocol", .string("request"))]
        guard !flow.plan.isAnswer else { return fields }
        fields += [
            JournalEvent.Field("requests", .integer(Int(flow.requests.count))),
            JournalEvent.Field("answered", .integer(flow.requests.answered)),
            JournalEvent.Field("delayed", .integer(flow.requests.delayed)),
            JournalEvent.Field("failed", .integer(flow.requests.failed)),
            JournalEvent.Field("repeated", .integer(flow.requests.repeated)),
            JournalEvent.Field("waiting", .integer(flow.requests.waiting)),
            JournalEvent.Field("longestWaitSeconds", .duration(flow.requests.longestWait)),
        ]
        return fields
    }
}
