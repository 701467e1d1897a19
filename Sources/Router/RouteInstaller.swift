import Forwarding
import NetworkTypes
import RIB

/// Decides which source's route stands in the forwarder for a prefix: static and programmed ones before BGP.
struct RouteInstaller: Sendable {
    /// The address of this router in the underlay, from which tunnels to other MSEEs start.
    let underlayEndpoint: IPv4Address?
    /// Routes that no protocol brought, per domain.
    private var statics: [[IPPrefix: [RouterConfiguration.Route.NextHop]]]
    /// The forwarder's groups for the RIB's sets of next hops.
    private var groups: [NextHopSetHandle: GroupIndex] = [:]

    init(domainCount: Int, underlayEndpoint: IPv4Address?) {
        self.underlayEndpoint = underlayEndpoint
        statics = Array(repeating: [:], count: domainCount)
    }

    func hasStaticRoute(_ prefix: IPPrefix, domain: Int) -> Bool {
        !statics[domain].isEmpty && statics[domain][prefix] != nil
    }

    /// Remembers or, with `nil`, forgets a static route.
    mutating func setStatic(_ prefix: IPPrefix, domain: Int, _ nextHops: [RouterConfiguration.Route.NextHop]?) {
        statics[domain][prefix] = nextHops
    }

    /// The longest static route to an address that leads somewhere.
    ///
    /// O(33) or O(129).
    func staticRoute(covering address: IPAddress, domain: Int) -> [RouterConfiguration.Route.NextHop]? {
        guard !statics[domain].isEmpty else { return nil }
        for length in (0...address.family.bitWidth).reversed() {
            if let nextHops = statics[domain][IPPrefix(address, length: length)], !nextHops.isEmpty {
                return nextHops
            }
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
