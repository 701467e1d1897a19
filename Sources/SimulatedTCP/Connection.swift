import NetworkTypes
import Packets

/// One connection: the transmission control block of RFC 9293 §3.3.1.
///
/// Topics: ``Connection+Opening``, ``Connection+Receiving``, ``Connection+Acknowledgment``, ``Connection+Sending``,
/// ``Connection+Closing`` and ``Connection+Deadlines``, each in a file of its own.
struct Connection: Sendable {
    enum State: Sendable {
        case synSent, synReceived, established, finWait1, finWait2, closeWait, closing, lastAck, timeWait
        /// Nothing is left to do; the stack forgets the connection.
        case closed
    }

    let id: ConnectionID
    let local: Endpoint
    let remote: Endpoint
    var options: TCPConnectionOptions
    /// The neighbor began; the owner learns of the connection when it is open.
    let isPassive: Bool
    var state: State
    /// The owner was told of the end, or ended it: nothing more is delivered.
    var isReleased = false
    /// `closed` was said, or is not to be said, since the owner never heard of the connection.
    var ownerIsTold: Bool

    // Sending (RFC 9293 §3.3.1, SND.…).
    let initialSequence: SequenceNumber
    var unacknowledged: SequenceNumber
    var sendNext: SequenceNumber
    /// The end of everything ever sent; ahead of `sendNext` while a loss is repaired.
    var sendMaximum: SequenceNumber
    /// Bytes from `unacknowledged` on (from the one behind the SYN, while that is not acknowledged).
    var sendQueue = ByteQueue()
    var finIsQueued = false
    var finIsAcknowledged = false
    var sendWindow = 0
    var largestSendWindow = 0
    var windowSequence = SequenceNumber(0)
    var windowAcknowledgment = SequenceNumber(0)
    var segmentSize: Int
    var congestion: CongestionControl
    var ownerWaitsForSpace = false

    // Receiving (RCV.…).
    var receiveNext = SequenceNumber(0)
    /// The end of the window that was offered; it never moves back.
    var receiveEdge = SequenceNumber(0)
    var receiveQueue = ByteQueue()
    var reassembly = ReassemblyQueue()
    var isReadPaused = false
    /// Where the neighbor's stream ends, once a FIN told.
    var finSequence: SequenceNumber?
    var neighborHasFinished = false

    // Acknowledging.
    var segmentsToAcknowledge = 0
    var acknowledgeNow = false
    var challenges = ChallengeLimit()
    /// When data came last, and whether data was sent soon afterwards, as answers are.
    var lastArrival: Instant?
    var isConversing = false

    // Losses that show by time.
    var sent = SentSegments()
    var pending = Pending.timeout
    /// The end of everything sent when the tail was probed, until it is acknowledged.
    var probedUpTo: SequenceNumber?
    /// The end of everything sent when nothing was acknowledged in time, until it is.
    var lostUpTo: SequenceNumber?

    // Timers.
    var timeout: RetransmissionTimeout
    /// The segment whose round trip is being measured; never one that was sent twice (RFC 6298 §3).
    var timedSegment: (end: SequenceNumber, sentAt: Instant)?
    var lastTransmission: Instant
    /// When the oldest outstanding segment was first sent, or the last progress was made.
    var lastProgress: Instant
    var retransmitDeadline: Instant?
    var persistDeadline: Instant?
    var persistDoublings = 0
    /// The end of a byte that was sent into a closed window: it is not in flight, but may be acknowledged.
    var probeEnd: SequenceNumber?
    var acknowledgmentDeadline: Instant?
    /// The end of an opening, a closing or TIME-WAIT.
    var lifeDeadline: Instant?

    /// The segment size that this end offers.
    let offeredSegmentSize: UInt16

    init(
        id: ConnectionID,
        local: Endpoint,
        remote: Endpoint,
        options: TCPConnectionOptions,
        isPassive: Bool,
        initialSequence: SequenceNumber,
        configuration: TCPConfiguration,
        at now: Instant
    ) {
        self.id = id
        self.local = local
        self.remote = remote
        self.options = options
        self.isPassive = isPassive
        ownerIsTold = isPassive
        self.initialSequence = initialSequence
        state = isPassive ? .synReceived : .synSent
        unacknowledged = initialSequence
        sendNext = initialSequence
        sendMaximum = initialSequence
        let isIPv4 = local.address.family == .ipv4
        let usual = isIPv4 ? configuration.maximumSegmentSizeIPv4 : configuration.maximumSegmentSizeIPv6
        offeredSegmentSize = max(Self.smallestSegmentSize, options.maximumSegmentSize ?? usual)
        segmentSize = Int(Self.smallestSegmentSize)
        congestion = CongestionControl(configuration, segmentSize: segmentSize, initialSequence: initialSequence)
        timeout = RetransmissionTimeout(configuration)
        lastTransmission = now
        lastProgress = now
    }

    /// A smaller offer is raised to this, so that a neighbor cannot ask for a packet per byte.
    static let smallestSegmentSize: UInt16 = 88
    /// Sizes for neighbors that offer none (RFC 9293 §3.7.1).
    static let defaultSegmentSizeIPv4: UInt16 = 536
    static let defaultSegmentSizeIPv6: UInt16 = 1220

    var inFlight: Int { sendNext - unacknowledged }
    /// Sent, not acknowledged, and perhaps lost.
    var outstanding: Int { sendMaximum - unacknowledged }
    /// The place of the FIN behind the last byte, until it is acknowledged.
    var finPlace: SequenceNumber { unacknowledged + sendQueue.count }

    var retainedByteCount: Int { sendQueue.count + receiveQueue.count + reassembly.byteCount }

    /// Whether this end may still send new bytes.
    var acceptsBytes: Bool {
        switch state {
        case .synSent, .synReceived, .established, .closeWait: !finIsQueued && !isReleased
        case .finWait1, .finWait2, .closing, .lastAck, .timeWait, .closed: false
        }
    }

    /// Says the last word, once.
    mutating func tellOwner(_ reason: TCPCloseReason, _ outbox: inout Outbox) {
        isReleased = true
        guard !ownerIsTold else { return }
        ownerIsTold = true
        outbox.actions.append(.closed(id, reason: reason))
    }

    /// Forgets everything; an owner that knows of the connection is told why.
    mutating func end(_ reason: TCPCloseReason, _ outbox: inout Outbox) {
        tellOwner(reason, &outbox)
        state = .closed
        sendQueue = ByteQueue()
        receiveQueue = ByteQueue()
        reassembly = ReassemblyQueue()
        (retransmitDeadline, persistDeadline, acknowledgmentDeadline, lifeDeadline) = (nil, nil, nil, nil)
    }
}

/// At most ten acknowledgements a second in reply to segments that make no sense (RFC 5961 §7), so that two
/// confused ends cannot feed each other.
struct ChallengeLimit: Sendable {
    private var windowStart: Instant?
    private var count = 0

    mutating func allows(at now: Instant) -> Bool {
        if let windowStart, now - windowStart < .seconds(1) {
            count += 1
        } else {
            windowStart = now
            count = 1
        }
        return count <= 10
    }
}
