import BGPSession
import Forwarding
import NetworkTypes
import Packets
import Router
import SimulatedTCP
import VRRP

/// A router with what virtual time puts in the place of a kernel: TCP stacks and BFD sessions.
final class RouterNode {
    /// One neighbour's transport.
    struct Transport {
        var connections: [ConnectionID?] = [nil, nil]
        /// What the TCP stack had no room for yet.
        var backlog: [UInt8] = []

        subscript(slot: ConnectionSlot) -> ConnectionID? {
            get { connections[Int(slot.rawValue)] }
            set { connections[Int(slot.rawValue)] = newValue }
        }
    }

    struct ConnectionKey: Hashable {
        var domain: Int
        var id: ConnectionID
    }

    struct ConnectionOwner {
        var neighbor: Int
        var slot: ConnectionSlot
        /// Whether the handshake is over.
        var isOpen: Bool
    }

    // What a frame passes is not checked for overlapping accesses while the program runs, which would be a tenth of the work
    // on it: only the network that owns the node touches it, and it lends out different properties of it at a time.
    @exclusivity(unchecked) var router: Router
    /// One per routing domain.
    var stacks: [TCPStack]
    var transports: [Transport]
    var owners: [ConnectionKey: ConnectionOwner] = [:]
    var liveness: LivenessTable
    /// Its part in virtual routers, which begins when its sessions do.
    var firstHops: [FirstHop]
    var runsFirstHops = false
    /// Ports whose carrier is not believed at once, or may flap too much.
    var portWatches: [(port: UInt16, watch: PortWatch)] = []
    /// MD5 keys that steps gave neighbours in place of the configured ones; asked for by neighbour.
    var keys: [Int: [UInt8]] = [:]

    // Queues that are used again for every event.
    @exclusivity(unchecked) var output = RouterOutput()
    @exclusivity(unchecked) var tcpActions: [(domain: Int, action: TCPAction)] = []
    /// What TCP had to say to processes that hang.
    var stalledActions: [(domain: Int, action: TCPAction)] = []
    var stackActions: [TCPAction] = []
    var livenessOutput = LivenessOutput()
    @exclusivity(unchecked) var forwarding = ForwarderOutput()

    /// Without `simulatesTCP` the engine has the connections, and there are no stacks.
    init(
        _ configuration: RouterConfiguration,
        firstHops: [FirstHopPlan],
        generator: SeededGenerator,
        simulatesTCP: Bool,
        md5: MD5Function?
    ) {
        self.firstHops = firstHops.map(FirstHop.init)
        liveness = LivenessTable(neighbors: configuration.neighbors, generator: generator)
        router = Router(configuration: configuration, generator: generator.forked(for: "bgp"))
        let domains = simulatesTCP ? configuration.domains.indices : 0..<0
        stacks = domains.map { TCPStack(generator: generator.forked(for: "tcp/\($0)"), md5: md5) }
        transports = Array(repeating: Transport(), count: configuration.neighbors.count)
        guard simulatesTCP else { return }
        for neighbor in configuration.neighbors {
            let domain = neighbor.domain ?? 0
            stacks[domain].listen(on: neighbor.localAddress, port: BGPPort.number)
            stacks[domain].setOptions(for: neighbor.remoteAddress, Self.options(neighbor))
        }
    }

    /// TTL 1 for eBGP as routers send it by default would hide misrouted sessions as well as 255 does; 64 would not.
    static func options(_ neighbor: Neighbor) -> TCPConnectionOptions {
        let key = neighbor.sharedKey.map { Array($0.utf8) }
        return neighbor.isOnLink
            ? TCPConnectionOptions(md5Key: key, timeToLive: 1) : TCPConnectionOptions(md5Key: key)
    }

    /// When the earliest of all machines wants to be called; processes that hang want nothing.
    func nextDeadline(isStalled: Bool) -> Instant? {
        var earliest = (isStalled ? router.forwarder.nextDeadline : router.nextDeadline) ?? .distantFuture
        // By place: a stack is not copied for every event.
        for domain in stacks.indices {
            if let deadline = stacks[domain].nextDeadline { earliest = min(earliest, deadline) }
        }
        if let deadline = liveness.nextDeadline { earliest = min(earliest, deadline) }
        for place in firstHops.indices where !isStalled {
            if let deadline = firstHops[place].machine.nextDeadline { earliest = min(earliest, deadline) }
        }
        for entry in portWatches { earliest = min(earliest, entry.watch.nextDeadline ?? .distantFuture) }
        return earliest == .distantFuture ? nil : earliest
    }
}

/// Where BGP listens (RFC 4271 §8.2.1).
enum BGPPort {
    static let number: UInt16 = 179
}
