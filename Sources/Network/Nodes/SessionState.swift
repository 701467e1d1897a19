import NetworkTypes

/// What the network knows of a BGP session beyond what its two ends know: enough to join their journals.
struct SessionState {
    /// One end's side of the story.
    struct End {
        var isUp = false
        /// Since when it is up; `nil` while it is down.
        private var upSince: Instant?
        /// How long it was up before that.
        private var upNanoseconds: UInt64 = 0
        /// Batches of UPDATE messages that this end sent: number of the last message of each, and its event.
        var sent: [(number: Int, event: Int)] = []
        var lastDown: Int?
        var lastUp: Int?
        var lastBFDDown: Int?
    }

    var a = End()
    var b = End()

    var isUp: Bool { a.isUp && b.isUp }

    subscript(side: WireSide) -> End {
        get { side == .a ? a : b }
        set { if side == .a { a = newValue } else { b = newValue } }
    }
}

extension SessionState.End {
    mutating func setUp(_ isUp: Bool, at now: Instant) {
        upNanoseconds = upNanoseconds(until: now)
        upSince = isUp ? now : nil
        self.isUp = isUp
    }

    /// How long it has been up in all.
    func upNanoseconds(until now: Instant) -> UInt64 {
        upNanoseconds &+ (upSince.map { UInt64(clamping: (now - $0).nanoseconds) } ?? 0)
    }

    /// The event of the batch that contained the message with a number.
    ///
    /// O(batches).
    func event(sending number: Int) -> Int? { sent.first { $0.number >= number }?.event }
}
