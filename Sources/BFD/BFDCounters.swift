/// What a session has sent, taken in and thrown away.
public struct BFDCounters: Hashable, Sendable {
    public internal(set) var sent: UInt64 = 0
    public internal(set) var received: UInt64 = 0
    /// Packets for another discriminator, malformed ones, and those before the session was enabled.
    public internal(set) var discarded: UInt64 = 0

    public init() {}
}
