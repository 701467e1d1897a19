import NetworkTypes
import Packets

/// Segments that arrive for a connection whose handshake has begun (RFC 9293 §3.10.7.4, RFC 5961).
extension Connection {
    /// Takes a segment; `payload` is its payload.
    ///
    /// Returns false if the segment is the SYN of a new connection between the same ports, which the listener
    /// may have.
    mutating func receive(
        _ segment: IncomingSegment,
        payload: RawSpan,
        at now: Instant,
        _ outbox: inout Outbox
    ) -> Bool {
        if state == .synSent {
            receiveWhileOpening(segment, at: now, &outbox)
            return true
        }
        var segment = segment
        if state == .synReceived, segment.flags.contains(.syn), segment.sequence == receiveNext - 1 {
            // Our answer was lost, or both ends opened at once: the SYN itself is known.
            guard segment.flags.contains(.ack) else {
                sendSynchronize(at: now, &outbox)
                return true
            }
            segment.flags.remove(.syn)
            segment.sequence = receiveNext
            acknowledgeNow = true
        }
        if state == .timeWait, segment.flags.contains(.syn), !segment.flags.contains(.ack),
            segment.sequence > receiveNext
        {
            state = .closed
            return false
        }
        guard isAcceptable(segment) else {
            guard !segment.flags.contains(.rst) else { return true }
            // A repeated segment means that our acknowledgement was lost; a bare one may be an echo of our own.
            if segment.length > 0 || challenges.allows(at: now) { emitAcknowledgment(&outbox) }
            if state == .timeWait, segment.flags.contains(.fin) {
                lifeDeadline = now + outbox.configuration.timeWait
            }
            return true
        }
        if segment.flags.contains(.rst) {
            receiveReset(segment, at: now, &outbox)
            return true
        }
        if segment.flags.contains(.syn) {
            challenge(at: now, &outbox)
            return true
        }
        guard segment.flags.contains(.ack), takeAcknowledgment(segment, at: now, &outbox) else { return true }
        if state != .timeWait, state != .closed {
            take(payload, at: segment.sequence, segment.flags, at: now, &outbox)
        }
        if state != .closed {
            push(at: now, &outbox)
            flushAcknowledgment(&outbox)
        }
        return true
    }

    /// Whether any part of the segment lies in the window (RFC 9293 §3.10.7.4, first step).
    private func isAcceptable(_ segment: IncomingSegment) -> Bool {
        let start = segment.sequence
        let length = segment.length
        let end = start + length
        if length == 0 { return start == receiveNext || (receiveNext <= start && start < receiveEdge) }
        // A FIN behind the last byte that fits costs nothing to take.
        if segment.payload.isEmpty, start == receiveNext { return true }
        return start < receiveEdge && end > receiveNext
    }

    /// Only the exact next number resets; one within the window is asked about (RFC 5961 §3).
    private mutating func receiveReset(_ segment: IncomingSegment, at now: Instant, _ outbox: inout Outbox) {
        guard segment.sequence == receiveNext else {
            challenge(at: now, &outbox)
            return
        }
        switch state {
        case .synReceived: end(.refused, &outbox)
        case .synSent, .established, .finWait1, .finWait2, .closeWait: end(.reset, &outbox)
        case .closing, .lastAck, .timeWait, .closed: end(.finished, &outbox)
        }
    }

    mutating func challenge(at now: Instant, _ outbox: inout Outbox) {
        if challenges.allows(at: now) { emitAcknowledgment(&outbox) }
    }
}

/// The stream that the segments carry.
extension Connection {
    private mutating func take(
        _ payload: RawSpan,
        at start: SequenceNumber,
        _ flags: TCPFlags,
        at now: Instant,
        _ outbox: inout Outbox
    ) {
        if flags.contains(.fin), finSequence == nil, !neighborHasFinished {
            let end = start + payload.byteCount
            if end >= receiveNext, end <= receiveEdge { finSequence = end }
        }
        let lower = max(0, receiveNext - start)
        let upper = min(payload.byteCount, receiveEdge - start)
        if lower < upper {
            accept(payload.extracting(lower..<upper), at: start + lower, now: now, &outbox)
            lastArrival = now
            if flags.contains(.psh), outbox.configuration.acknowledgesPushed, !isConversing, !isReadPaused {
                acknowledgeNow = true
            }
        } else if payload.byteCount > 0 {
            acknowledgeNow = true
        }
        if let finSequence, finSequence == receiveNext {
            self.finSequence = nil
            finishReceiving(at: now, &outbox)
        }
    }

    private mutating func accept(
        _ bytes: RawSpan,
        at start: SequenceNumber,
        now: Instant,
        _ outbox: inout Outbox
    ) {
        guard start == receiveNext else {
            // A hole: the repeated acknowledgement tells the neighbor.
            reassembly.insert(bytes, at: start)
            acknowledgeNow = true
            return
        }
        if !reassembly.isEmpty { acknowledgeNow = true }
        receiveNext = receiveNext + bytes.byteCount
        if reassembly.isEmpty {
            deliver(bytes, &outbox)
        } else {
            var joined = bytes.withUnsafeBytes { Array($0) }
            while let next = reassembly.popNext(at: receiveNext) {
                receiveNext = receiveNext + next.count
                joined += next
            }
            deliver(joined.span.bytes, &outbox)
        }
        segmentsToAcknowledge += 1
        if segmentsToAcknowledge >= 2 {
            acknowledgeNow = true
        } else if acknowledgmentDeadline == nil {
            acknowledgmentDeadline = timeout.deadline(after: outbox.configuration.acknowledgementDelay, at: now)
        }
    }

    private mutating func deliver(_ bytes: RawSpan, _ outbox: inout Outbox) {
        if isReleased { return }
        if isReadPaused {
            receiveQueue.append(bytes)
        } else {
            outbox.actions.append(.received(id, bytes: bytes.withUnsafeBytes { Array($0) }))
        }
    }

    /// The owner stops or resumes reading; what waited is delivered, and a window that was closed opens again.
    mutating func setReadPaused(_ paused: Bool, at now: Instant, _ outbox: inout Outbox) {
        isReadPaused = paused
        guard !paused, !receiveQueue.isEmpty || neighborHasFinished else { return }
        let bytes = receiveQueue.drain()
        if !bytes.isEmpty, !isReleased { outbox.actions.append(.received(id, bytes: bytes)) }
        finishReadingIfDone(at: now, &outbox)
        // An update is worth a segment only to a neighbor that may be waiting for it (RFC 9293 §3.8.6.2.2).
        let size = Int(outbox.configuration.receiveWindow)
        let remaining = receiveEdge - receiveNext
        let gain = size - remaining
        if !neighborHasFinished, remaining < size / 2, gain >= min(size / 2, segmentSize) { acknowledgeNow = true }
        push(at: now, &outbox)
        flushAcknowledgment(&outbox)
    }

    /// What is offered to the neighbor now: room in the buffer, and never less than was offered before.
    mutating func windowToOffer(_ configuration: TCPConfiguration) -> UInt16 {
        let edge = receiveNext + (Int(configuration.receiveWindow) - receiveQueue.count)
        receiveEdge = SequenceNumber.later(receiveEdge, edge)
        return UInt16(clamping: receiveEdge - receiveNext)
    }
}
