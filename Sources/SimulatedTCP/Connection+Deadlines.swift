import NetworkTypes
import Packets

/// What time alone brings about.
extension Connection {
    var nextDeadline: Instant? {
        var earliest: Instant?
        for deadline in [retransmitDeadline, persistDeadline, acknowledgmentDeadline, lifeDeadline] {
            guard let deadline else { continue }
            earliest = min(earliest ?? deadline, deadline)
        }
        return earliest
    }

    mutating func handleDeadlines(at now: Instant, _ outbox: inout Outbox) {
        if let lifeDeadline, lifeDeadline <= now {
            end(state == .timeWait ? .finished : .timedOut, &outbox)
            return
        }
        if let acknowledgmentDeadline, acknowledgmentDeadline <= now {
            // The answer that was to carry it did not come.
            isConversing = false
            emitAcknowledgment(&outbox)
        }
        if let retransmitDeadline, retransmitDeadline <= now {
            switch pending {
            case .timeout: retransmit(at: now, &outbox)
            case .lossProbe: sendLossProbe(at: now, &outbox)
            }
        }
        if let persistDeadline, persistDeadline <= now { persist(at: now, &outbox) }
    }

    /// RFC 6298 §5.4 to §5.7.
    private mutating func retransmit(at now: Instant, _ outbox: inout Outbox) {
        retransmitDeadline = nil
        if state == .synSent || state == .synReceived {
            timeout.expired()
            sendSynchronize(at: now, &outbox)
            return
        }
        guard outstanding > 0 else { return }
        let limit = lastProgress + outbox.configuration.maximumRetransmissionTime
        guard now < limit else {
            end(.timedOut, &outbox)
            return
        }
        congestion.timedOut(inFlight: outstanding, sent: sendMaximum, isFirst: !timeout.isBackingOff)
        timeout.expired()
        if outbox.configuration.findsLossesByTime { (lostUpTo, probedUpTo) = (sendMaximum, nil) }
        sendNext = unacknowledged
        retransmitHead(at: now, &outbox)
        retransmitDeadline = min(timeout.deadline(at: now), limit)
    }

    private mutating func persist(at now: Instant, _ outbox: inout Outbox) {
        persistDeadline = nil
        let limit = lastProgress + outbox.configuration.maximumRetransmissionTime
        guard now < limit else {
            end(.timedOut, &outbox)
            return
        }
        guard !sendQueue.isEmpty else { return }
        probe(at: now, &outbox)
        persistDoublings = min(persistDoublings + 1, 16)
        if sendWindow == 0 { persistDeadline = min(timeout.deadline(after: persistInterval, at: now), limit) }
    }
}
