/// Why a frame went no further.
public enum DropReason: UInt8, Hashable, Sendable, CaseIterable, BitwiseCopyable {
    /// Not readable as what it claims to be, a wrong header checksum included.
    case malformed
    /// No interface for that port and those tags.
    case noInterface
    case interfaceDown
    /// The destination MAC address is another one's.
    case notForUs
    /// An EtherType that is not routed.
    case unsupported
    /// A VXLAN frame for no interface of this router.
    case unknownTunnel
    /// VXLAN within VXLAN, more often than anybody does.
    case tunnelDepth
    case ttlExpired
    case noRoute
    /// The route says so.
    case discardRoute
    /// Every member of the route's group is dead.
    case noLiveNextHop
    /// Too long for the next wire.
    case packetTooBig
    /// Link-local or multicast beyond its link, a broadcast, or a source that nobody has.
    case scope
    /// Nothing is known of the next hop: in a trace, or on an interface that does not ask.
    case unresolvedNeighbor
    /// The next hop was asked for and did not answer.
    case neighborFailed
    /// Too many packets wait for that neighbour, or too many neighbours are being asked for.
    case neighborQueueFull
    /// No room for a frame, or no headroom in it.
    case outOfMemory
    /// The router passes nothing on, whatever its tables say: a fault of its forwarding hardware.
    case forwardingFault
    /// ARP, ND or an echo request in a trace, where nobody answers.
    case control
    /// Its source is not to be reached by the way that it came, or not at all (RFC 3704).
    case reversePath

    /// The name in journals and statistics.
    public var name: String { Self.names[Int(rawValue)] }

    /// Asked for at every lost frame, so not made anew each time.
    private static let names = allCases.map { String(describing: $0) }
}
