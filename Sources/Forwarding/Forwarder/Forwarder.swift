public import NetworkTypes
import Packets

/// The data plane of a router, a switch of the underlay, or a host: frames in, frames out.
///
/// It owns interfaces, a routing domain's routes of both families, groups of next hops, and neighbours. Nothing in it reads a
/// clock or allocates per packet. What decides about a frame (``arrive(_:on:pool:)``, ``route(_:pool:)``) changes nothing but
/// the frame; ``receive(_:on:at:pool:into:)`` adds counters, ARP, ND and ICMP, and ``trace(_:on:pool:into:)`` adds nothing, so
/// that both take the same way.
///
/// Indexes that this forwarder did not give out are the caller's mistake and trap; whatever comes in a frame never does.
public struct Forwarder: ~Copyable, Sendable {
    let hashSeed: UInt64
    var tables = RouteTables()
    var groups: NextHopGroups
    /// The group of ``NextHop/local``.
    let localGroup: GroupIndex
    /// Routes that interfaces install, and routes of the owner that they cover; never iterated.
    var connected: [ScopedPrefix: ConnectedRoute] = [:]
    var overshadowed: [ScopedPrefix: GroupIndex] = [:]

    var interfaces: ContiguousArray<Interface> = []
    var addresses: ContiguousArray<[InterfaceAddress]> = []
    var counters: ContiguousArray<InterfaceCounters> = []
    var isPortDown: ContiguousArray<Bool> = []
    /// Ethernet interfaces by port and tags, overlays by identifier and MAC address, tunnels by identifier.
    var ethernetTable = IndexTable()
    var endpointTable = IndexTable()

    /// The virtual routers that this router is master of.
    var virtualRouters: [VirtualRouterAddresses] = []
    var neighbors = NeighborTable()
    /// Of what is learned by ARP from now on; `nil` believes it until its interface goes down.
    public var neighborAgeing: NeighborAgeing?
    /// Whether packets of others pass; `false` is a fault of the forwarding hardware, of which nobody is told.
    public var passesOthers = true
    /// A domain whose addresses a kernel has, which answers echo requests as well.
    public var kernelDomain: DomainIndex?
    var errorLimit = TokenBucket(perSecond: 1000, burst: 50)
    var dropCounts = ContiguousArray<UInt64>(repeating: 0, count: DropReason.allCases.count)

    /// A forwarder without domains or interfaces.
    ///
    /// `hashSeed` decides which flow takes which member of a group; routers in a row should have different ones.
    public init(hashSeed: UInt64, distribution: FlowDistribution = .resilient) {
        self.hashSeed = hashSeed
        groups = NextHopGroups(seed: hashSeed, distribution: distribution)
        localGroup = groups.intern([WeightedNextHop(.local)]) { _ in true }
    }

    /// When ``handleDeadline(at:pool:into:)`` wants to be called; `nil` while no neighbour is asked for or has an age.
    public var nextDeadline: Instant? { neighbors.nextDeadline }

    /// A new, empty routing domain.
    public mutating func addDomain() -> DomainIndex { tables.addDomain() }

    public var domainCount: Int { tables.domainCount }

    /// Frames dropped for that reason since the start.
    public func dropCount(_ reason: DropReason) -> UInt64 { dropCounts[Int(reason.rawValue)] }

    /// Bytes of memory that the routes take.
    public var routeMemoryByteCount: Int { tables.byteCount }
}
