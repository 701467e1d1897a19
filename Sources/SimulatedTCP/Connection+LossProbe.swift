import NetworkTypes

/// Losses that show by time: tail loss probes and early retransmission (RFC 8985), with the timers that Linux gives them.
///
/// One timer serves both purposes. As long as nothing is known to be lost it is that of the probe, which sends the last segment again, so that
/// its acknowledgement tells of those before it; behind the probe a time-out begins that has not been doubled.
extension Connection {
    /// What the timer does when its time has come.
    enum Pending: Sendable {
        case timeout, lossProbe
    }

    /// A probe may wait for an acknowledgement that the neighbor delays, if nothing else would make it send one.
    private static let delayAllowance = Duration.milliseconds(200)
    private static let probeAllowance = Duration.milliseconds(2)

    /// New data has left.
    mutating func armTimer(afterSending end: SequenceNumber, at now: Instant, _ configuration: TCPConfiguration) {
        guard configuration.findsLossesByTime else {
            if retransmitDeadline == nil { retransmitDeadline = timeout.deadline(at: now) }
            return
        }
        sent.append(upTo: end, at: now)
        if retransmitDeadline == nil || pending == .lossProbe { armTimeout(at: now) }
        scheduleProbe(timeoutIn: untilTimeout(at: now), at: now)
    }

    /// Some of what was outstanding has been acknowledged.
    mutating func armTimer(afterProgressAt now: Instant, _ configuration: TCPConfiguration) {
        pending = .timeout
        retransmitDeadline = outstanding > 0 ? timeout.deadline(at: now) : nil
        guard configuration.findsLossesByTime else { return }
        sent.acknowledged(upTo: unacknowledged)
        if let end = probedUpTo, unacknowledged >= end { probedUpTo = nil }
        if let end = lostUpTo, unacknowledged >= end { lostUpTo = nil }
        scheduleProbe(timeoutIn: timeout.value, at: now)
    }

    /// Whether a repeated acknowledgement, which something sent later has caused, shows that the first segment is lost: it has had the time
    /// of a round trip.
    func firstSegmentIsOverdue(at now: Instant) -> Bool {
        guard sent.count > 1, let first = sent.first, let roundTrip = timeout.smoothed else { return false }
        return now - first.sentAt >= roundTrip
    }

    /// The probe's time has come: sends the next segment, or the last one again, once for each loss.
    mutating func sendLossProbe(at now: Instant, _ outbox: inout Outbox) {
        guard outstanding > 0 else {
            retransmitDeadline = nil
            return
        }
        guard probedUpTo == nil, let last = sent.last(behind: unacknowledged) else { return armTimeout(at: now) }
        (retransmitDeadline, pending) = (nil, .timeout)
        if !emitNextSegment(at: now, &outbox) { retransmit(from: last.start, upTo: last.end, at: now, &outbox) }
        probedUpTo = sendMaximum
        pending = .timeout
        retransmitDeadline = timeout.deadline(at: now)
    }

    /// A loss is being repaired: from here on only a time-out helps.
    mutating func endProbing(at now: Instant) {
        if pending == .lossProbe { armTimeout(at: now) }
    }

    private func untilTimeout(at now: Instant) -> Duration {
        (sent.first?.sentAt ?? now) + timeout.value - now
    }

    private mutating func armTimeout(at now: Instant) {
        let wait = pending == .lossProbe ? max(.milliseconds(1), untilTimeout(at: now)) : timeout.value
        retransmitDeadline = timeout.deadline(after: wait, at: now)
        pending = .timeout
    }

    /// Puts a probe in the place of the time-out, unless a loss is being repaired.
    private mutating func scheduleProbe(timeoutIn rest: Duration, at now: Instant) {
        guard !sent.isEmpty, lostUpTo == nil, !congestion.isRecovering, let roundTrip = timeout.smoothed else { return }
        var wait = roundTrip * 2 + (sent.count == 1 ? Self.delayAllowance : Self.probeAllowance)
        if rest > .zero { wait = min(wait, rest) }
        retransmitDeadline = timeout.deadline(after: wait, at: now)
        pending = .lossProbe
    }
}
