import NetworkTypes
import Router
import Topology

/// FastPath: what MSEEs are programmed with so that packets from on-premises skip the gateway.
///
/// The gateway still exchanges the routes; a bypass follows its sessions and goes with the last of them.
extension Network {
    /// A session between an MSEE and a gateway may make a bypass possible, or take the last reason for one away.
    mutating func sessionChanged(_ session: Int, at now: Instant, cause: Int?) {
        for place in bypasses.indices where bypasses[place].plan.sessions.contains(session) {
            let hasSession = bypasses[place].plan.sessions.contains { sessions[$0].isUp }
            if hasSession, !bypasses[place].isProgrammed {
                orderBypass(place, at: now, cause: cause)
            } else if !hasSession, bypasses[place].isProgrammed {
                withdrawBypass(place, at: now, cause: cause)
            }
        }
    }

    private mutating func orderBypass(_ place: Int, at now: Instant, cause: Int?) {
        guard !bypasses[place].isPending else { return }
        bypasses[place].isPending = true
        bypasses[place].cause = cause
        pendingPrograms += 1
        agenda.schedule(.programFastPath(UInt32(place)), at: now + topology.timing.fastPathProgramming)
    }

    /// Programs as many addresses as the circuit's limit has room for; for the others packets use the gateway.
    mutating func programBypass(_ place: Int, at now: Instant) {
        pendingPrograms -= 1
        bypasses[place].isPending = false
        let plan = bypasses[place].plan
        let node = nodes[plan.msee.index]
        guard plan.sessions.contains(where: { sessions[$0].isUp }), let router = node.router else {
            return offerRoom(sharedWith: plan, at: now, cause: bypasses[place].cause)
        }
        bypasses[place].isProgrammed = true
        let before = bypasses[place].programmedCount
        let limit = topology.circuits[plan.circuit].fastPathLimit
        let room = limit - taken(besides: place)
        let count = max(before, min(plan.routes.count, room))
        for route in plan.routes[before..<count] {
            router.router.setRoute(
                RouterConfiguration.Route(
                    domain: plan.domain,
                    prefix: IPPrefix(host: route.address),
                    nextHops: route.nextHop.map { [.neighbor(interface: route.interface, $0)] } ?? []
                )
            )
        }
        bypasses[place].programmedCount = count
        let cause = bypasses[place].cause
        recordBypass(place, .fastPathProgrammed, count: count - before, at: now, cause: cause)
        guard count < plan.routes.count else { return }
        journal.record(
            .fastPathLimited,
            node.path,
            at: now,
            causedBy: cause,
            [
                JournalEvent.Field("connection", .string(plan.path)),
                JournalEvent.Field("count", .integer(plan.routes.count - count)),
                JournalEvent.Field("limit", .integer(limit)),
            ]
        )
    }

    private mutating func withdrawBypass(_ place: Int, at now: Instant, cause: Int?) {
        let plan = bypasses[place].plan
        let count = bypasses[place].programmedCount
        bypasses[place].isProgrammed = false
        bypasses[place].programmedCount = 0
        guard let router = nodes[plan.msee.index].router else { return }
        for route in plan.routes[..<count] {
            router.router.removeRoute(IPPrefix(host: route.address), domain: plan.domain)
        }
        recordBypass(place, .fastPathWithdrawn, count: count, at: now, cause: cause)
        offerRoom(sharedWith: plan, at: now, cause: cause)
    }

    /// Addresses that count against the limit of a bypass and are others'.
    ///
    /// Of bypasses that come up together those written first get their share first, whichever session was the quicker one.
    private func taken(besides place: Int) -> Int {
        bypasses.indices.reduce(0) { sum, other in
            guard other != place, sharesLimit(bypasses[other].plan, bypasses[place].plan) else { return sum }
            let isAhead = other < place && bypasses[other].isPending
            return sum + (isAhead ? bypasses[other].plan.routes.count : bypasses[other].programmedCount)
        }
    }

    /// There may be room for what others could not have.
    private mutating func offerRoom(sharedWith plan: Blueprint.Bypass, at now: Instant, cause: Int?) {
        for other in bypasses.indices where bypasses[other].isProgrammed && sharesLimit(bypasses[other].plan, plan) {
            guard bypasses[other].programmedCount < bypasses[other].plan.routes.count else { continue }
            orderBypass(other, at: now, cause: cause)
        }
    }

    private mutating func recordBypass(
        _ place: Int,
        _ kind: JournalEvent.Kind,
        count: Int,
        at now: Instant,
        cause: Int?
    ) {
        let plan = bypasses[place].plan
        let node = nodes[plan.msee.index]
        let id = journal.record(
            kind,
            node.path,
            at: now,
            causedBy: cause,
            [
                JournalEvent.Field("connection", .string(plan.path)),
                JournalEvent.Field("count", .integer(count)),
            ]
        )
        node.lastForwardingCause = id
        lastActivity = now
        pathsChanged(at: now, because: id)
    }

    /// Whether two bypasses at one MSEE count against one limit: as those of one circuit, or of one port pair, do (FP).
    private func sharesLimit(_ first: Blueprint.Bypass, _ second: Blueprint.Bypass) -> Bool {
        guard first.msee == second.msee else { return false }
        let port = topology.circuits[first.circuit].port
        return first.circuit == second.circuit || port != nil && port == topology.circuits[second.circuit].port
    }

    /// An MSEE has started anew and knows no bypass any more.
    mutating func forgetBypasses(at msee: NodeIndex) {
        for place in bypasses.indices where bypasses[place].plan.msee == msee {
            bypasses[place].isProgrammed = false
            bypasses[place].programmedCount = 0
        }
    }
}
