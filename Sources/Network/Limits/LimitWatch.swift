import NetworkTypes

/// A limit that something in the network enforces, and what it has cost so far.
///
/// While packets are dropped there is an episode: the journal says when it begins, and when a second has passed without.
struct LimitWatch: Sendable {
    /// The device or wire that drops.
    let place: String
    /// How it is said of a dropped packet, such as `at its packet rate`.
    let reason: String
    /// Of a wire: twice its number, and one more for the direction towards its end b.
    var lane: Int?
    private(set) var droppedPackets: UInt64 = 0
    private(set) var droppedBytes: UInt64 = 0
    /// The event that began the episode under way.
    private(set) var episode: Int?
    private(set) var lastDrop = Instant(nanoseconds: .min)
    private var droppedBefore: UInt64 = 0

    /// How long nothing must be dropped for an episode to be over.
    static let calm = Duration.seconds(1)

    init(place: String, reason: String) {
        self.place = place
        self.reason = reason
    }

    mutating func drop(byteCount: Int, at now: Instant) {
        droppedPackets &+= 1
        droppedBytes &+= UInt64(byteCount)
        lastDrop = now
    }

    /// Begins an episode with the packet that was dropped last.
    mutating func begin(_ event: Int) {
        episode = event
        droppedBefore = droppedPackets &- 1
    }

    /// Ends the episode under way; how many packets it cost.
    mutating func end() -> UInt64 {
        episode = nil
        return droppedPackets &- droppedBefore
    }
}
