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
    public func circuitEnd(
        _ circuit: Int,
        _ role: Topology.Role,
        _ peering: Topology.Peering = .private
    ) -> CircuitEnd {
        let link = topology.circuits[circuit].link(role)
        let domain = topology.domain(circuit: circuit, role, peering)
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

extension Topology {
    /// The MSEE's routing domain for a peering of one connection of a circuit: 0 is the backbone's, then come the private peerings of
    /// all its circuits, then the Microsoft peerings.
    func domain(circuit: Int, _ role: Role, _ peering: Peering) -> Int {
        let ends = msees[circuits[circuit].link(role).msee].circuits
        let first = peering == .private ? 1 : 1 + ends.count
        let owners = peering == .private ? ends : ends.filter { circuits[$0.circuit].microsoftPeering != nil }
        guard let place = owners.firstIndex(where: { $0.circuit == circuit && $0.role == role }) else {
            preconditionFailure("every connection ends at its MSEE, and only peerings that exist are asked for")
        }
        return first + place
    }
}
