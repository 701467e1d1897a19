import NetworkTypes

extension TopologyBuilder {
    /// The gateway that a site failover test takes from its targets, once all that Azure demands of a test holds (RV).
    mutating func failoverTest(_ step: StepDocument, _ targets: [Topology.Target]) -> Int {
        guard let written = step.gateway else {
            missing(step.verb?.place, "'failoverTest' needs a gateway", notes: ["for example gateway: ergw"])
            return 0
        }
        guard let gateway = index(of: written, in: topology.gateways.map(\.name), "gateway") else { return 0 }
        let places = step.targets?.value.map(\.place) ?? []
        var locations: [Int] = []
        for (place, target) in zip(places, targets) {
            guard case .peeringLocation(let location) = target else { continue }
            locations.append(location)
            guard checkSite(location, of: gateway, at: place) else { return gateway }
        }
        checkSites(of: gateway, leaving: locations, at: written.place)
        let (at, length) = (step.at?.value ?? .zero, step.restoresAfter?.value)
        checkOtherTests(of: gateway, at, length, written.place)
        checkMaintenance(of: gateway, at, length, written.place)
        return gateway
    }

    private mutating func checkSites(of gateway: Int, leaving locations: [Int], at place: Place) {
        let name = topology.gateways[gateway].name
        let sites = topology.sites(ofGateway: gateway)
        if sites.count < 2 {
            missing(
                place,
                "gateway '\(name)' is linked to circuits of \(sites.count) site\(sites.count == 1 ? "" : "s"), "
                    + "but a site failover test needs two distinct ones"
            )
        } else if sites.allSatisfy(locations.contains) {
            error(place, "the test would leave gateway '\(name)' no site")
        }
    }

    /// One test at a time.
    private mutating func checkOtherTests(of gateway: Int, _ at: Duration, _ length: Duration?, _ place: Place) {
        for other in topology.scenario.steps {
            guard case .failoverTest(gateway) = other.verb, other.overlaps(from: at, for: length, topology) else {
                continue
            }
            error(
                place,
                "step \(other.number) is a site failover test of this gateway, still under way then",
                notes: ["a test without 'for' goes on until `restore`"]
            )
        }
    }

    private mutating func checkMaintenance(of gateway: Int, _ at: Duration, _ length: Duration?, _ place: Place) {
        let circuits = topology.gateways[gateway].connections.map { topology.connections[$0].circuit }
        for other in topology.scenario.steps {
            guard case .drain = other.verb, other.overlaps(from: at, for: length, topology) else { continue }
            for case .msee(let msee) in other.targets {
                let drained = topology.msees[msee].circuits.first { circuits.contains($0.circuit) }
                guard let drained else { continue }
                error(
                    place,
                    "circuit '\(topology.circuits[drained.circuit].name)' is in maintenance then, by step \(other.number)",
                    notes: ["a site failover test is refused while a circuit of the gateway is in maintenance"]
                )
            }
        }
    }
}

extension Topology.Step {
    /// Whether a step that lasts goes on at some time between `from` and `from + length`; without a length, at or after `from`.
    fileprivate func overlaps(from: Duration, for length: Duration?, _ topology: Topology) -> Bool {
        let undone = topology.scenario.steps.filter { $0.undoes.contains(number) }.map(\.at)
        let end = ([restoresAfter.map { at + $0 }].compactMap(\.self) + undone).min()
        let begins = length.map { at < from + $0 } ?? true
        return begins && (end.map { $0 > from } ?? true)
    }
}
