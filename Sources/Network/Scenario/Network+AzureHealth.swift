import NetworkTypes
import Topology

/// What Azure would tell whoever operates a resource: Resource Health of gateways and circuits, Service Health of what Microsoft has broken.
///
/// That there is such a word for gateways is documented (REL); which one a circuit gets is unconfirmed.
extension Network {
    // MARK: Resource Health

    /// Says what Resource Health would show of a gateway, if that is something new.
    mutating func reportHealth(of gateway: Int, at now: Instant, cause: Int?) {
        let state = gateways[gateway]
        let deployed = state.isDeployed.indices.filter { state.isDeployed[$0] }
        let healthy = deployed.count { state.health[$0].isHealthy }
        let status = status(healthy, of: deployed.count)
        guard status != state.reportedHealth || status == "Degraded" else { return }
        gateways[gateway].reportedHealth = status
        let text = "\(status): \(healthy) of \(deployed.count) instances answer their health probes"
        tell(.resourceHealth, status, state.plan.path, text, at: now, cause: cause)
    }

    /// A session with a customer has changed at its MSEE: the circuit's health may be another one.
    mutating func reportHealth(ofCircuitWith session: Int, at now: Instant, cause: Int?) {
        guard timeZero != nil,
            let attachment = topology.attachments.indices.first(where: { attachment in
                blueprint.places.sessions(attachment: attachment, .private).contains(session)
            })
        else { return }
        let circuit = topology.attachments[attachment].circuit
        let links = topology.attachments.indices.filter { topology.attachments[$0].circuit == circuit }
        let up = links.count { link in
            blueprint.places.sessions(attachment: link, .private).allSatisfy { sessions[$0].isUp }
        }
        let status = status(up, of: links.count)
        guard status != circuitHealth[circuit] else { return }
        circuitHealth[circuit] = status
        let text = "\(status): \(up) of \(links.count) connections have their BGP sessions"
        tell(.resourceHealth, status, topology.path(of: .circuit(circuit)).description, text, at: now, cause: cause)
    }

    private func status(_ good: Int, of all: Int) -> String {
        good == all ? "Available" : good == 0 ? "Unavailable" : "Degraded"
    }

    // MARK: Service Health

    /// Tells of a failure of Microsoft's own to every resource that it concerns, or that it is over.
    mutating func announceIssue(
        _ step: Topology.Step,
        _ targets: [Topology.Target],
        isOver: Bool,
        at now: Instant,
        cause: Int
    ) {
        guard step.verb.isFailure else { return }
        for target in targets {
            let what = topology.path(of: target).description
            for resource in resources(at: target) {
                let text = isOver ? "Resolved: \(what) is back" : "Service issue at \(what)"
                tell(.serviceHealth, isOver ? "Resolved" : "Service issue", resource, text, at: now, cause: cause)
            }
        }
    }

    /// Paths of the circuits and gateways that something of Microsoft's serves; none for what is the customer's or a provider's.
    private func resources(at target: Topology.Target) -> [String] {
        switch target {
        case .msee(let index):
            return topology.msees[index].circuits.map { path(ofCircuit: $0.circuit) }
        case .peeringLocation(let index), .backbone(.peeringLocation(let index)):
            return topology.circuits.indices.filter { topology.circuits[$0].peeringLocations.contains(index) }
                .map { path(ofCircuit: $0) }
        case .region(let region), .backbone(.region(let region)):
            return topology.regions[region].gateways.map { blueprint.gateways[$0].path }
        case .zone(let region, let zone):
            return topology.regions[region].gateways.filter { gateway in
                topology.gateways[gateway].instances.contains { $0.zone == zone }
            }.map { blueprint.gateways[$0].path }
        default: return []
        }
    }

    private func path(ofCircuit index: Int) -> String { topology.path(of: .circuit(index)).description }

    // MARK: The journal

    enum HealthService: String { case resourceHealth = "Resource Health", serviceHealth = "Service Health" }

    mutating func tell(
        _ service: HealthService,
        _ status: String,
        _ resource: String,
        _ text: String,
        at now: Instant,
        cause: Int?
    ) {
        journal.record(
            .azureHealth,
            resource,
            at: now,
            causedBy: cause,
            [
                JournalEvent.Field("service", .string(service.rawValue)),
                JournalEvent.Field("status", .string(status)),
                JournalEvent.Field("text", .string(text)),
            ]
        )
    }
}

extension Topology.Verb {
    /// Whether something breaks, rather than being worked on.
    fileprivate var isFailure: Bool {
        switch self {
        case .fail, .cut, .blackhole: true
        default: false
        }
    }
}
