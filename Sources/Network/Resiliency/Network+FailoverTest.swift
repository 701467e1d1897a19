import NetworkTypes
import Router
import Topology

/// Site failover tests: a gateway leaves the circuits of a location, and what it still knows is written down (RV).
extension Network {
    /// Prefixes of a list that a journal event names.
    private static let listedPrefixes = 200

    /// A gateway's sessions with the MSEEs of a location; those of other gateways, and the customer's, go on.
    func departures(of gateway: Int, from target: Topology.Target) -> [FaultLedger.Effect] {
        guard case .peeringLocation(let location) = target else { return [] }
        return topology.connections(ofGateway: gateway, at: [location])
            .flatMap { blueprint.places.connectionSessions[$0] }
            .map { .shutdown(session: $0, by: .a) }
    }

    /// What comes before: the MSEEs tell customers and other gateways no longer of the gateway's networks, and still carry what is under way.
    func withdrawals(of gateway: Int, from target: Topology.Target) -> [FaultLedger.Effect] {
        guard case .peeringLocation(let location) = target else { return [] }
        let prefixes = topology.networks(ofGateway: gateway).flatMap { topology.virtualNetworks[$0].addressSpace }
        return topology.connections(ofGateway: gateway, at: [location]).flatMap { connection -> [FaultLedger.Effect] in
            let circuit = topology.connections[connection].circuit
            let customers = topology.attachments.indices.filter { topology.attachments[$0].circuit == circuit }
                .flatMap { blueprint.places.sessions(attachment: $0, .private) }
            let others = topology.circuits[circuit].connections.filter { $0 != connection }
                .flatMap { blueprint.places.connectionSessions[$0] }
            return (customers + others).map { FaultLedger.Effect.withhold(session: $0, prefixes) }
        }
    }

    mutating func settleWithheld(of session: Int, at now: Instant, cause: Int) {
        let end = blueprint.sessions[session].b
        let node = nodes[end.node.index]
        guard let router = node.router else { return }
        router.router.setWithheld(faults.withheld(session: session), neighbor: end.neighbor, cause: cause)
        pump(node, router, at: now)
    }

    /// Notes what a gateway knows as a test of it begins.
    mutating func failoverTestBegins(_ step: Topology.Step, gateway: Int, at now: Instant, cause: Int) {
        let locations = step.targets.compactMap { if case .peeringLocation(let index) = $0 { index } else { nil } }
        let connections = topology.connections(ofGateway: gateway, at: locations)
        var redundant: [IPPrefix] = []
        var nonRedundant: [IPPrefix] = []
        for set in routeSets(ofGateway: gateway) {
            if set.connections.allSatisfy(connections.contains) {
                nonRedundant += set.prefixes
            } else {
                redundant += set.prefixes
            }
        }
        let test = FailoverTest(
            step: step.number,
            gateway: gateway,
            locations: locations,
            connections: connections,
            startedAt: now,
            redundant: redundant.sorted(),
            nonRedundant: nonRedundant.sorted()
        )
        failoverTests.append(test)
        journal.record(
            .failoverTestStarted,
            blueprint.gateways[gateway].path,
            at: now,
            causedBy: cause,
            fields(of: test) + list("redundant", test.redundant) + list("nonRedundant", test.nonRedundant)
        )
    }

    /// Notes what a gateway has lost as a test of it ends, before it returns to the circuits.
    mutating func failoverTestEnds(_ step: Topology.Step, at now: Instant, cause: Int) {
        guard let place = failoverTests.firstIndex(where: { $0.step == step.number && $0.end == nil }) else { return }
        let test = failoverTests[place]
        let left = Set(
            routeSets(ofGateway: test.gateway)
                .filter { !$0.connections.allSatisfy(test.connections.contains) }
                .flatMap(\.prefixes)
        )
        let lost = (test.redundant + test.nonRedundant).filter { !left.contains($0) }.sorted()
        let end = FailoverTest.End(at: now, lost: lost)
        failoverTests[place].end = end
        journal.record(
            .failoverTestStopped,
            blueprint.gateways[test.gateway].path,
            at: now,
            causedBy: cause,
            fields(of: test) + [
                JournalEvent.Field("outcome", .string(end.isSuccess ? "success" : "failure")),
                JournalEvent.Field("elapsedSeconds", .duration(now - test.startedAt)),
            ] + list("lost", lost)
        )
    }

    private func fields(of test: FailoverTest) -> [JournalEvent.Field] {
        [
            JournalEvent.Field("step", .integer(test.step)),
            JournalEvent.Field(
                "locations",
                .list(test.locations.map { .string(topology.peeringLocations[$0].name) })
            ),
            JournalEvent.Field(
                "connections",
                .list(test.connections.map { .string(topology.path(of: .connection($0)).description) })
            ),
        ]
    }

    private func list(_ name: String, _ prefixes: [IPPrefix]) -> [JournalEvent.Field] {
        [
            JournalEvent.Field(name, .integer(prefixes.count)),
            JournalEvent.Field(
                name + "Prefixes",
                .list(prefixes.prefix(Self.listedPrefixes).map { .string($0.description) })
            ),
        ]
    }
}
