import BGPSession
import BGPWire
import Forwarding
public import NetworkTypes
import RIB

/// The restarting speaker of RFC 4724 §4.1: a control plane that goes and comes while the forwarder works on.
extension Router {
    /// Whether any neighbour is asked to go on using this router while its control plane restarts.
    public var preservesForwarding: Bool {
        configuration.neighbors.contains { $0.gracefulRestart?.preservesForwarding == true }
    }

    /// Whether the control plane is there.
    public var isRunning: Bool {
        if case .stopped? = restart?.stage { false } else { true }
    }

    /// The routing process is gone: its sessions and all that it knew.
    ///
    /// What it told the forwarder stays there if
    /// ``preservesForwarding``, else goes.
    ///
    /// Nothing can be said to neighbours; the owner closes the connections as the system does for a process that ended. Static
    /// routes and interfaces stay. ``start(at:cause:into:)`` starts it anew.
    public mutating func stopControlPlane(_ generator: SeededGenerator) {
        let former = peers
        restart = ControlPlaneRestart(
            preservesForwarding: preservesForwarding,
            leftovers: preservesForwarding ? learnedRoutes() : []
        )
        if !preservesForwarding {
            for (domain, prefix) in learnedRoutes() { forwarder.removeRoute(prefix, in: forwardingDomains[domain]) }
        }
        for group in fibQueue.removeAll() + installer.takeGroups() { forwarder.release(group) }
        decisionGate.close()
        damper = RouteDamper()
        nextHopCheck = nil
        rib = RIB(configuration: rib.configuration)
        resolver = NextHopResolver()
        workCause = nil
        sessionActions.removeAll()
        ribDomains.removeAll()
        peers.removeAll()
        addDomains()
        addPeers(generator)
        for neighbor in peers.indices {
            // What the configuration says, and what the forwarder was told of the neighbour, outlives the process.
            peers[neighbor].isShutDown = former[neighbor].isShutDown
            peers[neighbor].isAlive = former[neighbor].isAlive
        }
        addOriginations()
        noteHelpers()
    }

    /// What the forwarder has from BGP.
    private func learnedRoutes() -> [(domain: Int, prefix: IPPrefix)] {
        var routes: [(domain: Int, prefix: IPPrefix)] = []
        for domain in forwardingDomains.indices {
            forwarder.forEachRoute(in: forwardingDomains[domain]) { prefix, group in
                guard !installer.hasStaticRoute(prefix, domain: domain),
                    !forwarder.members(of: group).contains(where: { $0.nextHop.isConnected })
                else { return }
                routes.append((domain: domain, prefix: prefix))
            }
        }
        return routes
    }

    /// The control plane starts, for the first time or anew.
    mutating func beginRestart(at now: Instant, cause: Int?, into output: inout RouterOutput) {
        guard let restart, case .stopped = restart.stage else { return }
        var longest = Duration.zero
        for (place, neighbor) in configuration.neighbors.enumerated() {
            guard let parameters = neighbor.gracefulRestart else { continue }
            longest = max(longest, parameters.selectionDeferral)
            peers[place].session.isRestarting = true
            peers[place].session.preservesForwarding = restart.preservesForwarding && parameters.preservesForwarding
        }
        guard longest > .zero else {
            self.restart?.stage = .choosing
            return
        }
        self.restart?.stage = .deferring(until: now + longest)
        output.log(.selectionDeferred(until: now + longest, count: restart.leftovers.count), because: cause)
    }

    /// Looks whether routes may be chosen now: all neighbours have sent theirs, or cannot be waited for (RFC 4724 §4.1).
    mutating func endDeferral(at now: Instant, cause: Int?, into output: inout RouterOutput) {
        guard case .deferring(let until)? = restart?.stage else { return }
        let missing = configuration.neighbors.indices.filter { isWaitedFor($0) }
        let isBegun = configuration.behavior.waitsForAbsent || peers.contains { !$0.endsOfRIB.isEmpty }
        guard missing.isEmpty && isBegun || until <= now else { return }
        restart?.stage = .choosing
        decisionGate.hasStarted(at: now)
        for neighbor in peers.indices { peers[neighbor].session.isRestarting = false }
        workCause = output.log(.selectionBegan(waitedInVainFor: missing), because: cause)
    }

    private func isWaitedFor(_ neighbor: Int) -> Bool {
        let plan = configuration.neighbors[neighbor]
        guard plan.gracefulRestart != nil, !peers[neighbor].isShutDown else { return false }
        if let interface = plan.interface, !interfaceIsUp[interface] { return false }
        guard let negotiated = peers[neighbor].session.negotiated else {
            return configuration.behavior.waitsForAbsent
        }
        // One that restarts itself, or never says when it is done, is not waited for.
        guard let agreement = negotiated.restart, !agreement.isRestarting else { return false }
        return !peers[neighbor].endsOfRIB.isSuperset(of: negotiated.families)
    }

    /// Once everything was chosen, takes what was not out of the forwarder, in pieces.
    mutating func sweepLeftovers(_ count: Int, into output: inout RouterOutput) {
        switch restart?.stage {
        case .choosing where !rib.hasWork: restart?.stage = .sweeping
        case .sweeping: break
        default: return
        }
        var left = count
        while left > 0, let (domain, prefix) = restart?.leftovers.popLast() {
            left -= 1
            guard !rib.isInstalled(prefix, in: ribDomains[domain]) else { continue }
            forwarder.removeRoute(prefix, in: forwardingDomains[domain])
            restart?.removedCount += 1
        }
        guard restart?.leftovers.isEmpty == true else { return }
        let removed = restart?.removedCount ?? 0
        restart = nil
        if removed > 0 { output.log(.leftoversRemoved(count: removed), because: workCause) }
    }
}

extension Forwarding::NextHop {
    /// Whether an interface brought it, not a route.
    fileprivate var isConnected: Bool {
        switch self {
        case .local, .attached: true
        case .neighbor, .tunnel, .discard: false
        }
    }
}
