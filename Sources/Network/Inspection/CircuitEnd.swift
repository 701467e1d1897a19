import Router
public import Topology

/// Where a connection of a circuit ends at its MSEE.
public struct CircuitEnd: Hashable, Sendable {
    public var msee: NodeIndex
    /// The connection's routing domain there.
    public var domain: Int
    /// The interface towards the customer, by its place in the MSEE's configuration; `nil` while nobody uses the connection.
    public var interface: Int?
}

extension Blueprint {
    public func circuitEnd(_ circuit: Int, _ role: Topology.Role) -> CircuitEnd {
        let link = topology.circuits[circuit].link(role)
        let ends = topology.msees[link.msee].circuits
        let domain = 1 + (ends.firstIndex { $0.circuit == circuit && $0.role == role } ?? 0)
        let msee = places.msees[link.msee]
        let interface = interface(of: msee) { interface in
            if case .ethernet = interface.kind { interface.domain == domain } else { false }
        }
        return CircuitEnd(msee: msee, domain: domain, interface: interface)
    }

    /// The first interface of a router that is meant, by its place in the configuration.
    func interface(of node: NodeIndex, where isMeant: (RouterConfiguration.Interface) -> Bool) -> Int? {
        guard case .router(let configuration) = nodes[node.index].works else { return nil }
        return configuration.interfaces.firstIndex(where: isMeant)
    }
}
