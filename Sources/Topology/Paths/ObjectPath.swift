public import NetworkTypes

/// The name of a thing of a topology, such as `link/er-ams/primary/customer` (design §4).
///
/// The same paths name targets of steps, subjects of the journal and interfaces of the trace.
public enum ObjectPath: Hashable, Sendable {
    case link(circuit: String, role: Topology.Role, segment: Topology.Segment?)
    case provider(circuit: String, role: Topology.Role)
    /// The wire of a router, or of the core, in the LAN of a site: `lan/SITE/ROUTER`, `lan/SITE/core`.
    case lan(site: String, member: String)
    case msee(location: String, number: Int)
    /// `msee/CIRCUIT/ROLE`: the MSEE where a connection ends.
    case mseeOf(circuit: String, role: Topology.Role)
    case router(String)
    /// The core of a site: `core/SITE`.
    case core(site: String)
    case host(site: String, name: String)
    case machine(virtualNetwork: String, name: String)
    case peeringLocation(String)
    case circuit(String)
    case gateway(String)
    case gatewayInstance(gateway: String, index: Int)
    case zone(region: String, name: String)
    case region(String)
    case session(router: String, circuit: String, role: Topology.Role, family: AddressFamily)
    case connection(circuit: String, gateway: String)
    case reflector(Int)
    case flow(String)

    /// Parses a path; `nil` if it is none.
    public init?(_ text: String) { fatalError() }
}

extension ObjectPath: CustomStringConvertible {
    /// The path as it is written everywhere.
    public var description: String { fatalError() }
}

extension Topology {
    /// The thing that a path names, or `nil` if there is no such thing in the topology.
    public func resolve(_ path: ObjectPath) -> Target? { fatalError() }

    /// The canonical path of a target.
    public func path(of target: Target) -> ObjectPath { fatalError() }
}
