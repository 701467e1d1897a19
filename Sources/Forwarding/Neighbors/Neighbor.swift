public import NetworkTypes
import Packets

/// What is known of a neighbour on an interface.
struct Neighbor: BitwiseCopyable, Sendable {
    enum State: UInt8, BitwiseCopyable, Sendable {
        /// The place in the table is unused.
        case free
        /// Asked for; packets wait.
        case incomplete
        /// Learnt by ARP or ND. It stays until the interface goes down, another address is heard, or it is too old.
        case reachable
        /// Set by the owner.
        case programmed
    }

    /// Packets that wait for one neighbour at most.
    static var pendingLimit: Int { 3 }
    /// Requests before the neighbour counts as failed, one second apart.
    static var requestLimit: UInt8 { 3 }

    var address: IPAddress
    var interface: InterfaceIndex
    var state: State
    var requestsSent: UInt8 = 0
    var pendingCount: UInt8 = 0
    /// Set by the owner while packets waited: they leave, and it counts as programmed, at the deadline.
    var isProgrammedLate = false
    var pending = InlineArray<3, FrameHandle>(repeating: .none)
    var mac = MACAddress(rawValue: 0)
    /// The endpoint behind which a neighbour in an overlay is.
    var remote = IPv4Address.any
    /// When to ask again, while incomplete; when to doubt it, if learnt.
    var deadline = Instant.distantFuture

    /// Whether it was learnt and is not believed for ever.
    var isAgeing: Bool { state == .reachable && deadline != .distantFuture }

    @inline(__always) var isUsable: Bool { state == .reachable || state == .programmed }
}

/// One line of a neighbour table.
public struct NeighborEntry: Hashable, Sendable, BitwiseCopyable {
    public var interface: InterfaceIndex
    public var address: IPAddress
    /// `nil` while it is being asked for.
    public var mac: MACAddress?
    /// The far tunnel endpoint, of neighbours in an overlay.
    public var remote: IPv4Address?
    /// Whether the owner set it.
    public var isProgrammed: Bool
}
