public import NetworkTypes

/// The name of a thing of a topology, such as `link/er-ams/primary/customer` (design §4).
///
/// The same paths name targets of steps, subjects of the journal and interfaces of the trace.
public enum ObjectPath: Hashable, Sendable {
    case link(circuit: String, role: Topology.Role, segment: Topology.Segment?)
    case provider(circuit: String, role: Topology.Role)
    /// The wire of a router in the LAN of its site; `core` as the member is the wire of the site's core.
    case lan(site: String, member: String)
    case msee(location: String, number: Int)
    /// `msee/CIRCUIT/ROLE`: the MSEE where a connection ends.
    case mseeOf(circuit: String, role: Topology.Role)
    case router(String)
    /// The core of a site: `core/SITE`.
    case core(site: String)
    case host(site: String, name: String)
    case firewall(String)
    case machine(virtualNetwork: String, name: String)
    /// A public service of Microsoft's.
    case service(String)
    /// Where a virtual network's packets leave for the Internet: `outbound/NETWORK`.
    case outbound(String)
    case peeringLocation(String)
    case circuit(String)
    case gateway(String)
    case gatewayInstance(gateway: String, index: Int)
    case zone(region: String, name: String)
    case region(String)
    /// A fault domain: `rack/REGION/NUMBER`, or `rack/REGION/ZONE/NUMBER` in a zone.
    case rack(region: String, zone: String?, number: Int)
    case session(router: String, circuit: String, role: Topology.Role, peering: Topology.Peering, family: AddressFamily)
    case peering(circuit: String, Topology.Peering)
    case connection(circuit: String, gateway: String)
    /// One of the backbone's two route reflectors: `reflector/1`.
    case reflector(Int)
    /// What joins a peering location to the backbone: `backbone/peeringLocation/NAME`.
    case backboneOfLocation(String)
    /// What joins a region to the backbone: `backbone/region/NAME`.
    case backboneOfRegion(String)
    case flow(String)

    /// Parses a path; `nil` if it is none.
    public init?(_ text: String) {
        guard case .success(let path) = Self.parse(text) else { return nil }
        self = path
    }
}

extension ObjectPath: CustomStringConvertible {
    /// The path as it is written everywhere.
    public var description: String {
        switch self {
        case .link(let circuit, let role, let segment?): "link/\(circuit)/\(role)/\(segment)"
        case .link(let circuit, let role, nil): "link/\(circuit)/\(role)"
        case .provider(let circuit, let role): "provider/\(circuit)/\(role)"
        case .lan(let site, let member): "lan/\(site)/\(member)"
        case .msee(let location, let number): "msee/\(location)/\(number)"
        case .mseeOf(let circuit, let role): "msee/\(circuit)/\(role)"
        case .router(let name): "router/\(name)"
        case .core(let site): "core/\(site)"
        case .host(let site, let name): "host/\(site)/\(name)"
        case .firewall(let name): "firewall/\(name)"
        case .machine(let network, let name): "machine/\(network)/\(name)"
        case .service(let name): "service/\(name)"
        case .outbound(let name): "outbound/\(name)"
        case .peeringLocation(let name): "peeringLocation/\(name)"
        case .circuit(let name): "circuit/\(name)"
        case .gateway(let name): "gateway/\(name)"
        case .gatewayInstance(let gateway, let index): "gateway/\(gateway)/instance/\(index)"
        case .zone(let region, let name): "zone/\(region)/\(name)"
        case .region(let name): "region/\(name)"
        case .rack(let region, let zone?, let number): "rack/\(region)/\(zone)/\(number)"
        case .rack(let region, nil, let number): "rack/\(region)/\(number)"
        case .session(let router, let circuit, let role, let peering, let family):
            "session/\(router)/\(circuit)/\(role)" + (peering == .microsoft ? "/microsoft" : "")
                + (family == .ipv6 ? "/ipv6" : "")
        case .peering(let circuit, let peering): "peering/\(circuit)/\(peering)"
        case .connection(let circuit, let gateway): "connection/\(circuit)/\(gateway)"
        case .reflector(let number): "reflector/\(number)"
        case .backboneOfLocation(let name): "backbone/peeringLocation/\(name)"
        case .backboneOfRegion(let name): "backbone/region/\(name)"
        case .flow(let name): "flow/\(name)"
        }
    }
}
