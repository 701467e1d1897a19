import NetworkTypes
import RIB

/// Neighbours whose routes are dampened.
extension Router {
    /// Takes account of what the RIB saw flap, before anything is decided.
    mutating func dampen(at now: Instant, cause: Int?, into output: inout RouterOutput) {
        guard isDampening else { return }
        var flaps: [RouteFlap] = []
        rib.drainFlaps(into: &flaps)
        var suppressed: [Int: [IPPrefix]] = [:]
        for flap in flaps {
            guard let neighbor = self.neighbor(of: flap.peer),
                let parameters = configuration.neighbors[neighbor].dampening
            else { continue }
            let key = RouteDamper.Key(neighbor: neighbor, prefix: flap.prefix)
            let (begins, isSuppressed) = damper.note(key, flap.kind, at: now, parameters)
            if begins { suppressed[neighbor, default: []].append(flap.prefix) }
            if isSuppressed { rib.setSuppressed(flap.prefix, from: flap.peer, true) }
        }
        for neighbor in suppressed.keys.sorted() {
            guard let prefixes = suppressed[neighbor] else { continue }
            let sample = Array(prefixes.prefix(4))
            output.log(.routesSuppressed(neighbor: neighbor, count: prefixes.count, sample: sample), because: cause)
        }
    }

    /// Uses routes again that have been quiet for long enough.
    mutating func reuse(at now: Instant, into output: inout RouterOutput) {
        guard let due = damper.nextDeadline, due <= now else { return }
        let neighbors = configuration.neighbors
        let keys = damper.handleDeadline(at: now) { neighbors[$0].dampening }
        for neighbor in configuration.neighbors.indices {
            let prefixes = keys.filter { $0.neighbor == neighbor }.map(\.prefix)
            guard !prefixes.isEmpty else { continue }
            for prefix in prefixes { rib.setSuppressed(prefix, from: peers[neighbor].index, false) }
            workCause = output.log(
                .routesReused(neighbor: neighbor, count: prefixes.count, sample: Array(prefixes.prefix(4))),
                because: nil
            )
        }
    }
}
