import NetworkTypes
import Topology

/// Limits beyond which Azure states no effect: they are warned of, once each.
extension Network {
    mutating func checkRoutes(of gateway: Int, at now: Instant, cause: Int?) {
        let limit = gateways[gateway].unitLimits.routes
        let count = gateways[gateway].controller.routeCount
        guard count > limit, !gateways[gateway].hasTooManyRoutes else { return }
        gateways[gateway].hasTooManyRoutes = true
        warn(gateway, "it has learned \(count) routes and is made for \(limit)", at: now, cause: cause)
    }

    /// Compares the flows that come through each gateway with what it is made for.
    mutating func checkFlows(at now: Instant) {
        let total = flows.reduce(0) { $0 + $1.plan.count }
        for gateway in gateways.indices where !gateways[gateway].hasTooManyFlows {
            let limit = gateways[gateway].unitLimits.times(units: gateways[gateway].units).flows
            // Most networks have fewer flows than any gateway takes, and nothing to count.
            guard total > limit else { continue }
            let count = activeFlows(through: gateway)
            guard count > limit else { continue }
            gateways[gateway].hasTooManyFlows = true
            warn(gateway, "\(count) flows come through it, which is made for \(limit)", at: now, cause: nil)
        }
    }

    /// How many 5-tuples take their way through a gateway's instances at present.
    ///
    /// Complexity: O(5-tuples × hops).
    func activeFlows(through gateway: Int) -> Int {
        let instances = gateways[gateway].plan.instances
        return flows.reduce(0) { sum, flow in
            sum + flow.outcomes.count { $0.map { $0.nodes.contains(where: instances.contains) } ?? false }
        }
    }

    private mutating func warn(_ gateway: Int, _ text: String, at now: Instant, cause: Int?) {
        let field = JournalEvent.Field("text", .string(text))
        journal.record(.warning, gateways[gateway].plan.path, at: now, causedBy: cause, [field])
    }
}
