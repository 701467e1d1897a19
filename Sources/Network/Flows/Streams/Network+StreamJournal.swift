import NetworkTypes
import SimulatedTCP

/// What the journal says of TCP between machines.
extension Network {
    /// A connection ended; if nobody had closed it, that is said once for both ends.
    mutating func noteEnd(
        of place: Int,
        _ owner: Conversation.End.Owner,
        _ reason: TCPCloseReason,
        _ side: Conversation.Side,
        at now: Instant
    ) {
        guard reason != .finished, conversations[place].lastBroken[owner.tuple] < owner.number else { return }
        conversations[place].lastBroken[owner.tuple] = owner.number
        conversations[place].broken += 1
        let plan = flows[conversations[place].forward].plan
        journal.record(
            .flowBroken,
            plan.path,
            at: now,
            causedBy: faults.lastStepEvent,
            [
                JournalEvent.Field("direction", .string(plan.direction.rawValue)),
                JournalEvent.Field("tuple", .integer(owner.tuple)),
                JournalEvent.Field("node", .string(nodes[conversations[place][side].node.index].path)),
                JournalEvent.Field("reason", .string(reason.words)),
            ]
        )
    }

    mutating func recordStall(
        of flow: Int,
        _ tuple: Int,
        from start: Instant,
        to end: Instant,
        isOpen: Bool,
        at now: Instant
    ) {
        let plan = flows[flow].plan
        journal.record(
            .flowStall,
            plan.path,
            at: now,
            [
                JournalEvent.Field("direction", .string(plan.direction.rawValue)),
                JournalEvent.Field("tuple", .integer(tuple)),
                JournalEvent.Field("from", .instant(start)),
                JournalEvent.Field("to", .instant(end)),
                JournalEvent.Field("open", .boolean(isOpen)),
            ]
        )
    }

    /// Writes down the waits that the end of the run cuts short.
    mutating func endConversations(at now: Instant) {
        guard let timeZero else { return }
        for place in conversations.indices {
            for (direction, flow) in [conversations[place].forward, conversations[place].reverse].enumerated() {
                let plan = flows[flow].plan
                for tuple in 0..<plan.count {
                    let since = conversations[place].meters[direction]
                        .waiting(tuple: tuple, written: flows[flow].meter.sent(tuple: tuple)) { sequence in
                            timeZero + flows[flow].sendOffset(tuple: tuple, sequence: sequence, from: timeZero)
                        }
                    guard let since, now - since >= StreamMeter.threshold else { continue }
                    conversations[place].meters[direction].note(openStall: now - since)
                    recordStall(of: flow, tuple, from: since, to: now, isOpen: true, at: now)
                }
            }
        }
    }

    /// What a summary says of a stream beyond its messages.
    func streamFields(of flow: Flow, at place: Int) -> [JournalEvent.Field] {
        guard let number = flow.conversation else { return [] }
        let conversation = conversations[number]
        let isForward = conversation.forward == place
        let end = isForward ? conversation.client : conversation.server
        return [
            JournalEvent.Field("protocol", .string("tcp")),
            JournalEvent.Field("longestStallSeconds", .duration(conversation.meters[isForward ? 0 : 1].longestStall)),
            JournalEvent.Field("retransmitted", .integer(Int(clamping: end.retransmitted))),
            JournalEvent.Field("broken", .integer(isForward ? conversation.broken : 0)),
        ]
    }

    /// Whether what has not arrived of a 5-tuple's messages may still do so.
    func mayStillArrive(_ flow: Flow, _ tuple: Int, from sequence: UInt32) -> Bool {
        guard let number = flow.conversation else { return false }
        let conversation = conversations[number]
        let meter = conversation.meters[flow.plan.isAnswer ? 1 : 0]
        return conversation.client.connections[tuple] != nil
            && conversation.lastBroken[tuple] < conversation.opened[tuple]
            && sequence >= meter.tuples[tuple].first
    }
}

extension TCPCloseReason {
    fileprivate var words: String {
        switch self {
        case .finished: "closed"
        case .reset: "reset by the other end"
        case .refused: "refused"
        case .timedOut: "timed out"
        case .aborted: "aborted"
        }
    }
}
