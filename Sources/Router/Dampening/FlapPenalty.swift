public import NetworkTypes

/// What flapping costs, and how it is forgotten (RFC 2439 §4.2).
public struct DampeningParameters: Hashable, Sendable {
    /// In this time a penalty halves.
    public var halfLife: Duration
    /// Below this, what was suppressed is used again.
    public var reuse: Int
    /// Above this it is suppressed.
    public var suppress: Int
    /// Nothing stays suppressed for longer once it is quiet.
    public var maximumSuppress: Duration

    public init(halfLife: Duration, reuse: Int, suppress: Int, maximumSuppress: Duration) {
        self.halfLife = halfLife
        self.reuse = reuse
        self.suppress = suppress
        self.maximumSuppress = maximumSuppress
    }

    /// The penalty from which it takes the longest time to be used again; none grows beyond.
    var ceiling: Double { Double(reuse) / Self.remainder(after: maximumSuppress, halfLife: halfLife) }

    /// What is left of 1 after a time: 2 to the power of minus time by half-life.
    ///
    /// Bit by bit from square roots, which are the same on every machine.
    static func remainder(after time: Duration, halfLife: Duration) -> Double {
        guard time > .zero else { return 1 }
        let halves = Double(time.nanoseconds) / Double(max(1, halfLife.nanoseconds))
        guard halves < 1000 else { return 0 }
        var result = Double(sign: .plus, exponent: -Int(halves), significand: 1)
        var fraction = halves - halves.rounded(.towardZero)
        var factor = 0.5
        for _ in 0..<40 {
            factor = factor.squareRoot()
            fraction *= 2
            guard fraction >= 1 else { continue }
            fraction -= 1
            result *= factor
        }
        return result
    }
}

/// The penalty of one thing that flaps, and whether it is suppressed.
public struct FlapPenalty: Hashable, Sendable {
    /// Of a loss, and of a change that is none (RFC 7196 §3).
    public static let loss = 1000
    public static let change = 500

    private var value = 0.0
    private var since = Instant.zero
    public private(set) var isSuppressed = false
    /// When it is used again, if nothing more happens.
    public private(set) var reuseDue: Instant?

    public init() {}

    /// The penalty at an instant that is not earlier than the last flap.
    public func value(at now: Instant, _ parameters: DampeningParameters) -> Double {
        value * DampeningParameters.remainder(after: now - since, halfLife: parameters.halfLife)
    }

    /// Adds to the penalty; returns whether the thing is suppressed from now on.
    public mutating func flap(_ weight: Int, at now: Instant, _ parameters: DampeningParameters) -> Bool {
        value = min(value(at: now, parameters) + Double(weight), parameters.ceiling)
        since = now
        let begins = !isSuppressed && value > Double(parameters.suppress)
        if begins { isSuppressed = true }
        if isSuppressed { reuseDue = now + timeToReuse(parameters) }
        return begins
    }

    /// Returns whether the thing is used again from now on.
    public mutating func handleDeadline(at now: Instant) -> Bool {
        guard isSuppressed, let due = reuseDue, due <= now else { return false }
        isSuppressed = false
        reuseDue = nil
        return true
    }

    /// Whether the penalty is so small that it may be forgotten (RFC 2439 §4.8.6: half of the reuse threshold).
    func isForgettable(at now: Instant, _ parameters: DampeningParameters) -> Bool {
        !isSuppressed && value(at: now, parameters) < Double(parameters.reuse) / 2
    }

    /// How long the penalty takes to fall to the reuse threshold, to a microsecond.
    private func timeToReuse(_ parameters: DampeningParameters) -> Duration {
        var (low, high) = (Int64(0), parameters.maximumSuppress.nanoseconds / 1000 + 1)
        while low < high {
            let middle = low + (high - low) / 2
            let rest =
                value * DampeningParameters.remainder(after: .microseconds(middle), halfLife: parameters.halfLife)
            if rest > Double(parameters.reuse) { low = middle + 1 } else { high = middle }
        }
        return .microseconds(low)
    }
}
