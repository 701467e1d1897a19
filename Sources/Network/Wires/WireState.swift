import NetworkTypes

/// A wire at work: flat, since it is looked at for every frame, with a state of its own for each direction.
///
/// A wire has carrier while nothing holds it down; `epoch` changes whenever carrier is lost, so that frames which were
/// on their way then are recognised as lost when they would have arrived.
struct WireState: Sendable, BitwiseCopyable {
    /// What one direction does to frames.
    struct Direction: Sendable, BitwiseCopyable {
        /// How many faults swallow everything silently at present.
        var blackholes: Int16 = 0
        /// Until when the sender is busy with earlier frames.
        var busyUntil = Instant(nanoseconds: .min)
        var frames: UInt64 = 0
        var bytes: UInt64 = 0
        var lostFrames: UInt64 = 0
        var impairment = Impairment()
        /// Whether a rate limit holds the sender to less than it may send in short.
        var isClamped = false
        /// Bits per second, with all that limits it; 0 is without limit.
        fileprivate(set) var bandwidth: UInt64 = 0
        /// Whether `impairment` does anything.
        var isImpaired = false
        /// When the frame that entered last arrives: none may overtake it.
        var lastArrival = Instant(nanoseconds: .min)

        /// Of a million frames, how many find no room beside the volume that fills the wire.
        fileprivate(set) var crowdedOut: UInt32 = 0

        /// Whether everything that enters is lost.
        @inline(__always) var isSilent: Bool { blackholes != 0 || impairment.lossPerMillion >= 1_000_000 }
    }

    /// What happens to a frame that has entered.
    enum Fate: Sendable {
        case arrives
        /// Everything is lost that goes this way.
        case isSwallowed
        /// A degraded wire lost this one.
        case isLost
    }

    let a: Wire.End
    let b: Wire.End
    let latencyNanoseconds: Int64
    /// Bits per second; 0 is without limit.
    private(set) var bandwidth: UInt64
    private(set) var clampedBandwidth: UInt64
    let mtu: UInt16
    /// How many reasons hold the carrier down at present: cuts, dead ends, link-loss forwarding.
    private(set) var holds = 0
    private(set) var epoch: UInt32 = 0
    /// Seed of what is drawn for the next frame of a degraded wire.
    private var chance: UInt64
    private var directions = InlineArray<2, Direction>(repeating: Direction())
    // The next two are asked for every frame, for which the directions are not copied to look into one of them.
    /// Whether one of the directions loses frames beside the volume that fills it.
    private(set) var crowdsOut = false
    /// Whether one of the directions loses frames that are too long.
    private(set) var limitsLength = false
    /// The journal event that last changed what this wire does to frames.
    var lastCause: Int?
    /// When the carrier was lost last, which takes what was under way with it.
    var cutAt: Instant?
    /// The event, most often a step, that last broke or mended it: what led to `lastCause`, before anybody noticed.
    var lastFault: Int?

    /// What becomes of a frame that wants to enter.
    enum Entry {
        /// It enters now and arrives then, unless it is lost on the way.
        case enters(arrival: Instant, Fate)
        /// The sender is busy until then.
        case waits(until: Instant)
        /// There is no room to wait in.
        case overflows
    }

    /// How long a frame may wait for a busy sender before it is dropped.
    static let queueLimitNanoseconds: Int64 = 50_000_000

    /// - Parameter chance: seed of what decides on the frames of a degraded wire.
    init(_ wire: Wire, chance: UInt64) {
        self.chance = chance
        a = wire.a
        b = wire.b
        latencyNanoseconds = wire.latencyNanoseconds
        bandwidth = wire.bandwidth
        clampedBandwidth = wire.clampedBandwidth
        mtu = wire.mtu
        for index in directions.indices { directions[index].bandwidth = bandwidth }
        guard mtu != 0 else { return }
        for side in [WireSide.a, .b] { setImpairment(Impairment([], wireMTU: mtu), towards: side) }
    }

    @inline(__always) var hasCarrier: Bool { holds == 0 }

    @inline(__always) func end(_ side: WireSide) -> Wire.End { side == .a ? a : b }

    @inline(__always) subscript(towards side: WireSide) -> Direction {
        get { directions[Int(side.rawValue)] }
        set { directions[Int(side.rawValue)] = newValue }
    }

    /// Adds a reason for having no carrier; true if the wire had carrier until now.
    mutating func hold() -> Bool {
        holds += 1
        guard holds == 1 else { return false }
        epoch &+= 1
        for index in directions.indices { directions[index].busyUntil = Instant(nanoseconds: .min) }
        return true
    }

    /// Takes one reason away; true if the wire has carrier from now on.
    mutating func release() -> Bool {
        precondition(holds > 0, "a wire is released as often as it was held")
        holds -= 1
        return holds == 0
    }

    /// Takes a frame if the sender is free, or has it wait.
    @inline(__always)
    mutating func take(byteCount: Int, towards side: WireSide, at now: Instant) -> Entry {
        let time = transmissionNanoseconds(byteCount: byteCount, towards: side)
        let busyUntil = directions[Int(side.rawValue)].busyUntil
        guard busyUntil > now else {
            if time > 0 { directions[Int(side.rawValue)].busyUntil = now.advanced(byNanoseconds: time) }
            return enter(byteCount, time, towards: side, at: now)
        }
        guard busyUntil.nanoseconds &- now.nanoseconds <= Self.queueLimitNanoseconds else {
            directions[Int(side.rawValue)].lostFrames &+= 1
            return .overflows
        }
        directions[Int(side.rawValue)].busyUntil = busyUntil.advanced(byNanoseconds: time)
        return .waits(until: busyUntil)
    }

    /// Whether the next frame is one of those that find no room.
    mutating func drawsCrowdedOut(towards side: WireSide) -> Bool {
        var draw = SeededGenerator(seed: chance)
        chance = draw.next()
        guard draw.below(1_000_000) < UInt64(directions[Int(side.rawValue)].crowdedOut) else { return false }
        directions[Int(side.rawValue)].lostFrames &+= 1
        return true
    }

    /// How many of a million frames find no room.
    mutating func setCrowdedOut(_ share: UInt32, towards side: WireSide) {
        directions[Int(side.rawValue)].crowdedOut = share
        crowdsOut = self[towards: .a].crowdedOut != 0 || self[towards: .b].crowdedOut != 0
    }

    /// Takes a frame whose turn has come.
    mutating func takeWaiting(byteCount: Int, towards side: WireSide, at now: Instant) -> Entry {
        enter(byteCount, transmissionNanoseconds(byteCount: byteCount, towards: side), towards: side, at: now)
    }

    @inline(__always)
    private mutating func enter(_ byteCount: Int, _ time: Int64, towards side: WireSide, at now: Instant) -> Entry {
        let place = Int(side.rawValue)
        directions[place].frames &+= 1
        directions[place].bytes &+= UInt64(byteCount)
        let isSwallowed = directions[place].blackholes != 0
        if isSwallowed { directions[place].lostFrames &+= 1 }
        let arrival = now.advanced(byNanoseconds: latencyNanoseconds &+ time)
        guard directions[place].isImpaired else {
            return .enters(arrival: arrival, isSwallowed ? .isSwallowed : .arrives)
        }
        return impaired(arrival, isSwallowed, at: place)
    }

    /// The same on a degraded wire.
    private mutating func impaired(_ arrival: Instant, _ isSwallowed: Bool, at place: Int) -> Entry {
        let impairment = directions[place].impairment
        var draw = SeededGenerator(seed: chance)
        chance = draw.next()
        let isLost = draw.below(1_000_000) < UInt64(impairment.lossPerMillion)
        let jitter = Int64(clamping: draw.below(UInt64(clamping: impairment.jitterNanoseconds) &+ 1))
        let delayed = arrival.advanced(byNanoseconds: impairment.latencyNanoseconds &+ jitter)
        if isSwallowed { return .enters(arrival: delayed, .isSwallowed) }
        if isLost {
            directions[place].lostFrames &+= 1
            return .enters(arrival: delayed, directions[place].isSilent ? .isSwallowed : .isLost)
        }
        directions[place].lastArrival = Swift.max(directions[place].lastArrival, delayed)
        return .enters(arrival: directions[place].lastArrival, .arrives)
    }

    /// Degrades one direction, or mends it.
    mutating func setImpairment(_ impairment: Impairment, towards side: WireSide) {
        directions[Int(side.rawValue)].impairment = impairment
        directions[Int(side.rawValue)].isImpaired = impairment != Impairment()
        limitsLength = self[towards: .a].impairment.mtu != 0 || self[towards: .b].impairment.mtu != 0
        directions[Int(side.rawValue)].lastArrival = Instant(nanoseconds: .min)
        settleBandwidth(towards: side)
    }

    /// Clamps a direction to the rate limit, or lets it go.
    mutating func setClamped(_ isClamped: Bool, towards side: WireSide) {
        directions[Int(side.rawValue)].isClamped = isClamped
        settleBandwidth(towards: side)
    }

    /// Gives both directions another bandwidth, in bits per second; what waits goes on waiting.
    mutating func setBandwidth(_ bandwidth: UInt64, clampedTo clamped: UInt64 = 0) {
        self.bandwidth = bandwidth
        clampedBandwidth = clamped
        for side in [WireSide.a, .b] { settleBandwidth(towards: side) }
    }

    private mutating func settleBandwidth(towards side: WireSide) {
        let direction = directions[Int(side.rawValue)]
        let own = direction.isClamped && clampedBandwidth > 0 ? clampedBandwidth : bandwidth
        let limit = direction.impairment.bandwidth
        directions[Int(side.rawValue)].bandwidth = limit == 0 ? own : own == 0 ? limit : Swift.min(own, limit)
    }

    /// Nanoseconds that a frame is under way at least, once it has left the sender.
    func latencyNanoseconds(towards side: WireSide) -> Int64 {
        latencyNanoseconds &+ directions[Int(side.rawValue)].impairment.latencyNanoseconds
    }

    /// Nanoseconds that a frame of `byteCount` octets occupies the sender.
    @inline(__always) func transmissionNanoseconds(byteCount: Int, towards side: WireSide) -> Int64 {
        let rate = directions[Int(side.rawValue)].bandwidth
        return rate == 0 ? 0 : Int64(clamping: UInt64(byteCount) * 8 * 1_000_000_000 / rate)
    }
}
