import NetworkTypes

/// How long to wait for an acknowledgement (RFC 6298).
struct RetransmissionTimeout: Sendable {
    private let leastVariation: Duration
    private let minimum: Duration
    private let maximum: Duration
    private let wheel: TimerWheel
    private(set) var smoothed: Duration?
    private var variation = Duration.zero
    private var base: Duration
    private var doublings = 0

    init(_ configuration: TCPConfiguration) {
        leastVariation = configuration.leastVariation
        minimum = configuration.minimumRetransmissionTimeout
        maximum = configuration.maximumRetransmissionTimeout
        base = configuration.initialRetransmissionTimeout
        wheel = TimerWheel(tick: configuration.timerTick)
    }

    /// When a timer fires that is set now, for the current time-out or for another wait.
    func deadline(after wait: Duration? = nil, at now: Instant) -> Instant {
        wheel.deadline(after: wait ?? value, at: now)
    }

    /// The current time-out, doubled for each expiry since the last progress.
    var value: Duration {
        var value = base
        for _ in 0..<doublings where value < maximum { value = value * 2 }
        return min(value, maximum)
    }

    /// Takes the time that a segment sent once took to be acknowledged (RFC 6298 §2, and Karn's rule in §3).
    mutating func sample(_ roundTrip: Duration) {
        if let smoothed {
            let error = roundTrip > smoothed ? roundTrip - smoothed : smoothed - roundTrip
            variation = (variation * 3 + error) / 4
            self.smoothed = (smoothed * 7 + roundTrip) / 8
        } else {
            smoothed = roundTrip
            variation = roundTrip / 2
        }
        let estimate = (smoothed ?? roundTrip) + max(leastVariation, variation * 4)
        base = min(max(estimate, minimum), maximum)
    }

    /// Whether nothing was acknowledged since the last expiry.
    var isBackingOff: Bool { doublings > 0 }

    mutating func expired() { doublings = min(doublings + 1, 16) }

    mutating func progressed() { doublings = 0 }

    /// The first segment was lost, so nothing is known of the path yet: begin anew with three seconds (RFC 6298
    /// §5.7).
    mutating func openedAfterLoss() {
        doublings = 0
        if smoothed == nil { base = max(base, min(maximum, .seconds(3))) }
    }
}
