import BGPSession
import BGPWire
import NetworkTypes
import RIB

/// The receiving speaker of RFC 4724 §4.2: what the router does while a neighbour restarts.
extension Router {
    /// The session ended in a way that a restart explains: the neighbour's routes stay.
    ///
    /// - Returns: the id of what was logged of it.
    mutating func beginHelping(
        _ neighbor: Int,
        _ agreement: RestartAgreement,
        at now: Instant,
        cause: Int?,
        into output: inout RouterOutput
    ) -> Int? {
        let families = agreement.families
        rib.peerDown(peers[neighbor].index, retaining: families)
        guard rib.retainsRoutes(of: peers[neighbor].index) else { return cause }
        let until = now + agreement.restartTime
        let id = output.log(
            .restartAwaited(neighbor: neighbor, count: routeCount(neighbor, families), until: until),
            because: cause
        )
        peers[neighbor].helper = RestartHelper(
            stage: .awaitingSession,
            deadlines: families.families.map { (family: $0, at: until) },
            cause: id
        )
        noteHelpers()
        return id
    }

    /// The session is back: families that the neighbour could not go on forwarding for are not kept.
    mutating func neighborCameBack(
        _ neighbor: Int,
        _ agreement: RestartAgreement?,
        at now: Instant,
        cause: Int?,
        into output: inout RouterOutput
    ) -> RouteFamilySet {
        guard let helper = peers[neighbor].helper, helper.stage != .awaitingRoutes else { return [] }
        let kept = helper.families.intersection(agreement?.preservedFamilies ?? [])
        let staleTime = configuration.neighbors[neighbor].gracefulRestart?.staleTime ?? .zero
        if kept != helper.families {
            let lost = helper.families.subtracting(kept)
            output.log(
                .restartEnded(neighbor: neighbor, .forwardingLost, count: routeCount(neighbor, lost)),
                because: cause
            )
        }
        peers[neighbor].helper =
            kept.isEmpty
            ? nil
            : RestartHelper(
                stage: .awaitingRoutes,
                deadlines: kept.families.map { (family: $0, at: now + staleTime) },
                cause: cause
            )
        noteHelpers()
        return kept
    }

    /// The neighbour has sent all of a family's routes (RFC 4724 §2).
    mutating func receivedEndOfRIB(
        _ family: RouteFamily,
        from neighbor: Int,
        cause: Int?,
        into output: inout RouterOutput
    ) {
        peers[neighbor].endsOfRIB.insert(family)
        rib.removeStale(peers[neighbor].index, family)
        guard peers[neighbor].helper?.stage == .awaitingRoutes else { return }
        peers[neighbor].helper?.deadlines.removeAll { $0.family == family }
        guard peers[neighbor].helper?.deadlines.isEmpty == true else { return }
        peers[neighbor].helper = nil
        noteHelpers()
        workCause = output.log(.restartEnded(neighbor: neighbor, .completed, count: 0), because: cause)
    }

    /// What is due of the routes of neighbours that restart.
    mutating func runHelpers(at now: Instant, into output: inout RouterOutput) {
        guard helperDeadline <= now else { return }
        for neighbor in peers.indices {
            guard let helper = peers[neighbor].helper else { continue }
            for (family, deadline) in helper.deadlines where deadline <= now {
                helperExpired(neighbor, family, helper, at: now, into: &output)
            }
        }
        noteHelpers()
    }

    private mutating func helperExpired(
        _ neighbor: Int,
        _ family: RouteFamily,
        _ helper: RestartHelper,
        at now: Instant,
        into output: inout RouterOutput
    ) {
        let index = peers[neighbor].index
        peers[neighbor].helper?.deadlines.removeAll { $0.family == family }
        let count = rib.acceptedCount(of: index, family)
        let outcome: RestartOutcome
        switch helper.stage {
        case .awaitingSession:
            if let time = peers[neighbor].agreement?.longLivedTimes[family], time > .zero {
                outcome = .longLived
                peers[neighbor].helper?.stage = .longLived
                peers[neighbor].helper?.deadlines.append((family: family, at: now + time))
                rib.makeLongLived(index, family)
            } else {
                outcome = .restartTimeExpired
                rib.endRetention(index, RouteFamilySet(family))
            }
        case .longLived:
            // Of several families one may have been long stale from the start, and the others be so from now on.
            outcome = .longLivedTimeExpired
            rib.endRetention(index, RouteFamilySet(family))
        case .awaitingRoutes:
            outcome = .staleTimeExpired
            rib.removeStale(index, family)
        }
        let id = output.log(.restartEnded(neighbor: neighbor, outcome, count: count), because: helper.cause)
        workCause = id
        if peers[neighbor].helper?.deadlines.isEmpty == true {
            peers[neighbor].helper = nil
            // Until the neighbour is back, nobody needs to know whether it forwards.
            if helper.stage != .awaitingRoutes, configuration.neighbors[neighbor].bfd != nil {
                output.actions.append(.stopBFD(neighbor: neighbor))
            }
        } else {
            peers[neighbor].helper?.cause = id
        }
    }

    /// The routes of a neighbour that restarts go at once.
    mutating func endHelping(
        _ neighbor: Int,
        _ outcome: RestartOutcome,
        cause: Int?,
        into output: inout RouterOutput
    ) {
        guard let helper = peers[neighbor].helper, helper.stage != .awaitingRoutes else { return }
        let families = helper.families
        workCause = output.log(
            .restartEnded(neighbor: neighbor, outcome, count: routeCount(neighbor, families)),
            because: cause
        )
        peers[neighbor].helper = nil
        noteHelpers()
        rib.endRetention(peers[neighbor].index, families)
        if configuration.neighbors[neighbor].bfd != nil { output.actions.append(.stopBFD(neighbor: neighbor)) }
    }

    /// Whether the neighbour's silence may be a restart, of which its BFD, too, would fall silent.
    func mayRestart(_ neighbor: Int) -> Bool {
        configuration.neighbors[neighbor].gracefulRestart != nil
            && peers[neighbor].agreement.map { !$0.families.isEmpty } == true
    }

    private func routeCount(_ neighbor: Int, _ families: RouteFamilySet) -> Int {
        families.families.reduce(0) { $0 + rib.acceptedCount(of: peers[neighbor].index, $1) }
    }

    /// Keeps the earliest deadline at hand: peers are too large to be gone through for every event.
    mutating func noteHelpers() {
        helperDeadline = .distantFuture
        for neighbor in peers.indices {
            if let deadline = peers[neighbor].helper?.nextDeadline { helperDeadline = min(helperDeadline, deadline) }
        }
    }
}
