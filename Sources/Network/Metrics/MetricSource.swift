import Topology

/// Where the value of a series comes from.
enum MetricSource: Hashable, Sendable {
    /// The counters of an interface, by its place in the router's configuration.
    struct Counter: Hashable, Sendable {
        var node: NodeIndex
        var interface: Int
        var isInbound: Bool
    }

    /// Whether the MSEE knows the customer's link-layer address, and would find it over these wires if it asked now.
    case arpAvailability(Counter, wires: [Int], customer: NodeIndex)
    /// Share of the interval in which the sessions were up at the MSEE and the MSEE had the core.
    case bgpAvailability(sessions: [Int], msee: NodeIndex)
    case bits(Counter)
    /// Bits of what a circuit's connection carries at that time.
    case utilization(Counter, circuit: Int)
    /// Bits that wires had no room for.
    case overflow(wires: [Int], towards: WireSide)
    /// Addresses for which FastPath is programmed, at the MSEE that has the most.
    case fastPathRoutes(bypasses: [Int])
    /// Whether a cable carries light, as far as anything emulates that: carrier.
    case lineProtocol(wire: Int)
    case adminState
    /// From the circuit through the gateway.
    case connectionIn(gateway: Int, connection: Int)
    case connectionOut([Counter])
    case instanceBits(Counter)
    case instancePackets(Counter)
    /// Share of the packet rate that an instance may forward at present.
    case instanceLoad(Counter)
    /// 5-tuples from on-premises whose packets go through an instance.
    case activeFlows(instance: NodeIndex)
    /// Those that came since the last sample, per second.
    case flowCreation(instance: NodeIndex)
    case routes(instance: NodeIndex, neighbor: Int, areAdvertised: Bool)
    case routeChanges(gateway: Int, instance: Int)
    case machines([NodeIndex])
}
