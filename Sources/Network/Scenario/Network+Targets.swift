import NetworkTypes
import Router
import Topology

/// What the targets of steps consist of.
extension Network {
    private var places: Blueprint.Places { blueprint.places }

    /// The wires that a target stands for: its own, or all those at its devices.
    func wires(of target: Topology.Target) -> [Int] {
        switch target {
        case .link(let circuit, let role, let segment):
            let link = places.links[circuit][role == .primary ? 0 : 1]
            let customer = link.customer.map { [$0] } ?? []
            let microsoft = link.microsoft >= 0 ? [link.microsoft] : []
            // A direct circuit's single segment is both.
            switch segment {
            case .customer: return customer.isEmpty ? microsoft : customer
            case .microsoft: return microsoft
            case nil: return customer + microsoft
            }
        case .lan(let router): return places.lanWires[router].map { [$0] } ?? []
        case .lanCore(let site): return places.coreWires[site].map { [$0] } ?? []
        case .circuit(let circuit):
            return Topology.Role.allCases.flatMap { wires(of: .link(circuit: circuit, role: $0, segment: nil)) }
        default:
            return nodes(of: target).flatMap { node in
                nodes[node.index].ports.compactMap { $0.map { Int($0.wire) } }
            }
        }
    }

    func blackholes(_ target: Topology.Target, _ direction: Topology.WireDirection) -> [FaultLedger.Effect] {
        wires(of: target).flatMap { wire -> [FaultLedger.Effect] in
            let microsoft = sideTowardsMicrosoft(wire)
            let towardsMicrosoft = FaultLedger.Effect.blackhole(wire: wire, towards: microsoft)
            let towardsCustomer = FaultLedger.Effect.blackhole(wire: wire, towards: microsoft.opposite)
            switch direction {
            case .toMicrosoft: return [towardsMicrosoft]
            case .toCustomer: return [towardsCustomer]
            case .both: return [towardsMicrosoft, towardsCustomer]
            }
        }
    }

    /// Which end of a wire is the nearer one to Microsoft.
    private func sideTowardsMicrosoft(_ wire: Int) -> WireSide {
        // Between a router and its LAN, the router is.
        nodes[wires[wire].a.node.index].role == .router && nodes[wires[wire].b.node.index].role == .lan ? .a : .b
    }

    /// The devices that a target stands for.
    func nodes(of target: Topology.Target) -> [NodeIndex] {
        switch target {
        case .link, .lan, .lanCore, .session, .connection: []
        case .provider(let circuit, let role):
            places.links[circuit][role == .primary ? 0 : 1].provider.map { [$0] } ?? []
        case .msee(let index): [places.msees[index]]
        case .router(let index): [places.routers[index]]
        case .core(let site): places.cores[site].map { [$0] } ?? []
        case .host(let index): [places.hosts[index]]
        case .machine(let index): [places.machines[index]]
        case .peeringLocation(let index): devices(ofLocation: index)
        case .circuit(let index): places.links[index].compactMap(\.provider)
        case .gateway(let index): places.instances[index]
        case .gatewayInstance(let gateway, let instance): [places.instances[gateway][instance]]
        case .zone(let region, let zone): devices(ofRegion: region) { $0 == zone }
        case .region(let region): devices(ofRegion: region) { _ in true } + [places.fabrics[region]]
        case .reflector(let number): [places.reflectors[number - 1]]
        }
    }

    /// Its MSEEs, and the provider edges of the connections that end there.
    private func devices(ofLocation index: Int) -> [NodeIndex] {
        var devices = topology.peeringLocations[index].msees.map { places.msees[$0] }
        for (circuit, model) in topology.circuits.enumerated() {
            for (place, link) in model.links.enumerated()
            where topology.msees[link.msee].peeringLocation == index {
                if let provider = places.links[circuit][place].provider { devices.append(provider) }
            }
        }
        return devices
    }

    private func devices(ofRegion region: Int, inZone isIncluded: (Int?) -> Bool) -> [NodeIndex] {
        var devices: [NodeIndex] = []
        for (index, gateway) in topology.gateways.enumerated() where gateway.region == region {
            for (place, instance) in gateway.instances.enumerated() where isIncluded(instance.zone) {
                devices.append(places.instances[index][place])
            }
        }
        for (index, machine) in topology.machines.enumerated()
        where topology.virtualNetworks[machine.virtualNetwork].region == region && isIncluded(machine.zone) {
            devices.append(places.machines[index])
        }
        return devices
    }

    /// Whether what fails is a place, so that nothing can be built anew there.
    func isPlace(_ target: Topology.Target) -> Bool {
        switch target {
        case .zone, .region, .peeringLocation: true
        default: false
        }
    }

    func sessions(of target: Topology.Target) -> [Int] {
        switch target {
        case .session(let attachment, let family):
            return places.attachmentSessions[attachment][family].map { [$0] } ?? []
        case .connection(let index):
            return places.connectionSessions[index]
        case .circuit(let index):
            return topology.attachments.indices.filter { topology.attachments[$0].circuit == index }
                .flatMap { attachment in
                    AddressFamily.allCases.compactMap { places.attachmentSessions[attachment][$0] }
                }
        default:
            let targets = nodes(of: target)
            return blueprint.sessions.indices.filter { index in
                targets.contains(blueprint.sessions[index].a.node) || targets.contains(blueprint.sessions[index].b.node)
            }
        }
    }

    /// Who announces prefixes for a target.
    func announcers(of target: Topology.Target) -> [NodeIndex] { nodes(of: target) }
}
