import NetworkTypes

/// What one direction of a TCP flow has got across, by 5-tuple: messages of equal length behind one another.
struct StreamMeter {
    /// Nothing shorter than this is called a stall: a lost segment alone costs more.
    static let threshold = Duration.milliseconds(100)

    struct Tuple {
        /// Number of the first message on the present connection.
        var first: UInt32 = 0
        /// Octets that have arrived over it.
        var bytes = 0
        /// What the sender's buffer has had no room for yet.
        var backlog: [UInt8] = []
        /// Number of the message that has waited longest, lost ones among them.
        var oldest: UInt32 = 0
        var lastArrival = Instant(nanoseconds: .min)
    }

    var tuples: [Tuple]
    private(set) var longestStall = Duration.zero

    init(tuples count: Int) { tuples = Array(repeating: Tuple(), count: count) }

    /// A connection begins with a message.
    mutating func begin(tuple: Int, with sequence: UInt32) {
        tuples[tuple].first = sequence
        tuples[tuple].bytes = 0
        tuples[tuple].backlog = []
    }

    /// Takes octets that arrived; the numbers of the messages that they complete.
    mutating func arrive(_ count: Int, tuple: Int, messageByteCount: Int) -> Range<UInt32> {
        let before = tuples[tuple].bytes / messageByteCount
        tuples[tuple].bytes += count
        let after = tuples[tuple].bytes / messageByteCount
        return tuples[tuple].first &+ UInt32(clamping: before)..<tuples[tuple].first &+ UInt32(clamping: after)
    }

    /// Since when a 5-tuple's receiver has waited for something that was written; `nil` if nothing is missing.
    ///
    /// - Parameters:
    ///   - written: number of the next message to be written.
    ///   - sent: when a message was written.
    func waiting(tuple: Int, written: UInt32, sent: (UInt32) -> Instant) -> Instant? {
        guard tuples[tuple].oldest < written else { return nil }
        return max(tuples[tuple].lastArrival, sent(tuples[tuple].oldest))
    }

    /// Messages up to one of this number have arrived after a wait.
    mutating func note(arrivalUpTo sequence: UInt32, tuple: Int, waited: Duration, at now: Instant) {
        tuples[tuple].oldest = sequence
        tuples[tuple].lastArrival = now
        longestStall = max(longestStall, waited)
    }

    /// A wait that the end of the run cut short.
    mutating func note(openStall waited: Duration) { longestStall = max(longestStall, waited) }
}
