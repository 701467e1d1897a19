import NetworkTypes
import RIB

/// Follows what the instances of one gateway learn, and says which host must be programmed with what, and when.
///
/// Azure's hosts run no routing protocol: a controller collects the routes of the gateway's instances and programs every
/// host of the virtual network, which takes a while (design §3). A change is kept in a queue until it is due at a host; by then it is skipped
/// if later changes have cancelled it, so a route that flaps faster than hosts are programmed leaves them alone.
///
/// Everything is kept in columns, by the numbers of prefixes, of offers and of sets of next hops.
final class FabricController {
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
        var prefix: Int
        var nextHops: UInt32
        var noticed: Instant
        var cause: Int
    }

    private struct Instance {
        /// The offer for each prefix, 0 for none.
        var offers: [UInt32] = []
        var count = 0
        var isHealthy = true
    }

    private struct Host {
        /// How much later than the base delay this host is programmed.
        var spread: Duration
        /// Number of the first change that it has not seen, counted over the whole run.
        var cursor = 0
        /// The next hops that it has for each prefix, 0 for no route.
        var programmed: [UInt32] = []
    }

    private let delay: Duration
    private var prefixes: PrefixNumbering
    private var offers = Interned<Learned?>(nil)
    /// The next hops of each offer.
    private var nextHopsOfOffers: [UInt32] = [0]
    private var nextHopSets = Interned<[IPAddress]>([])
    private var instances: [Instance]
    private var hosts: [Host]
    /// The next hops that hosts should have for each prefix.
    private var current: [UInt32] = []
    private var changes: [Change] = []
    /// How many changes stood before `changes` begins.
    private var forgotten = 0

    /// - Parameters:
    ///   - delay: from noticing a change to programming the first host.
    ///   - spreads: how much later each host is programmed.
    ///   - seed: of hashes.
    init(instances: Int, delay: Duration, spreads: [Duration], seed: UInt64) {
        self.delay = delay
        prefixes = PrefixNumbering(seed: seed)
        self.instances = Array(repeating: Instance(), count: instances)
        hosts = spreads.map { Host(spread: $0) }
    }

    /// When the changes noticed at `instant` reach a host.
    func due(noticedAt instant: Instant, host: Int) -> Instant { instant + delay + hosts[host].spread }

    /// Takes note of what an instance knows of a prefix now; true if that changes what hosts should have.
    func note(_ prefix: IPPrefix, _ route: Learned?, instance: Int) -> Bool {
        let number = self.number(of: prefix)
        let offer = self.number(of: route)
        let old = instances[instance].offers[number]
        instances[instance].offers[number] = offer
        if (old == 0) != (offer == 0) { instances[instance].count += offer == 0 ? -1 : 1 }
        return instances[instance].isHealthy && best(number) != current[number]
    }

    /// How many routes the instance that knows most of them has learned.
    var routeCount: Int { instances.map(\.count).max() ?? 0 }

    /// Forgets what an instance knew, because it died or started anew; the prefixes for which that matters, sorted.
    func forget(instance: Int) -> [IPPrefix] {
        let known = known(to: instance)
        for number in known { instances[instance].offers[number] = 0 }
        instances[instance].count = 0
        return changed(known)
    }

    /// Puts an instance into or out of service; the prefixes for which that matters, sorted.
    func setHealthy(_ healthy: Bool, instance: Int) -> [IPPrefix] {
        guard instances[instance].isHealthy != healthy else { return [] }
        instances[instance].isHealthy = healthy
        return changed(known(to: instance))
    }

    /// Queues the present state of the given prefixes for all hosts.
    func queue(_ prefixes: [IPPrefix], at now: Instant, cause: Int) {
        for prefix in prefixes {
            let number = self.number(of: prefix)
            current[number] = best(number)
            changes.append(Change(prefix: number, nextHops: current[number], noticed: now, cause: cause))
        }
    }

    /// What a host must be told now.
    ///
    /// O(changes that have become due).
    func instructions(host: Int, at now: Instant) -> [Instruction] {
        var instructions: [Instruction] = []
        while hosts[host].cursor - forgotten < changes.count {
            let change = changes[hosts[host].cursor - forgotten]
            guard due(noticedAt: change.noticed, host: host) <= now else { break }
            hosts[host].cursor += 1
            let present = hosts[host].programmed[change.prefix]
            guard change.nextHops != present, current[change.prefix] != present else { continue }
            hosts[host].programmed[change.prefix] = change.nextHops
            instructions.append(
                Instruction(
                    prefix: prefixes.prefix(change.prefix),
                    nextHops: nextHopSets[change.nextHops],
                    cause: change.cause
                )
            )
        }
        forgetSeenChanges()
        return instructions
    }

    /// A host started anew with an empty table: what it must be told at once.
    func restart(host: Int) -> [(prefix: IPPrefix, nextHops: [IPAddress])] {
        hosts[host].cursor = forgotten + changes.count
        hosts[host].programmed = current
        return current.indices.filter { current[$0] != 0 }
            .map { (prefix: prefixes.prefix($0), nextHops: nextHopSets[current[$0]]) }
            .sorted { $0.prefix < $1.prefix }
    }

    // MARK: - Columns

    /// The number of a prefix, for which every column has a place.
    private func number(of prefix: IPPrefix) -> Int {
        let number = prefixes.number(of: prefix)
        while current.count < prefixes.end {
            current.append(0)
            for instance in instances.indices { instances[instance].offers.append(0) }
            for host in hosts.indices { hosts[host].programmed.append(0) }
        }
        return number
    }

    private func number(of route: Learned?) -> UInt32 {
        let number = offers.number(of: route)
        if let route, number == nextHopsOfOffers.count { nextHopsOfOffers.append(set(of: route.nextHops)) }
        return number
    }

    private func set(of nextHops: [IPAddress]) -> UInt32 {
        var unique: [IPAddress] = []
        for nextHop in nextHops.sorted() where unique.last != nextHop { unique.append(nextHop) }
        return nextHopSets.number(of: unique)
    }

    private func known(to instance: Int) -> [Int] {
        let offers = instances[instance].offers
        return offers.indices.filter { offers[$0] != 0 }
    }

    private func changed(_ numbers: [Int]) -> [IPPrefix] {
        numbers.filter { best($0) != current[$0] }.map { prefixes.prefix($0) }.sorted()
    }

    /// Union of the next hops of every healthy instance that has a route of the best preference.
    private func best(_ number: Int) -> UInt32 {
        var best: UInt32 = 0
        var isShared = false
        for instance in instances.indices where instances[instance].isHealthy {
            let offer = instances[instance].offers[number]
            guard offer != best, let route = offers[offer] else { continue }
            guard let chosen = offers[best], chosen.preference <= route.preference else {
                (best, isShared) = (offer, false)
                continue
            }
            if chosen.preference == route.preference { isShared = true }
        }
        return isShared ? union(of: number, offers[best]?.preference) : nextHopsOfOffers[Int(best)]
    }

    private func union(of number: Int, _ preference: Preference?) -> UInt32 {
        var nextHops: [IPAddress] = []
        for instance in instances where instance.isHealthy {
            guard let route = offers[instance.offers[number]], route.preference == preference else { continue }
            nextHops += route.nextHops
        }
        return set(of: nextHops)
    }

    /// Takes changes that every host has seen out of the queue, when they are more than the others.
    private func forgetSeenChanges() {
        let seen = (hosts.map(\.cursor).min() ?? forgotten + changes.count) - forgotten
        guard seen > changes.count / 2 else { return }
        changes.removeFirst(seen)
        forgotten += seen
    }
}
