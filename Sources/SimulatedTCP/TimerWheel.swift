import NetworkTypes

/// When timers of a Linux kernel fire, which is never early and the later, the longer they run: they are sorted into slots that are eight times
/// as wide for each eightfold of a wait of 63 ticks (kernel/time/timer.c).
struct TimerWheel: Sendable {
    private static let slots: Int64 = 63
    private static let levels: Int64 = 9

    private let tick: Int64

    /// A wheel whose ticks are that long; without length, timers fire when they should.
    init(tick: Duration) { self.tick = tick.nanoseconds }

    func deadline(after wait: Duration, at now: Instant) -> Instant {
        guard tick > 0, wait >= .zero else { return now + wait }
        let ticks = (wait.nanoseconds + tick - 1) / tick
        var shift: Int64 = 0
        while shift < 3 * (Self.levels - 1), ticks >= Self.slots << shift { shift += 3 }
        let slot = (now.nanoseconds / tick + ticks) >> shift + 1
        return Instant(nanoseconds: (slot << shift) * tick)
    }
}
