import NetworkTypes

extension Topology {
    /// Why a path names nothing.
    struct ResolutionFailure: Error, Equatable {
        var message: String
        var suggestion: String?
        /// Whether there is a thing of this kind whose own name could not be read.
        var mayBeUnreadable = false
    }

    /// The thing that a path names, or `nil` if there is no such thing in the topology.
    public func resolve(_ path: ObjectPath) -> Target? {
        try? find(path)
    }

    /// The thing that a path names, or what is wrong with the path and which one was probably meant.
    func find(_ path: ObjectPath) throws(ResolutionFailure) -> Target {
        switch path {
        case .link(let circuit, let role, let segment):
            if segment == .microsoft, let direct = circuits.first(where: { $0.name == circuit && $0.kind == .direct }) {
                throw ResolutionFailure(
                    message: "circuit '\(direct.name)' is direct: its connections have a single segment",
                    suggestion: "link/\(circuit)/\(role)"
                )
            }
            return .link(
                circuit: try index(of: circuit, in: circuits.map(\.name), "circuit"),
                role: role,
                segment: segment
            )
        case .provider(let name, let role):
            let circuit = try index(of: name, in: circuits.map(\.name), "circuit")
            guard circuits[circuit].kind == .provider else {
                throw ResolutionFailure(message: "circuit '\(name)' is direct: it has no provider edge")
            }
            return .provider(circuit: circuit, role: role)
        case .lan(let site, let member): return try findLAN(site, member)
        case .msee(let location, let number):
            let place = try index(of: location, in: peeringLocations.map(\.name), "peering location")
            guard number == 1 || number == 2 else {
                throw ResolutionFailure(message: "peering location '\(location)' has MSEEs 1 and 2 only")
            }
            return .msee(peeringLocations[place].msees[number - 1])
        case .mseeOf(let circuit, let role):
            return .msee(circuits[try index(of: circuit, in: circuits.map(\.name), "circuit")].link(role).msee)
        case .router(let name): return .router(try index(of: name, in: routers.map(\.name), "router"))
        case .core(let name):
            let site = try index(of: name, in: sites.map(\.name), "customer site")
            guard sites[site].lan != nil else {
                throw ResolutionFailure(message: "site '\(name)' has no LAN, so no core")
            }
            guard sites[site].lan?.routing == .ibgp else {
                throw ResolutionFailure(message: "the LAN of site '\(name)' has a virtual router in place of a core")
            }
            return .core(site: site)
        case .firewall(let name): return .firewall(try index(of: name, in: firewalls.map(\.name), "firewall"))
        case .host(let site, let name):
            let place = sites[try index(of: site, in: sites.map(\.name), "customer site")]
            let found = try index(of: name, in: place.hosts.map { hosts[$0].name }, "host of site '\(site)'")
            return .host(place.hosts[found])
        case .machine(let network, let name):
            let names = virtualNetworks.map(\.name)
            let place = virtualNetworks[try index(of: network, in: names, "virtual network")]
            let found = try index(of: name, in: place.machines.map { machines[$0].name }, "machine of '\(network)'")
            return .machine(place.machines[found])
        case .service(let name): return .service(try index(of: name, in: services.map(\.name), "Microsoft service"))
        case .peeringLocation(let name):
            return .peeringLocation(try index(of: name, in: peeringLocations.map(\.name), "peering location"))
        case .circuit(let name): return .circuit(try index(of: name, in: circuits.map(\.name), "circuit"))
        case .gateway(let name): return .gateway(try index(of: name, in: gateways.map(\.name), "gateway"))
        case .gatewayInstance(let name, let instance):
            let gateway = try index(of: name, in: gateways.map(\.name), "gateway")
            let count = gateways[gateway].instances.count
            guard instance < count else {
                throw ResolutionFailure(message: "gateway '\(name)' has instances 0 to \(count - 1) only")
            }
            return .gatewayInstance(gateway: gateway, instance: instance)
        case .zone(let name, let zone):
            let region = try index(of: name, in: regions.map(\.name), "region")
            return .zone(
                region: region,
                zone: try index(of: zone, in: regions[region].zones, "zone of region '\(name)'")
            )
        case .rack(let name, let zone, let number):
            let region = try index(of: name, in: regions.map(\.name), "region")
            let place = try zone.map { zone throws(ResolutionFailure) in
                try index(of: zone, in: regions[region].zones, "zone of region '\(name)'")
            }
            let count = regions[region].racks
            guard (1...count).contains(number) else {
                throw ResolutionFailure(message: "region '\(name)' has racks 1 to \(count), and as many in each zone")
            }
            return .rack(region: region, zone: place, number: number)
        case .region(let name): return .region(try index(of: name, in: regions.map(\.name), "region"))
        case .session(let router, let circuit, let role, let peering, let family):
            return try findSession(router, circuit, role, peering, family)
        case .peering(let name, let peering):
            let circuit = try index(of: name, in: circuits.map(\.name), "circuit")
            if peering == .microsoft, circuits[circuit].microsoftPeering == nil {
                throw ResolutionFailure(message: "circuit '\(name)' has no Microsoft peering")
            }
            return .peering(circuit: circuit, peering)
        case .connection(let circuit, let gateway):
            let first = try index(of: circuit, in: circuits.map(\.name), "circuit")
            let second = try index(of: gateway, in: gateways.map(\.name), "gateway")
            guard let found = connections.firstIndex(where: { $0.circuit == first && $0.gateway == second }) else {
                throw ResolutionFailure(message: "circuit '\(circuit)' is not linked to gateway '\(gateway)'")
            }
            return .connection(found)
        case .reflector(let number):
            guard number == 1 || number == 2 else {
                throw ResolutionFailure(message: "the backbone has reflectors 1 and 2 only")
            }
            return .reflector(number)
        case .backboneOfLocation(let name):
            let place = try index(of: name, in: peeringLocations.map(\.name), "peering location")
            return .backbone(.peeringLocation(place))
        case .backboneOfRegion(let name):
            return .backbone(.region(try index(of: name, in: regions.map(\.name), "region")))
        case .outbound: throw ResolutionFailure(message: "a way out to the Internet is nothing that a step can act on")
        case .flow: throw ResolutionFailure(message: "a flow is nothing that a step can act on")
        }
    }

    private func findLAN(_ name: String, _ member: String) throws(ResolutionFailure) -> Target {
        let site = try index(of: name, in: sites.map(\.name), "customer site")
        guard sites[site].lan != nil else { throw ResolutionFailure(message: "site '\(name)' has no LAN") }
        let core = sites[site].lan?.routing == .ibgp ? ["core"] : []
        if core.contains(member) { return .lanCore(site: site) }
        let names = sites[site].routers.map { routers[$0].name }
        return .lan(
            router: sites[site].routers[try index(of: member, in: names + core, "router of site '\(name)'")]
        )
    }

    private func findSession(
        _ router: String,
        _ circuit: String,
        _ role: Role,
        _ peering: Peering,
        _ family: AddressFamily
    ) throws(ResolutionFailure) -> Target {
        let first = try index(of: router, in: routers.map(\.name), "router")
        let second = try index(of: circuit, in: circuits.map(\.name), "circuit")
        let found = attachments.firstIndex { $0.router == first && $0.circuit == second && $0.role == role }
        guard let found else {
            throw ResolutionFailure(message: "router '\(router)' does not use \(circuit)/\(role)")
        }
        if peering == .microsoft, circuits[second].microsoftPeering == nil {
            throw ResolutionFailure(message: "circuit '\(circuit)' has no Microsoft peering")
        }
        guard circuits[second].addresses(role, peering)?.subnet(family) != nil else {
            throw ResolutionFailure(message: "\(circuit)/\(role) has no \(family == .ipv4 ? "IPv4" : "IPv6") subnet")
        }
        return .session(attachment: found, family: family, peering: peering)
    }

    private func index(of name: String, in names: [String], _ kind: String) throws(ResolutionFailure) -> Int {
        guard let index = names.firstIndex(of: name) else {
            throw ResolutionFailure(
                message: "there is no \(kind) called '\(name)'",
                suggestion: Suggestion.nearest(to: name, among: names),
                mayBeUnreadable: names.contains("")
            )
        }
        return index
    }

    /// The canonical path of a target.
    public func path(of target: Target) -> ObjectPath {
        switch target {
        case .link(let circuit, let role, let segment):
            return .link(circuit: circuits[circuit].name, role: role, segment: segment)
        case .provider(let circuit, let role): return .provider(circuit: circuits[circuit].name, role: role)
        case .lan(let router): return .lan(site: sites[routers[router].site].name, member: routers[router].name)
        case .lanCore(let site): return .lan(site: sites[site].name, member: "core")
        case .msee(let index):
            return .msee(location: peeringLocations[msees[index].peeringLocation].name, number: msees[index].number)
        case .router(let index): return .router(routers[index].name)
        case .core(let site): return .core(site: sites[site].name)
        case .firewall(let index): return .firewall(firewalls[index].name)
        case .host(let index): return .host(site: sites[hosts[index].site].name, name: hosts[index].name)
        case .machine(let index):
            let machine = machines[index]
            return .machine(virtualNetwork: virtualNetworks[machine.virtualNetwork].name, name: machine.name)
        case .service(let index): return .service(services[index].name)
        case .peeringLocation(let index): return .peeringLocation(peeringLocations[index].name)
        case .circuit(let index): return .circuit(circuits[index].name)
        case .gateway(let index): return .gateway(gateways[index].name)
        case .gatewayInstance(let gateway, let instance):
            return .gatewayInstance(gateway: gateways[gateway].name, index: instance)
        case .zone(let region, let zone): return .zone(region: regions[region].name, name: regions[region].zones[zone])
        case .region(let index): return .region(regions[index].name)
        case .rack(let region, let zone, let number):
            let place = regions[region]
            return .rack(region: place.name, zone: zone.map { place.zones[$0] }, number: number)
        case .peering(let circuit, let peering): return .peering(circuit: circuits[circuit].name, peering)
        case .session(let index, let family, let peering):
            let attachment = attachments[index]
            return .session(
                router: routers[attachment.router].name,
                circuit: circuits[attachment.circuit].name,
                role: attachment.role,
                peering: peering,
                family: family
            )
        case .connection(let index):
            let connection = connections[index]
            return .connection(circuit: circuits[connection.circuit].name, gateway: gateways[connection.gateway].name)
        case .reflector(let number): return .reflector(number)
        case .backbone(.peeringLocation(let index)):
            return .backboneOfLocation(peeringLocations[index].name)
        case .backbone(.region(let index)): return .backboneOfRegion(regions[index].name)
        }
    }
}
