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
            // Circuits of one port pair share its cables: what happens to one of them happens to all.
            if let port = topology.circuits[circuit].port {
                return topology.directPorts[port].circuits.compactMap { other in
                    let wire = places.links[other][role == .primary ? 0 : 1].microsoft
                    return wire >= 0 ? wire : nil
                }
            }
            // A direct circuit's single segment is both.
            switch segment {
            case .customer: return customer.isEmpty ? microsoft : customer
            case .microsoft: return microsoft
            case nil: return customer + microsoft
            }
        case .lan(let router): return places.lanWires[router].map { [$0] } ?? []
        case .lanCore(let site): return places.coreWires[site].map { [$0] } ?? []
        case .backbone(.peeringLocation(let index)):
            return topology.peeringLocations[index].msees.compactMap { uplink(of: places.msees[$0]) }
        case .backbone(.region(let index)):
            return uplink(of: places.fabrics[index]).map { [$0] } ?? []
        case .circuit(let circuit):
            return places.links[circuit].flatMap { link in
                [link.customer, link.microsoft].compactMap(\.self).filter { $0 >= 0 }
            }
        default:
            return nodes(of: target).flatMap { node in
                nodes[node.index].ports.compactMap { $0.map { Int($0.wire) } }
            }
        }
    }

    /// What a verb does to a target and can take back.
    func effects(of verb: Topology.Verb, on target: Topology.Target) -> [FaultLedger.Effect] {
        switch verb {
        case .cut: wires(of: target).map { .hold(wire: $0) }
        case .blackhole(let direction): blackholes(target, direction)
        case .fail(let mode): failure(of: target, mode)
        case .degrade(let degradation, let direction):
            sides(of: target, direction).map { .degrade(wire: $0.wire, towards: $0.side, degradation) }
        case .shutdown(nil): sessions(of: target).map { .shutdown(session: $0, by: closer(target)) }
        case .shutdown(.some): sessions(of: target).map { .announceShutdown(session: $0, by: closer(target)) }
        case .misconfigure(let mistake): misconfiguration(of: target, mistake)
        case .deprovision: sessions(of: target).map { .shutdown(session: $0, by: .b, isDeconfigured: true) }
        case .withdraw(let prefixes): announcements(target, prefixes, isOn: false)
        case .announce(let prefixes): announcements(target, prefixes, isOn: true)
        case .failoverTest(let gateway): withdrawals(of: gateway, from: target)
        case .reset, .drain, .isolate, .flap, .resize, .migrate, .restore: []
        }
    }

    private func misconfiguration(
        of target: Topology.Target,
        _ mistake: Topology.Misconfiguration
    ) -> [FaultLedger.Effect] {
        if case .link(let circuit, let role, _) = target, let vlan = mistake.vlan {
            return nodes(of: .provider(circuit: circuit, role: role)).map { .retag($0, vlan: vlan) }
        }
        return sessions(of: target).flatMap { session -> [FaultLedger.Effect] in
            let key = mistake.sharedKey.map { FaultLedger.Effect.rekey(session: session, key: $0) }
            let leak = mistake.leak.map { FaultLedger.Effect.leak(session: session, $0) }
            return [key, leak].compactMap(\.self)
        }
    }

    /// What a failure of a part of a target's devices does.
    private func failure(of target: Topology.Target, _ mode: Topology.FailureMode) -> [FaultLedger.Effect] {
        switch mode {
        case .powerLoss: failure(of: target)
        case .reload(let startup): nodes(of: target).map { .reload($0, startup: startup) }
        case .bgpCrash: nodes(of: target).map { .fail($0, .bgp) }
        case .bfdCrash: nodes(of: target).map { .fail($0, .bfd) }
        case .forwardingOnly: nodes(of: target).map { .fail($0, .forwarding) }
        case .controlPlaneStall: nodes(of: target).map { .fail($0, .controlPlane) }
        }
    }

    /// What stops, or loses its carrier, if a target fails.
    func failure(of target: Topology.Target) -> [FaultLedger.Effect] {
        switch target {
        // A connection is no device: its gateway and its circuit lose sight of each other.
        case .connection: sessions(of: target).map { .shutdown(session: $0, by: closer(target)) }
        // A direct circuit has no provider edges, only its cables.
        case .circuit(let index) where topology.circuits[index].kind == .direct:
            wires(of: target).map { .hold(wire: $0) }
        case .rack(let region, let zone, let number):
            [.loseRack(region: region, zone: zone, number: number)] + nodes(of: target).map { .stop($0) }
        default: nodes(of: target).map { .stop($0) }
        }
    }

    /// Without prefixes it is all of the site's, and a router's own.
    private func announcements(_ target: Topology.Target, _ prefixes: [IPPrefix], isOn: Bool) -> [FaultLedger.Effect] {
        var prefixes = prefixes
        if prefixes.isEmpty {
            switch target {
            case .core(let site): prefixes = topology.sites[site].prefixes
            case .router(let index):
                let router = topology.routers[index]
                prefixes = topology.sites[router.site].prefixes + router.originate
            case .gateway(let index):
                prefixes = topology.networks(ofGateway: index).flatMap { topology.virtualNetworks[$0].addressSpace }
            default: break
            }
        }
        return nodes(of: target).map { .announcement($0, prefixes, isOn: isOn) }
    }

    private func blackholes(_ target: Topology.Target, _ direction: Topology.WireDirection) -> [FaultLedger.Effect] {
        sides(of: target, direction).map { .blackhole(wire: $0.wire, towards: $0.side) }
    }

    /// The wires of a target with the directions that are meant.
    private func sides(
        of target: Topology.Target,
        _ direction: Topology.WireDirection
    ) -> [(wire: Int, side: WireSide)] {
        wires(of: target).flatMap { wire -> [(wire: Int, side: WireSide)] in
            let microsoft = sideTowardsMicrosoft(wire)
            switch direction {
            case .toMicrosoft: return [(wire, microsoft)]
            case .toCustomer: return [(wire, microsoft.opposite)]
            case .both: return [(wire, microsoft), (wire, microsoft.opposite)]
            }
        }
    }

    /// Which end of a wire is the nearer one to Microsoft, or to the machines where both are.
    private func sideTowardsMicrosoft(_ wire: Int) -> WireSide {
        let (a, b) = (nodes[wires[wire].a.node.index].role, nodes[wires[wire].b.node.index].role)
        switch (a, b) {
        // Between a router and its LAN, the router is; between an MSEE and the backbone, the backbone.
        case (.router, .lan), (.router, .firewall), (.firewall, .lan), (.backbone, .msee): return .a
        default: return .b
        }
    }

    /// The wire between a device and the backbone or its region's fabric.
    func uplink(of node: NodeIndex) -> Int? {
        nodes[node.index].ports.lazy.compactMap { $0.map { Int($0.wire) } }.first { wire in
            let other = wires[wire].a.node == node ? wires[wire].b.node : wires[wire].a.node
            return nodes[other.index].role == .backbone || nodes[other.index].role == .fabric
        }
    }

    /// Which end of its sessions closes them when that is asked of a target: Microsoft's disables the peering of a circuit, else
    /// the end that opens them does.
    func closer(_ target: Topology.Target) -> WireSide {
        switch target {
        case .circuit, .peering: .b
        default: .a
        }
    }

    /// The devices that a target stands for.
    func nodes(of target: Topology.Target) -> [NodeIndex] {
        switch target {
        case .link, .lan, .lanCore, .session, .peering, .connection, .backbone: []
        case .provider(let circuit, let role):
            places.links[circuit][role == .primary ? 0 : 1].provider.map { [$0] } ?? []
        case .msee(let index): [places.msees[index]]
        case .router(let index): [places.routers[index]]
        case .core(let site): places.cores[site].map { [$0] } ?? []
        case .host(let index): [places.hosts[index]]
        case .firewall(let index): [places.firewalls[index]]
        case .machine(let index): [places.machines[index]]
        case .service(let index): [places.services[index]]
        case .peeringLocation(let index): devices(ofLocation: index)
        case .circuit(let index): places.links[index].compactMap(\.provider)
        case .gateway(let index): deployedInstances(of: index)
        case .gatewayInstance(let gateway, let instance): [places.instances[gateway][instance]]
        case .zone(let region, let zone): devices(ofRegion: region) { $0 == zone }
        case .region(let region): devices(ofRegion: region) { _ in true } + [places.fabrics[region]]
        case .rack(let region, let zone, let number): instances(inRack: number, zone: zone, of: region)
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
        for (index, service) in topology.services.enumerated()
        where service.region == region && isIncluded(nil) {
            devices.append(places.services[index])
        }
        for (index, machine) in topology.machines.enumerated()
        where topology.virtualNetworks[machine.virtualNetwork].region == region && isIncluded(machine.zone) {
            devices.append(places.machines[index])
        }
        return devices
    }

    func sessions(of target: Topology.Target) -> [Int] {
        switch target {
        case .session(let attachment, let family, let peering):
            return places.session(attachment: attachment, peering, family).map { [$0] } ?? []
        case .peering(let circuit, let peering):
            return topology.attachments.indices.filter { topology.attachments[$0].circuit == circuit }
                .flatMap { places.sessions(attachment: $0, peering) }
        case .connection(let index):
            return places.connectionSessions[index]
        case .circuit(let index):
            return topology.attachments.indices.filter { topology.attachments[$0].circuit == index }
                .flatMap { places.sessions(attachment: $0) }
        default:
            let targets = nodes(of: target)
            return blueprint.sessions.indices.filter { index in
                targets.contains(blueprint.sessions[index].a.node) || targets.contains(blueprint.sessions[index].b.node)
            }
        }
    }
}
