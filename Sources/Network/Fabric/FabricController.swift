import NetworkTypes

/// Follows what the instances of one gateway learn, and says which host must be programmed with what, and when.
///
/// Azure's hosts run no routing protocol: a controller collects the routes of the gateway's instances and programs every
/// host of the virtual network, which takes a while (design §3). A change is kept in a queue until it is due at a host; by then it is skipped
/// if later changes have cancelled it, so a route that flaps faster than hosts are programmed leaves them alone.
struct FabricController {
    /// How good a route is among those that instances offer, best first: weight, then AS path length.
    struct Preference: Hashable, Comparable {
        var weight: UInt32
        var pathLength: UInt32

        static func < (left: Self, right: Self) -> Bool {
            left.weight != right.weight ? left.weight > right.weight : left.pathLength < right.pathLength
        }
    }

    /// What one instance knows of a prefix: the MSEEs to use, as addresses in the GatewaySubnet.
    struct Learned: Hashable {
        var preference: Preference
        var nextHops: [IPAddress]
    }

    /// One prefix to program at a host.
    struct Instruction {
        var prefix: IPPrefix
        /// Empty: the route is taken away.
        var nextHops: [IPAddress]
        /// The `controller.noticed` event.
        var cause: Int
    }

    private struct Change {
        var prefix: IPPrefix
        var nextHops: [IPAddress]
        var noticed: Instant
        var cause: Int
    }

    private struct Host {
        /// How much later than the base delay this host is programmed.
        var spread: Duration
        /// Number of the first change that it has not seen, counted over the whole run.
        var cursor = 0
        var programmed: [IPPrefix: [IPAddress]] = [:]
    }

    private let delay: Duration
    private var learned: [[IPPrefix: Learned]]
    private var isHealthy: [Bool]
    private var current: [IPPrefix: [IPAddress]] = [:]
    private var changes: [Change] = []
    /// How many changes were dropped from the front because every host has seen them.
    private var forgotten = 0
    private var hosts: [Host]

    /// - Parameters:
    ///   - delay: from noticing a change to programming the first host.
    ///   - spreads: how much later each host is programmed.
    init(instances: Int, delay: Duration, spreads: [Duration]) {
        self.delay = delay
        learned = Array(repeating: [:], count: instances)
        isHealthy = Array(repeating: true, count: instances)
        hosts = spreads.map { Host(spread: $0) }
    }

    /// When the changes noticed at `instant` reach a host.
    func due(noticedAt instant: Instant, host: Int) -> Instant { instant + delay + hosts[host].spread }

    /// Takes note of what an instance knows of a prefix now; true if that changes what hosts should have.
    mutating func note(_ prefix: IPPrefix, _ route: Learned?, instance: Int) -> Bool {
        learned[instance][prefix] = route
        return isHealthy[instance] && best(prefix) != current[prefix, default: []]
    }

    /// How many routes the instance that knows most of them has learned.
    var routeCount: Int { learned.map(\.count).max() ?? 0 }

    /// Forgets what an instance knew, because it died or started anew; the prefixes for which that matters, sorted.
    mutating func forget(instance: Int) -> [IPPrefix] {
        let prefixes = learned[instance].keys.sorted()
        learned[instance] = [:]
        return prefixes.filter { best($0) != current[$0, default: []] }
    }

    /// Puts an instance into or out of service; the prefixes for which that matters, sorted.
    mutating func setHealthy(_ healthy: Bool, instance: Int) -> [IPPrefix] {
        guard isHealthy[instance] != healthy else { return [] }
        isHealthy[instance] = healthy
        return learned[instance].keys.sorted().filter { best($0) != current[$0, default: []] }
    }

    /// Queues the present state of the given prefixes for all hosts.
    mutating func queue(_ prefixes: [IPPrefix], at now: Instant, cause: Int) {
        for prefix in prefixes {
            let nextHops = best(prefix)
            current[prefix] = nextHops.isEmpty ? nil : nextHops
            changes.append(Change(prefix: prefix, nextHops: nextHops, noticed: now, cause: cause))
        }
    }

    /// What a host must be told now.
    ///
    /// O(changes that have become due).
    mutating func instructions(host: Int, at now: Instant) -> [Instruction] {
        var instructions: [Instruction] = []
        while hosts[host].cursor - forgotten < changes.count {
            let change = changes[hosts[host].cursor - forgotten]
            guard due(noticedAt: change.noticed, host: host) <= now else { break }
            hosts[host].cursor += 1
            let present = hosts[host].programmed[change.prefix, default: []]
            let latest = current[change.prefix, default: []]
            guard change.nextHops != present, latest != present else { continue }
            hosts[host].programmed[change.prefix] = change.nextHops.isEmpty ? nil : change.nextHops
            instructions.append(
                Instruction(prefix: change.prefix, nextHops: change.nextHops, cause: change.cause)
            )
        }
        forgetSeenChanges()
        return instructions
    }

    /// A host started anew with an empty table: what it must be told at once.
    mutating func restart(host: Int) -> [(prefix: IPPrefix, nextHops: [IPAddress])] {
        hosts[host].cursor = forgotten + changes.count
        hosts[host].programmed = current
        return current.sorted { $0.key < $1.key }.map { (prefix: $0.key, nextHops: $0.value) }
    }

    /// Union of the next hops of every healthy instance that has a route of the best preference, sorted.
    private func best(_ prefix: IPPrefix) -> [IPAddress] {
        var preference: Preference?
        var nextHops: [IPAddress] = []
        for index in learned.indices where isHealthy[index] {
            guard let route = learned[index][prefix] else { continue }
            if let known = preference, known < route.preference { continue }
            if preference != route.preference { nextHops = [] }
            // Instances that agree share one array, which needs no sorting anew.
            if preference == route.preference, nextHops == route.nextHops { continue }
            preference = route.preference
            nextHops += route.nextHops
        }
        if nextHops.count < 2 { return nextHops }
        var unique: [IPAddress] = []
        for nextHop in nextHops.sorted() where unique.last != nextHop { unique.append(nextHop) }
        return unique
    }

    private mutating func forgetSeenChanges() {
        let seen = hosts.map(\.cursor).min() ?? forgotten + changes.count
        guard seen > forgotten else { return }
        changes.removeFirst(seen - forgotten)
        forgotten = seen
    }
}
