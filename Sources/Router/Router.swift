public import BGPSession
import BGPWire
public import Forwarding
public import NetworkTypes
public import RIB

/// A router as one value: BGP sessions, RIB, forwarder, and the rules that join them.
///
/// Events and the time go in, actions come out; the owner carries octets, time and frames. A call that leaves
/// work behind says so by ``hasWork``, and the owner calls ``work(_:at:into:)`` soon, in bounded pieces, so that nothing else starves.
public struct Router: ~Copyable {
    public let configuration: RouterConfiguration
    public var forwarder: Forwarder
    public internal(set) var rib: RIB
    var peers: [Peer] = []
    /// When each peer's session wants to be called: apart from the peers, which are too large to be gone through for every event.
    var sessionDeadlines: [Instant] = []
    /// Whether updates to any neighbour are held back for some time.
    let holdsUpdates: Bool
    /// Places of the RIB's and of the forwarder's domains, by place in the configuration.
    var ribDomains: [RIB::DomainIndex] = []
    var forwardingDomains: [Forwarding::DomainIndex] = []
    var interfaces: [InterfaceIndex] = []
    var interfaceIsUp: [Bool] = []
    var installer: RouteInstaller
    var resolver = NextHopResolver()
    /// When something is next due of neighbours that restart.
    var helperDeadline = Instant.distantFuture
    /// What is left to do since the control plane started anew; `nil` in the usual case.
    var restart: ControlPlaneRestart?
    var decisionGate: DecisionGate
    var fibQueue: FIBQueue
    var damper = RouteDamper()
    let isDampening: Bool
    /// Next hops are looked at again then, because of an event.
    var nextHopCheck: (due: Instant, since: Instant, cause: Int?)?
    /// The event that the work in hand is a consequence of.
    var workCause: Int?
    var sessionActions: [SessionAction] = []

    public init(configuration: RouterConfiguration, generator: SeededGenerator) {
        self.configuration = configuration
        let behavior = configuration.behavior
        forwarder = Forwarder(hashSeed: configuration.hashSeed, distribution: behavior.ecmp)
        forwarder.neighborAgeing = behavior.neighborAgeing
        decisionGate = DecisionGate(delay: behavior.decisionDelay)
        fibQueue = FIBQueue(delay: behavior.fibDelay, routesPerSecond: behavior.fibRate)
        let backbone = configuration.interfaces.first?.addresses.first?.address.v4
        rib = RIB(
            configuration: RIBConfiguration(
                localASN: configuration.asn,
                routerID: configuration.routerID,
                backboneAddress: backbone,
                hashSeed: configuration.hashSeed,
                honoursLongLivedStale: configuration.neighbors.contains {
                    $0.gracefulRestart?.longLivedStaleTime != nil
                }
            )
        )
        isDampening = configuration.neighbors.contains { $0.dampening != nil }
        holdsUpdates =
            behavior.firstUpdateDelay > .zero
            || configuration.neighbors.contains { $0.timers.advertisementInterval > .zero }
        installer = RouteInstaller(
            domainCount: configuration.domains.count,
            underlayEndpoint: backbone,
            hashSeed: configuration.hashSeed
        )
        for _ in configuration.domains { forwardingDomains.append(forwarder.addDomain()) }
        addDomains()
        addInterfaces()
        addPeers(generator)
        for route in configuration.routes { setRoute(route) }
        addOriginations()
    }

    /// Whether ``work(_:at:into:)`` has anything to do now.
    public var hasWork: Bool {
        let isDecisionHeld = rib.hasWork && decisionGate.isClosed
        if let restart { return !restart.holdsSelection && !isDecisionHeld }
        if rib.hasWork, !isDecisionHeld { return true }
        // By place, here and below: a peer is too large to be copied for every event.
        for neighbor in peers.indices
        where peers[neighbor].slot != nil && !peers[neighbor].isBlocked && peers[neighbor].heldUntil == nil {
            if rib.pendingExport(peers[neighbor].index) { return true }
        }
        return false
    }

    /// When ``handleDeadlines(at:into:)`` is wanted next.
    public var nextDeadline: Instant? {
        var earliest = forwarder.nextDeadline ?? .distantFuture
        earliest = min(earliest, sessionDeadline)
        if configuration.behavior.sessionStartDelay > .zero {
            for neighbor in peers.indices { earliest = min(earliest, peers[neighbor].startsAt ?? .distantFuture) }
        }
        if holdsUpdates {
            for neighbor in peers.indices { earliest = min(earliest, peers[neighbor].heldUntil ?? .distantFuture) }
        }
        earliest = min(earliest, decisionGate.deadline ?? .distantFuture)
        earliest = min(earliest, fibQueue.nextDeadline ?? .distantFuture)
        earliest = min(earliest, nextHopCheck?.due ?? .distantFuture)
        earliest = min(earliest, damper.nextDeadline ?? .distantFuture)
        return earliest == .distantFuture ? nil : earliest
    }

    /// The same of the control plane alone.
    private var sessionDeadline: Instant {
        var earliest = helperDeadline
        for deadline in sessionDeadlines { earliest = min(earliest, deadline) }
        if case .deferring(let until)? = restart?.stage { earliest = min(earliest, until) }
        return earliest
    }

    public func sessionState(neighbor: Int) -> BGPSession.State { peers[neighbor].session.state }

    public func peerIndex(neighbor: Int) -> PeerIndex { peers[neighbor].index }

    /// The RIB's domain for a place in the configuration.
    public func ribDomain(_ domain: Int) -> RIB::DomainIndex { ribDomains[domain] }
}
