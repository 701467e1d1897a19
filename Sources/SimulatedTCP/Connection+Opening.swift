import NetworkTypes
import Packets

/// The handshake (RFC 9293 §3.5), simultaneous opening included.
extension Connection {
    /// Sends the first SYN of a connection that this end opens.
    mutating func open(at now: Instant, _ outbox: inout Outbox) {
        lifeDeadline = now + outbox.configuration.connectTimeout
        sendSynchronize(at: now, &outbox)
    }

    /// Answers the SYN that a listener received.
    mutating func open(answering segment: IncomingSegment, at now: Instant, _ outbox: inout Outbox) {
        lifeDeadline = now + outbox.configuration.connectTimeout
        takeSynchronize(segment, outbox.configuration)
        sendSynchronize(at: now, &outbox)
    }

    /// SYN, or SYN and ACK, for the first time or again.
    mutating func sendSynchronize(at now: Instant, _ outbox: inout Outbox) {
        let isFirst = sendMaximum == initialSequence
        timedSegment = isFirst ? (initialSequence + 1, now) : nil
        if isFirst { lastProgress = now } else { outbox.counters.segmentsRetransmitted &+= 1 }
        emit(
            at: initialSequence,
            flags: state == .synSent ? .syn : [.syn, .ack],
            maximumSegmentSize: offeredSegmentSize,
            &outbox
        )
        sendNext = initialSequence + 1
        sendMaximum = sendNext
        lastTransmission = now
        retransmitDeadline = timeout.deadline(at: now)
    }

    /// RFC 9293 §3.10.7.3.
    mutating func receiveWhileOpening(_ segment: IncomingSegment, at now: Instant, _ outbox: inout Outbox) {
        let acknowledges = segment.flags.contains(.ack)
        if acknowledges, segment.acknowledgment != sendMaximum {
            if !segment.flags.contains(.rst) { emitReset(at: segment.acknowledgment, &outbox) }
            return
        }
        if segment.flags.contains(.rst) {
            // Without ACK anybody could have sent it.
            if acknowledges { end(.refused, &outbox) }
            return
        }
        guard segment.flags.contains(.syn) else { return }
        takeSynchronize(segment, outbox.configuration)
        if acknowledges {
            acceptHandshake(segment, at: now, &outbox)
            acknowledgeNow = true
            push(at: now, &outbox)
            flushAcknowledgment(&outbox)
        } else {
            state = .synReceived
            sendSynchronize(at: now, &outbox)
        }
    }

    /// The neighbor's acknowledgement of the SYN opens the connection.
    mutating func acceptHandshake(_ segment: IncomingSegment, at now: Instant, _ outbox: inout Outbox) {
        if let timedSegment {
            timeout.sample(now - timedSegment.sentAt)
        } else {
            timeout.openedAfterLoss()
        }
        timedSegment = nil
        unacknowledged = initialSequence + 1
        sendNext = unacknowledged
        lastProgress = now
        retransmitDeadline = nil
        lifeDeadline = nil
        sendWindow = segment.window
        largestSendWindow = segment.window
        windowSequence = segment.sequence
        windowAcknowledgment = segment.acknowledgment
        state = .established
        if isPassive {
            ownerIsTold = false
            outbox.actions.append(.accepted(id, remote: remote, local: local))
        } else {
            outbox.actions.append(.connected(id))
        }
    }

    private mutating func takeSynchronize(_ segment: IncomingSegment, _ configuration: TCPConfiguration) {
        receiveNext = segment.sequence + 1
        receiveEdge = receiveNext + Int(configuration.receiveWindow)
        let isIPv4 = local.address.family == .ipv4
        let usual = isIPv4 ? Self.defaultSegmentSizeIPv4 : Self.defaultSegmentSizeIPv6
        let offered = max(Self.smallestSegmentSize, segment.maximumSegmentSize ?? usual)
        // Options take their room from the segment (RFC 6691).
        let optionByteCount = options.md5Key == nil ? 0 : 20
        segmentSize = Int(min(offered, offeredSegmentSize)) - optionByteCount
        congestion = CongestionControl(configuration, segmentSize: segmentSize, initialSequence: initialSequence)
    }
}
