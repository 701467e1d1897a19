/// How long what was learned of a neighbour by ARP is believed.
public struct NeighborAgeing: Hashable, Sendable, BitwiseCopyable {
    /// From the last time that the neighbour was heard of by ARP.
    public var timeout: Duration
    /// The neighbour is then asked whether it is still there, and used meanwhile; else it is forgotten, and asked for by the next packet.
    public var refreshes: Bool

    public init(timeout: Duration, refreshes: Bool) {
        self.timeout = timeout
        self.refreshes = refreshes
    }
}
