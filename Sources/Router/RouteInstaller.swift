import Forwarding
import NetworkTypes
import RIB

/// Decides which source's route stands in the forwarder for a prefix: static and programmed ones before BGP.
struct RouteInstaller: ~Copyable, Sendable {
    /// The address of this router in the underlay, from which tunnels to other MSEEs start.
    let underlayEndpoint: IPv4Address?
    /// The prefixes of routes that no protocol brought.
    private var prefixes: PrefixNumbering
    /// Per domain and prefix: the number of its next hops, 0 if it has no such route.
    private var statics: [[UInt32]]
    private var nextHops = Interned<[RouterConfiguration.Route.NextHop]?>(nil)
    /// The forwarder's groups for the RIB's sets of next hops.
    private var groups: [NextHopSetHandle: GroupIndex] = [:]

    init(domainCount: Int, underlayEndpoint: IPv4Address?, hashSeed: UInt64) {
        self.underlayEndpoint = underlayEndpoint
        prefixes = PrefixNumbering(seed: hashSeed)
        statics = Array(repeating: [], count: domainCount)
    }

    func hasStaticRoute(_ prefix: IPPrefix, domain: Int) -> Bool {
        !statics[domain].isEmpty && staticNumber(prefix, domain) != 0
    }

    /// Remembers or, with `nil`, forgets a static route.
    mutating func setStatic(_ prefix: IPPrefix, domain: Int, _ hops: [RouterConfiguration.Route.NextHop]?) {
        let number = prefixes.number(of: prefix)
        while statics[domain].count <= number { statics[domain].append(0) }
        statics[domain][number] = nextHops.number(of: hops)
    }

    private func staticNumber(_ prefix: IPPrefix, _ domain: Int) -> UInt32 {
        guard let number = prefixes.find(prefix), number < statics[domain].count else { return 0 }
        return statics[domain][number]
    }

    /// The longest static route to an address that leads somewhere.
    ///
    /// O(33) or O(129).
    func staticRoute(covering address: IPAddress, domain: Int) -> [RouterConfiguration.Route.NextHop]? {
        guard !statics[domain].isEmpty else { return nil }
        for length in (0...address.family.bitWidth).reversed() {
            let number = staticNumber(IPPrefix(address, length: length), domain)
            if let hops = nextHops[number], !hops.isEmpty { return hops }
        }
        return nil
    }

    func group(of handle: NextHopSetHandle) -> GroupIndex? { groups[handle] }

    /// Forgets all groups, which are the caller's to release.
    mutating func takeGroups() -> [GroupIndex] {
        let taken = groups.values.sorted { $0.rawValue < $1.rawValue }
        groups.removeAll()
        return taken
    }

    mutating func setGroup(_ group: GroupIndex?, of handle: NextHopSetHandle) { groups[handle] = group }
}
