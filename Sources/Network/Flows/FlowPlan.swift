public import NetworkTypes
public import Topology

/// One direction of a flow: packets from one machine to another over a number of 5-tuples.
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
    /// The client's port of the first 5-tuple; the others follow.
    public var firstPort: UInt16
    /// The server's port.
    public var serverPort: UInt16
    /// Number of 5-tuples, which take turns.
    public var count: Int
    /// Time between two probes, messages or requests of the whole flow.
    public var interval: Duration
    /// First probe after time zero.
    public var start: Duration
    /// Octets of a whole IP packet; over TCP, of a message.
    public var packetByteCount: Int
    public var application = Topology.Flow.Application.udp
    /// Whether the packets answer those of the other direction, so that the server's port is their source.
    public var isAnswer = false
    /// Whether something is sent every `interval` without having been asked for.
    public var isSpontaneous = true
    /// How long a TCP connection, or a request's first try, waits.
    public var timeout = Duration.zero
    /// How often a request is repeated.
    public var retries = 0
    /// Bits per second that take the ways of the 5-tuples without being packets.
    public var load: UInt64 = 0

    public var path: String { "flow/\(name)" }

    /// Whether its packets answer probes: in the way of both directions are devices that let only answers pass.
    var answersProbes: Bool { isAnswer && application == .udp }

    /// When the n-th probe of a 5-tuple leaves, counted from time zero.
    public func sendOffset(tuple: Int, sequence: UInt32) -> Duration {
        .nanoseconds(
            start.nanoseconds
                &+ (Int64(sequence) &* Int64(count) &+ Int64(tuple)) &* interval.nanoseconds
        )
    }

    public func ports(ofTuple tuple: Int) -> (source: UInt16, destination: UInt16) {
        let client = firstPort &+ UInt16(truncatingIfNeeded: tuple)
        return isAnswer ? (serverPort, client) : (client, serverPort)
    }
}
