/// NewReno (RFC 5681, RFC 6582), in bytes, with a bounded window.
struct CongestionControl: Sendable {
    /// What an acknowledgement asks the sender to do besides sending what the window allows.
    enum Verdict: Sendable { case none, retransmitHead }

    /// Twice what a neighbor without window scaling can offer.
    private static let maximumWindow = 131_072

    private(set) var window: Int
    private var slowStartThreshold = Self.maximumWindow
    private var duplicates = 0
    /// While recovering: the end of what had been sent when the loss was noticed.
    private var recoveryPoint: SequenceNumber?
    /// Acknowledgements up to here may repeat because of a loss that was dealt with already (RFC 6582 §3.2).
    private var dealtWith: SequenceNumber
    private let segmentSize: Int
    /// How often an acknowledgement is repeated before a loss is believed.
    private let duplicateLimit: Int

    /// Ten segments to begin with (RFC 6928).
    private var initialWindow: Int { min(10 * segmentSize, max(2 * segmentSize, 14_600)) }

    init(_ configuration: TCPConfiguration, segmentSize: Int, initialSequence: SequenceNumber) {
        self.segmentSize = segmentSize
        duplicateLimit = configuration.findsLossesByTime ? 1 : 3
        dealtWith = initialSequence
        window = 0
        window = initialWindow
    }

    var isRecovering: Bool { recoveryPoint != nil }

    /// New data was acknowledged up to `acknowledgment`; `inFlight` is what remains.
    mutating func acknowledged(_ bytes: Int, upTo acknowledgment: SequenceNumber, inFlight: Int) -> Verdict {
        duplicates = 0
        if let recoveryPoint {
            guard acknowledgment >= recoveryPoint else {
                // A partial acknowledgement shows the next hole.
                window = max(segmentSize, window - bytes + (bytes >= segmentSize ? segmentSize : 0))
                return .retransmitHead
            }
            self.recoveryPoint = nil
            window = min(slowStartThreshold, max(inFlight, segmentSize) + segmentSize)
            return .none
        }
        if window < slowStartThreshold {
            window += min(bytes, 2 * segmentSize)
        } else {
            window += max(1, segmentSize * segmentSize / window)
        }
        window = min(window, Self.maximumWindow)
        return .none
    }

    /// The last acknowledgement was repeated while `inFlight` bytes are out, the last of them before `sent`.
    mutating func duplicated(
        _ acknowledgment: SequenceNumber,
        inFlight: Int,
        sent: SequenceNumber
    ) -> Verdict {
        duplicates += 1
        if recoveryPoint != nil {
            window = min(window + segmentSize, Self.maximumWindow)
            return .none
        }
        guard duplicates == duplicateLimit, acknowledgment >= dealtWith else { return .none }
        slowStartThreshold = max(inFlight / 2, 2 * segmentSize)
        window = slowStartThreshold + duplicateLimit * segmentSize
        recoveryPoint = sent
        dealtWith = sent
        return .retransmitHead
    }

    /// Nothing was acknowledged in time: start again with one segment.
    mutating func timedOut(inFlight: Int, sent: SequenceNumber, isFirst: Bool) {
        if isFirst { slowStartThreshold = max(inFlight / 2, 2 * segmentSize) }
        window = segmentSize
        duplicates = 0
        recoveryPoint = nil
        dealtWith = sent
    }

    /// After a pause the window says nothing about the path any more (RFC 5681 §4.1).
    mutating func resumedAfterIdle() { window = min(window, initialWindow) }
}
