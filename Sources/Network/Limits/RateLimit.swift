import NetworkTypes

/// What a device forwards at most: so many bits and so many packets a second, and a short queue for what comes too soon.
///
/// Two token buckets that hold one packet each, since a gateway's rate is not burstable. Neither is refilled by a timer: each
/// knows until when it is empty. A packet costs two additions and no memory.
struct RateLimit: Sendable, BitwiseCopyable {
    /// Which of the two rates it is that a packet exceeds.
    enum Rate: Int, Sendable, BitwiseCopyable {
        case packets
        case bits
    }

    enum Admission: Equatable {
        case passes
        /// Its turn comes then.
        case waits(until: Instant)
        /// The queue is full.
        case overflows(Rate)
    }

    /// How long a packet takes, whatever its length; 0 is without limit.
    var packetNanoseconds: Int64
    /// 0 is without limit.
    var bitsPerSecond: UInt64
    /// How long a packet waits at most.
    let queueNanoseconds: Int64
    /// Of a million packets, how many find no room beside the volume that the device is full of.
    var crowdedOut: UInt32 = 0
    private var chance: UInt64
    private var packetsUntil = Instant(nanoseconds: .min)
    private var bitsUntil = Instant(nanoseconds: .min)
    /// What was admitted so far.
    private(set) var packets: UInt64 = 0
    private(set) var bytes: UInt64 = 0

    /// - Parameter chance: seed of what decides on packets beside a volume.
    init(packetNanoseconds: Int64, bitsPerSecond: UInt64, queueNanoseconds: Int64, chance: UInt64 = 0) {
        self.chance = chance
        self.packetNanoseconds = packetNanoseconds
        self.bitsPerSecond = bitsPerSecond
        self.queueNanoseconds = queueNanoseconds
    }

    /// Takes a packet of so many octets, or says which rate it exceeds by more than the queue holds.
    mutating func admit(byteCount: Int, at now: Instant) -> Admission {
        if crowdedOut != 0 {
            var draw = SeededGenerator(seed: chance)
            chance = draw.next()
            if draw.below(1_000_000) < UInt64(crowdedOut) { return .overflows(.bits) }
        }
        let turn = max(now, packetsUntil, bitsUntil)
        guard turn.nanoseconds &- now.nanoseconds <= queueNanoseconds else {
            return .overflows(packetsUntil >= bitsUntil ? .packets : .bits)
        }
        packetsUntil = turn.advanced(byNanoseconds: packetNanoseconds)
        bitsUntil = turn.advanced(byNanoseconds: bitNanoseconds(byteCount))
        packets &+= 1
        bytes &+= UInt64(byteCount)
        return turn == now ? .passes : .waits(until: turn)
    }

    private func bitNanoseconds(_ byteCount: Int) -> Int64 {
        bitsPerSecond == 0 ? 0 : Int64(clamping: UInt64(byteCount) * 8 * 1_000_000_000 / bitsPerSecond)
    }
}
