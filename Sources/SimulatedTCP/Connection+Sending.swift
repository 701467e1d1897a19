import NetworkTypes
import Packets

/// What leaves: data within both windows, acknowledgements, resets.
extension Connection {
    /// Queues what the buffer has room for and sends what the windows allow; returns how many bytes were taken.
    mutating func send(_ bytes: RawSpan, at now: Instant, _ outbox: inout Outbox) -> Int {
        guard acceptsBytes else { return 0 }
        let count = min(bytes.byteCount, max(0, outbox.configuration.sendBuffer - sendQueue.count))
        sendQueue.append(bytes.extracting(first: count))
        if count < bytes.byteCount { ownerWaitsForSpace = true }
        push(at: now, &outbox)
        return count
    }

    /// Sends what may be sent: whole segments, or the end of what is queued (RFC 9293 §3.8.6.2.1, without
    /// Nagle's delay).
    mutating func push(at now: Instant, _ outbox: inout Outbox) {
        guard maySend else { return }
        if outstanding == 0, sendNext == sendMaximum, now - lastTransmission > timeout.value {
            congestion.resumedAfterIdle()
        }
        while true {
            let unsent = sendQueue.count - inFlight
            guard unsent >= 0, !isProbingPath else { break }
            let usable = max(0, min(congestion.window, sendWindow) - inFlight)
            let wanted = min(segmentSize, unsent)
            let length = min(wanted, usable)
            // A piece of a segment is sent only to a neighbor whose whole buffer is small.
            if length < wanted, length == 0 || length < largestSendWindow / 2 || usable < sendWindow { break }
            let isLast = length == unsent
            let sendsFin = finIsQueued && isLast
            guard length > 0 || sendsFin else { break }
            emitData(offset: inFlight, length: length, withFin: sendsFin, at: now, &outbox)
            if sendsFin {
                finWasSent(at: now, &outbox)
                break
            }
        }
        armPersistTimer(at: now)
    }

    /// Sends the first unacknowledged segment again.
    mutating func retransmitHead(at now: Instant, _ outbox: inout Outbox) {
        retransmit(from: unacknowledged, upTo: sendMaximum, at: now, &outbox)
    }

    /// Sends a segment again that begins and ends here, or as much of it as goes into one.
    mutating func retransmit(
        from start: SequenceNumber,
        upTo end: SequenceNumber,
        at now: Instant,
        _ outbox: inout Outbox
    ) {
        guard outstanding > 0, maySend else { return }
        let next = sendNext
        sendNext = start
        let offset = start - unacknowledged
        let length = min(segmentSize, end - start, sendQueue.count - offset)
        emitData(
            offset: offset,
            length: length,
            withFin: finIsQueued && offset + length == sendQueue.count && end - start > length,
            at: now,
            &outbox
        )
        sendNext = SequenceNumber.later(next, sendNext)
    }

    /// Sends the next segment that has not been sent yet, whatever the congestion window says; false if there is none, or no window for it.
    mutating func emitNextSegment(at now: Instant, _ outbox: inout Outbox) -> Bool {
        let offset = outstanding
        let length = min(segmentSize, sendQueue.count - offset)
        guard maySend, sendNext == sendMaximum, length > 0, offset + length <= sendWindow else { return false }
        emitData(offset: offset, length: length, withFin: false, at: now, &outbox)
        return true
    }

    /// One byte into a window that is closed, whose acknowledgement tells when it opens (RFC 9293 §3.8.6.1); or what
    /// fits into a window that has stayed small.
    mutating func probe(at now: Instant, _ outbox: inout Outbox) {
        let unsent = sendQueue.count - inFlight
        guard maySend, unsent > 0 else { return }
        guard sendWindow == 0 else {
            emitData(offset: inFlight, length: min(segmentSize, unsent, sendWindow), withFin: false, at: now, &outbox)
            return
        }
        transmitData(offset: inFlight, length: 1, flags: .ack, &outbox)
        probeEnd = SequenceNumber.later(probeEnd ?? sendNext, sendNext + 1)
        timedSegment = nil
        lastTransmission = now
    }

    /// One segment is out that was sent again, and nothing else may follow before it is acknowledged.
    ///
    /// It is the loss window of RFC 5681 §3.1, counted in segments as Linux does. What is written meanwhile waits, a NOTIFICATION
    /// too.
    private var isProbingPath: Bool { timeout.isBackingOff && inFlight > 0 }

    private var maySend: Bool {
        switch state {
        case .established, .closeWait, .finWait1, .closing, .lastAck: true
        case .synSent, .synReceived, .finWait2, .timeWait, .closed: false
        }
    }

    /// Everything queued waits for a window, and nothing in flight will bring news of one.
    private mutating func armPersistTimer(at now: Instant) {
        guard inFlight == 0, !sendQueue.isEmpty else {
            if inFlight > 0 { persistDeadline = nil }
            return
        }
        guard persistDeadline == nil else { return }
        if persistDoublings == 0 { lastProgress = now }
        persistDeadline = timeout.deadline(after: persistInterval, at: now)
    }

    var persistInterval: Duration {
        var interval = timeout.value
        for _ in 0..<persistDoublings where interval < .seconds(60) { interval = interval * 2 }
        return min(interval, .seconds(60))
    }

    private mutating func emitData(
        offset: Int,
        length: Int,
        withFin: Bool,
        at now: Instant,
        _ outbox: inout Outbox
    ) {
        let start = sendNext
        let end = start + length + (withFin ? 1 : 0)
        let isNew = start >= sendMaximum
        let goesFurther = end > sendMaximum
        if let lastArrival, now - lastArrival < outbox.configuration.acknowledgementDelay { isConversing = true }
        if outstanding == 0 { lastProgress = now }
        var flags: TCPFlags = .ack
        if length > 0, offset + length == sendQueue.count { flags.insert(.psh) }
        if withFin { flags.insert(.fin) }
        transmitData(offset: offset, length: length, flags: flags, &outbox)
        if isNew {
            if timedSegment == nil, probeEnd == nil { timedSegment = (end, now) }
        } else {
            timedSegment = nil
            outbox.counters.bytesRetransmitted &+= UInt64(length)
            outbox.counters.segmentsRetransmitted &+= 1
        }
        sendNext = end
        sendMaximum = SequenceNumber.later(sendMaximum, end)
        lastTransmission = now
        if isNew {
            armTimer(afterSending: end, at: now, outbox.configuration)
        } else {
            sent.repeated(from: start, upTo: end, at: now)
            if goesFurther, outbox.configuration.findsLossesByTime { sent.append(upTo: end, at: now) }
            if retransmitDeadline == nil { retransmitDeadline = timeout.deadline(at: now) }
        }
    }

    private mutating func transmitData(offset: Int, length: Int, flags: TCPFlags, _ outbox: inout Outbox) {
        let header = header(at: sendNext, flags: flags, outbox.configuration)
        outbox.transmit(
            header,
            payload: sendQueue.bytes(in: offset..<offset + length),
            from: local.address,
            to: remote.address,
            options: options
        )
        acknowledgmentWasSent()
    }
}

/// Segments without data.
extension Connection {
    /// Sends the acknowledgement that is due now, if data has not carried it already.
    mutating func flushAcknowledgment(_ outbox: inout Outbox) {
        if acknowledgeNow { emitAcknowledgment(&outbox) }
    }

    mutating func emitAcknowledgment(_ outbox: inout Outbox) {
        emit(at: sendMaximum, flags: .ack, &outbox)
    }

    /// A reset that the neighbor will accept: at the number that it acknowledged.
    mutating func emitReset(at sequence: SequenceNumber, _ outbox: inout Outbox) {
        var header = header(at: sequence, flags: .rst, outbox.configuration)
        header.acknowledgment = 0
        header.window = 0
        outbox.transmit(header, payload: RawSpan(), from: local.address, to: remote.address, options: options)
    }

    mutating func emit(
        at sequence: SequenceNumber,
        flags: TCPFlags,
        maximumSegmentSize: UInt16? = nil,
        _ outbox: inout Outbox
    ) {
        var header = header(at: sequence, flags: flags, outbox.configuration)
        header.options.maximumSegmentSize = maximumSegmentSize
        outbox.transmit(header, payload: RawSpan(), from: local.address, to: remote.address, options: options)
        if flags.contains(.ack) { acknowledgmentWasSent() }
    }

    private mutating func acknowledgmentWasSent() {
        segmentsToAcknowledge = 0
        acknowledgeNow = false
        acknowledgmentDeadline = nil
    }

    private mutating func header(
        at sequence: SequenceNumber,
        flags: TCPFlags,
        _ configuration: TCPConfiguration
    ) -> TCPHeader {
        let knowsNeighbor = flags.contains(.ack)
        return TCPHeader(
            sourcePort: local.port,
            destinationPort: remote.port,
            sequence: sequence.rawValue,
            acknowledgment: knowsNeighbor ? receiveNext.rawValue : 0,
            flags: flags,
            window: knowsNeighbor ? windowToOffer(configuration) : configuration.receiveWindow
        )
    }
}
