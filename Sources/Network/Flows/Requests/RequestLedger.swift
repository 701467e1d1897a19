import NetworkTypes

/// The requests of a flow that wait for their answers, and what became of the others.
struct RequestLedger {
    struct Pending {
        var tuple: Int
        var firstSent: Instant
        /// How often it has been sent so far.
        var tries: Int
    }

    /// What happened to a request that did not get its answer at once.
    enum Fate: String {
        case delayed, failed
    }

    /// By the number of the request; looked up only, never gone through in the order of the table.
    private var pending: [UInt32: Pending] = [:]
    private(set) var count: UInt32 = 0
    private(set) var answered = 0
    /// Answered, but not to their first try.
    private(set) var delayed = 0
    private(set) var failed = 0
    /// Tries beyond the first of each.
    private(set) var repeated = 0
    private(set) var longestWait = Duration.zero

    var waiting: Int { pending.count }

    /// The number of a new request.
    mutating func begin(tuple: Int, at now: Instant) -> UInt32 {
        let number = count
        count &+= 1
        pending[number] = Pending(tuple: tuple, firstSent: now, tries: 1)
        return number
    }

    /// Whose answer has not come within the time of its last try: to be repeated, or given up (`nil`).
    mutating func expire(_ number: UInt32, retries: Int) -> (request: Pending, isRepeated: Bool)? {
        guard var request = pending[number] else { return nil }
        guard request.tries <= retries else {
            pending[number] = nil
            failed += 1
            return (request, false)
        }
        request.tries += 1
        repeated += 1
        pending[number] = request
        return (request, true)
    }

    /// An answer came; the request, unless it was answered or given up before.
    mutating func answer(_ number: UInt32, at now: Instant) -> Pending? {
        guard let request = pending.removeValue(forKey: number) else { return nil }
        answered += 1
        if request.tries > 1 { delayed += 1 }
        longestWait = max(longestWait, now - request.firstSent)
        return request
    }
}
