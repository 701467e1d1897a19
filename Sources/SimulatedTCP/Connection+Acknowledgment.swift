import NetworkTypes
import Packets

/// What the neighbor acknowledges, and what window it offers (RFC 9293 §3.10.7.4, fifth step).
extension Connection {
    /// Returns false if the segment is to be dropped for its acknowledgement.
    mutating func takeAcknowledgment(_ segment: IncomingSegment, at now: Instant, _ outbox: inout Outbox) -> Bool {
        let acknowledgment = segment.acknowledgment
        if state == .synReceived {
            guard acknowledgment == sendMaximum else {
                emitReset(at: acknowledgment, &outbox)
                return false
            }
            acceptHandshake(segment, at: now, &outbox)
            return true
        }
        // Too new, or older than anything that could still be on its way (RFC 5961 §5).
        if let probeEnd, acknowledgment == probeEnd { sendMaximum = SequenceNumber.later(sendMaximum, probeEnd) }
        guard acknowledgment <= sendMaximum, acknowledgment >= unacknowledged - max(largestSendWindow, 1) else {
            challenge(at: now, &outbox)
            return false
        }
        // An answered probe shows that the neighbor lives, however long its window stays closed.
        if persistDeadline != nil { lastProgress = now }
        if acknowledgment > unacknowledged {
            advance(to: acknowledgment, at: now, &outbox)
        } else if acknowledgment == unacknowledged, segment.length == 0, segment.window == sendWindow, outstanding > 0,
            sendWindow > 0, !outbox.configuration.findsLossesByTime || firstSegmentIsOverdue(at: now)
        {
            let verdict = congestion.duplicated(acknowledgment, inFlight: inFlight, sent: sendMaximum)
            if verdict == .retransmitHead {
                retransmitHead(at: now, &outbox)
                endProbing(at: now)
            }
        }
        if acknowledgment >= unacknowledged { takeWindow(segment) }
        return state != .closed
    }

    private mutating func advance(to acknowledgment: SequenceNumber, at now: Instant, _ outbox: inout Outbox) {
        let count = acknowledgment - unacknowledged
        if finIsQueued, !finIsAcknowledged, acknowledgment > finPlace { finIsAcknowledged = true }
        sendQueue.removeFirst(count)
        unacknowledged = acknowledgment
        if let end = probeEnd, acknowledgment >= end { probeEnd = nil }
        sendNext = SequenceNumber.later(sendNext, acknowledgment)
        if let timed = timedSegment, acknowledgment >= timed.end {
            timeout.sample(now - timed.sentAt)
            timedSegment = nil
        }
        timeout.progressed()
        lastProgress = now
        persistDoublings = 0
        persistDeadline = nil
        let verdict = congestion.acknowledged(count, upTo: acknowledgment, inFlight: inFlight)
        armTimer(afterProgressAt: now, outbox.configuration)
        if verdict == .retransmitHead { retransmitHead(at: now, &outbox) }
        let capacity = outbox.configuration.sendBuffer
        if ownerWaitsForSpace, sendQueue.count <= capacity / 2 {
            ownerWaitsForSpace = false
            outbox.actions.append(.writable(id))
        }
        if finIsAcknowledged { ownFinWasAcknowledged(at: now, &outbox) }
    }

    private mutating func takeWindow(_ segment: IncomingSegment) {
        let isNewer =
            windowSequence < segment.sequence
            || (windowSequence == segment.sequence && windowAcknowledgment <= segment.acknowledgment)
        guard isNewer else { return }
        sendWindow = segment.window
        largestSendWindow = max(largestSendWindow, segment.window)
        windowSequence = segment.sequence
        windowAcknowledgment = segment.acknowledgment
        if sendWindow > 0 {
            persistDeadline = nil
            persistDoublings = 0
        }
    }
}
