public import NetworkTypes
import Router
public import Topology

/// A customer router, with everything that its configuration says in any dialect.
///
/// It comes from the same blueprint as the emulated router, so that a real one does the same: sessions with the MSEEs
/// and on the LAN, timers, BFD, keys, originated prefixes, static routes, policies, and no route of Microsoft's back to
/// Microsoft.
public struct CustomerRouter: Sendable {
    public var name: String
    public var asn: ASN
    public var routerID: RouterID
    /// Equal paths used together; 1 for a router without multipath.
    public var maximumPaths: Int
    /// The same where the best path came by iBGP.
    public var internalMaximumPaths: Int
    /// Whether their AS paths may differ.
    public var mixesASPaths: Bool
    /// In the order of the node's ports: the LAN first, then the links as in the file.
    public var ports: [CustomerPort]
    /// In the order of the node's sessions: the LAN's, then those with MSEEs.
    public var neighbors: [CustomerNeighbor]
    /// Prefixes that the router announces by itself, each once.
    public var originations: [IPPrefix]
    public var staticRoutes: [Topology.StaticRoute]
    public var firstHops: [CustomerFirstHop]
    /// The router as the file has it.
    var model: Topology.Router
}

extension CustomerRouter {
    /// The families of its addresses.
    var families: [AddressFamily] {
        AddressFamily.allCases.filter { family in
            ports.contains { $0.addresses.contains { $0.address.family == family } }
        }
    }

    /// Whether any paths are used together.
    var balances: Bool { maximumPaths > 1 || internalMaximumPaths > 1 }

    func neighbors(_ family: AddressFamily) -> [CustomerNeighbor] { neighbors.filter { $0.family == family } }
    func originations(_ family: AddressFamily) -> [IPPrefix] { originations.filter { $0.family == family } }
    func staticRoutes(_ family: AddressFamily) -> [Topology.StaticRoute] {
        staticRoutes.filter { $0.prefix.family == family }
    }

    /// Whether an address is on the link of one of the ports.
    func isOnLink(_ address: IPAddress) -> Bool {
        ports.contains { port in
            port.addresses.contains { IPPrefix($0.address, length: $0.prefixLength).contains(address) }
        }
    }

    func aggregates(_ family: AddressFamily) -> [Topology.Aggregate] {
        model.aggregates.filter { $0.prefix.family == family }
    }

    /// The dampening of routes that one dialect has one figure for: that of the first session with Microsoft that has any.
    var dampening: Topology.Dampening? { neighbors.lazy.compactMap(\.dampening).first }

    /// What the first session with Microsoft that restarts gracefully says, else the first at all; most dialects have one for all.
    var gracefulRestart: Neighbor.RestartParameters? {
        (neighbors.filter { $0.side == .microsoft } + neighbors).lazy.compactMap(\.gracefulRestart).first
    }

    /// The filters of all sessions, each once, in the order of the sessions.
    var filters: [RouteFilter] {
        var names: Set<String> = []
        return neighbors.flatMap { [$0.importFilter, $0.exportFilter].compactMap(\.self) }
            .filter { names.insert($0.name).inserted }
    }

    /// How BFD is run on a port: all sessions there agree on it.
    func bfd(ofPort port: Int) -> Neighbor.BFDParameters? {
        neighbors.lazy.filter { $0.port == port }.compactMap(\.bfd).first
    }
}
