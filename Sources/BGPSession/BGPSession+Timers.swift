import BGPWire
import NetworkTypes

extension BGPSession {
    /// Whatever is due: events 9 to 11 and 13 of RFC 4271 §8.1.3.
    mutating func deadlineReached(at now: Instant, into actions: inout [SessionAction]) {
        if case .held(let until?) = life, until <= now { begin(at: now, into: &actions) }
        if let due = connectRetryDeadline, due <= now { connectRetryExpired(at: now, into: &actions) }
        if let due = sendHoldDeadline, due <= now, let slot = establishedSlot {
            let reason = DownReason(.sendHoldTimer, origin: .local, notification: .sendHoldTimerExpired)
            abandon(slot, reason, at: now, into: &actions)
        }
        for slot in ConnectionSlot.allCases {
            if let due = self[slot]?.holdDeadline, due <= now {
                let reason = DownReason(.holdTimer, origin: .local, notification: .holdTimerExpired)
                abandon(slot, reason, at: now, into: &actions)
            }
            if let due = self[slot]?.keepaliveDeadline, due <= now {
                actions.append(.send(slot, KeepaliveMessage.bytes))
                restartKeepaliveTimer(slot, at: now)
            }
        }
    }

    /// Event 9: gives an attempt up for a new one (§8.2.2, Connect and Active), unless the peer's connection is further on.
    private mutating func connectRetryExpired(at now: Instant, into actions: inout [SessionAction]) {
        connectRetryDeadline = nil
        guard outgoing?.phase ?? .opening == .opening else { return }
        close(.outgoing, sending: nil, into: &actions)
        if incoming == nil, life == .running { connect(at: now, into: &actions) }
    }

    /// Event 10 comes this long after the last message from the peer; not at all with a hold time of zero.
    mutating func restartHoldTimer(_ slot: ConnectionSlot, at now: Instant) {
        guard let holdTime = self[slot]?.negotiated?.holdTime else { return }
        self[slot]?.holdDeadline = holdTime > .zero ? now + holdTime : nil
    }

    /// Event 11 comes after 75 to 100 per cent of the interval (RFC 4271 §10).
    mutating func restartKeepaliveTimer(_ slot: ConnectionSlot, at now: Instant) {
        guard let interval = self[slot]?.negotiated?.keepalive else { return }
        let delay = generator.jittered(interval, percent: 25)
        self[slot]?.keepaliveDeadline = interval > .zero ? now + delay : nil
    }
}
