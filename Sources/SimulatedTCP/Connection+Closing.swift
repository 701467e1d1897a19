import NetworkTypes
import Packets

/// The end of a connection (RFC 9293 §3.6): each end's FIN, and resets.
extension Connection {
    /// The owner has nothing more to say and wants to hear nothing more; what is queued is still sent.
    mutating func close(at now: Instant, _ outbox: inout Outbox) {
        guard !isReleased else { return }
        isReleased = true
        receiveQueue = ByteQueue()
        switch state {
        case .synSent, .synReceived:
            end(.aborted, &outbox)
        case .established, .closeWait:
            finIsQueued = true
            lifeDeadline = now + outbox.configuration.closingTime
            push(at: now, &outbox)
        case .finWait1, .finWait2, .closing, .lastAck, .timeWait, .closed:
            break
        }
    }

    /// The owner wants the connection gone at once.
    mutating func abort(_ outbox: inout Outbox) {
        switch state {
        case .synReceived, .established, .finWait1, .finWait2, .closeWait:
            var header = TCPHeader(
                sourcePort: local.port,
                destinationPort: remote.port,
                sequence: sendMaximum.rawValue,
                acknowledgment: receiveNext.rawValue,
                flags: [.rst, .ack],
                window: 0
            )
            header.options = .none
            outbox.transmit(header, payload: RawSpan(), from: local.address, to: remote.address, options: options)
        case .synSent, .closing, .lastAck, .timeWait, .closed:
            break
        }
        end(.aborted, &outbox)
    }

    /// Our FIN has just left.
    mutating func finWasSent(at now: Instant, _ outbox: inout Outbox) {
        switch state {
        case .established: state = .finWait1
        case .closeWait: state = .lastAck
        case .synSent, .synReceived, .finWait1, .finWait2, .closing, .lastAck, .timeWait, .closed: break
        }
    }

    mutating func ownFinWasAcknowledged(at now: Instant, _ outbox: inout Outbox) {
        switch state {
        case .finWait1: state = .finWait2
        case .closing: beginTimeWait(at: now, &outbox)
        case .lastAck: end(.finished, &outbox)
        case .synSent, .synReceived, .established, .finWait2, .closeWait, .timeWait, .closed: break
        }
    }

    /// The neighbor's FIN is next in its stream.
    mutating func finishReceiving(at now: Instant, _ outbox: inout Outbox) {
        receiveNext = receiveNext + 1
        receiveEdge = SequenceNumber.later(receiveEdge, receiveNext)
        neighborHasFinished = true
        acknowledgeNow = true
        switch state {
        case .established: state = .closeWait
        case .finWait1: state = .closing
        case .finWait2: beginTimeWait(at: now, &outbox)
        case .synSent, .synReceived, .closeWait, .closing, .lastAck, .timeWait, .closed: break
        }
        finishReadingIfDone(at: now, &outbox)
    }

    /// When the owner has everything that the neighbor sent, this end closes too: nobody here uses half a connection.
    mutating func finishReadingIfDone(at now: Instant, _ outbox: inout Outbox) {
        guard neighborHasFinished, state == .closeWait, !finIsQueued, receiveQueue.isEmpty else { return }
        tellOwner(.finished, &outbox)
        finIsQueued = true
        lifeDeadline = now + outbox.configuration.closingTime
    }

    private mutating func beginTimeWait(at now: Instant, _ outbox: inout Outbox) {
        state = .timeWait
        retransmitDeadline = nil
        persistDeadline = nil
        lifeDeadline = now + outbox.configuration.timeWait
        tellOwner(.finished, &outbox)
    }
}

extension TCPConfiguration {
    /// Twice the longest life of a segment (RFC 9293 §3.6.1).
    var timeWait: Duration { maximumSegmentLifetime * 2 }
}
