public import NetworkTypes

/// One direction of a flow: numbered, time-stamped UDP probes from one machine to another over a number of 5-tuples.
public struct FlowPlan: Hashable, Sendable {
    public enum Direction: String, Hashable, Sendable {
        case forward
        case reverse
    }

    /// Name in the topology file.
    public var name: String
    public var direction: Direction
    public var source: NodeIndex
    public var destination: NodeIndex
    /// Routing domain of the source that the packets start in.
    public var sourceDomain: UInt16
    public var sourceAddress: IPAddress
    public var destinationAddress: IPAddress
    /// Source port of the first 5-tuple; the others follow.
    public var firstSourcePort: UInt16
    public var destinationPort: UInt16
    /// Number of 5-tuples, which take turns.
    public var count: Int
    /// Time between two probes of the whole flow.
    public var interval: Duration
    /// First probe after time zero.
    public var start: Duration
    /// Octets of a whole IP packet.
    public var packetByteCount: Int

    public var path: String { "flow/\(name)" }

    /// When the n-th probe of a 5-tuple leaves, counted from time zero.
    public func sendOffset(tuple: Int, sequence: UInt32) -> Duration {
        .nanoseconds(
            start.nanoseconds
                &+ (Int64(sequence) &* Int64(count) &+ Int64(tuple)) &* interval.nanoseconds
        )
    }
}
