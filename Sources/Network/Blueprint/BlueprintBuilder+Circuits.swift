import BGPWire
import NetworkTypes
import RIB
import Router
import Topology

extension BlueprintBuilder {
    /// The provider edges and microsoft segments of all circuits; customers are attached to them later.
    mutating func addCircuits() {
        for circuit in topology.circuits {
            blueprint.places.links.append(
                circuit.links.map { link in addLink(link, of: circuit) }
            )
        }
    }

    /// The MSEE's routing domain for one connection of a circuit.
    func domain(circuit: Int, role: Topology.Role, _ peering: Topology.Peering = .private) -> Int {
        topology.domain(circuit: circuit, role, peering)
    }

    private mutating func addLink(_ link: Topology.Link, of circuit: Topology.Circuit) -> Blueprint.Places.Link {
        let name = "\(circuit.name)/\(link.role)"
        let msee = blueprint.places.msees[link.msee]
        guard circuit.kind == .provider else {
            // The single segment is added when a router is cabled to it.
            return Blueprint.Places.Link(provider: nil, customer: nil, microsoft: -1)
        }
        let provider = addNode("provider/\(name)", .providerEdge, .crossConnect(CrossConnect(circuits: [])))
        let wire = addWire(
            "link/\(name)/microsoft",
            provider,
            msee,
            latency: circuit.latency,
            bandwidth: circuit.bandwidth.bitsPerSecond
        )
        return Blueprint.Places.Link(provider: provider, customer: nil, microsoft: wire)
    }

    private mutating func customerInterface(
        _ attachment: Topology.Attachment,
        _ peering: Topology.Peering,
        _ addresses: [RouterConfiguration.InterfaceAddress],
        _ port: UInt16
    ) -> RouterConfiguration.Interface {
        var interface = RouterConfiguration.Interface(
            domain: 0,
            kind: .ethernet(port: port, tags: customerTags(topology.circuits[attachment.circuit], peering, attachment)),
            mac: newMAC(),
            addresses: addresses,
            mtu: Microsoft.edgeMTU
        )
        interface.reversePathFilter = topology.routers[attachment.router].reversePathFilter.ofForwarder
        interface.carrierDelay = .init(attachment.carrierDelay)
        interface.dampening = attachment.interfaceDampening.map(DampeningParameters.init)
        // Both tags of ExpressRoute Direct have EtherType 0x8100 (DIR).
        interface.hasServiceTag = false
        return interface
    }

    /// Cables every router to the connections that it uses and sets their sessions up.
    mutating func addAttachments() {
        for (index, attachment) in topology.attachments.enumerated() {
            let circuit = topology.circuits[attachment.circuit]
            let link = circuit.link(attachment.role)
            let router = blueprint.places.routers[attachment.router]
            let msee = blueprint.places.msees[link.msee]
            let ports = cable(router, to: msee, attachment)
            blueprint.nodes[router.index].attachments[ports.customer] = index
            blueprint.places.attachmentSessions.append([:])
            blueprint.places.microsoftSessions.append([:])
            for peering in Topology.Peering.allCases {
                guard let addresses = circuit.addresses(attachment.role, peering) else { continue }
                let customer = addInterface(
                    customerInterface(attachment, peering, linkAddresses(addresses, customer: true), ports.customer),
                    to: router
                )
                var inside = RouterConfiguration.Interface(
                    domain: domain(circuit: attachment.circuit, role: attachment.role, peering),
                    kind: .ethernet(port: ports.microsoft, tags: microsoftTags(circuit, peering)),
                    mac: newMAC(),
                    addresses: linkAddresses(addresses, customer: false),
                    mtu: Microsoft.edgeMTU
                )
                inside.hasServiceTag = circuit.kind == .provider
                let microsoft = addInterface(inside, to: msee)
                guard circuit.hasSessions(peering) else { continue }
                addEdgeSessions(index, peering, addresses, interfaces: (customer, microsoft))
            }
        }
    }

    private func customerTags(
        _ circuit: Topology.Circuit,
        _ peering: Topology.Peering,
        _ attachment: Topology.Attachment
    ) -> [UInt16] {
        let outer = circuit.kind == .direct ? circuit.privatePeering.serviceVLAN.map { [$0] } ?? [] : []
        return outer + [peering == .private ? attachment.vlan ?? circuit.vlan(peering) : circuit.vlan(peering)]
    }

    private func microsoftTags(_ circuit: Topology.Circuit, _ peering: Topology.Peering) -> [UInt16] {
        (circuit.privatePeering.serviceVLAN.map { [$0] } ?? []) + [circuit.vlan(peering)]
    }

    /// The wires between a router and an MSEE; returns the port at each end.
    private mutating func cable(
        _ router: NodeIndex,
        to msee: NodeIndex,
        _ attachment: Topology.Attachment
    ) -> (customer: UInt16, microsoft: UInt16) {
        let circuit = topology.circuits[attachment.circuit]
        let place = attachment.role == .primary ? 0 : 1
        let name = "\(circuit.name)/\(attachment.role)"
        let bandwidth = circuit.bandwidth.bitsPerSecond
        guard let provider = blueprint.places.links[attachment.circuit][place].provider else {
            let latency = attachment.latency + circuit.latency
            let wire = addWire(
                "link/\(name)",
                router,
                msee,
                latency: latency,
                bandwidth: circuit.isRateLimited ? circuit.burst(of: bandwidth) : circuit.portBandwidth.bitsPerSecond,
                clampedBandwidth: circuit.isRateLimited ? bandwidth : 0,
                mtu: attachment.mtu
            )
            blueprint.places.links[attachment.circuit][place].microsoft = wire
            return (blueprint.wires[wire].a.port, blueprint.wires[wire].b.port)
        }
        let wire = addWire(
            "link/\(name)/customer",
            router,
            provider,
            latency: attachment.latency,
            bandwidth: bandwidth,
            mtu: attachment.mtu
        )
        blueprint.places.links[attachment.circuit][place].customer = wire
        let microsoft = blueprint.wires[blueprint.places.links[attachment.circuit][place].microsoft]
        let crossings = Topology.Peering.allCases.compactMap { peering -> CrossConnect.Circuit? in
            guard circuit.addresses(attachment.role, peering) != nil else { return nil }
            return CrossConnect.Circuit(
                customerPort: blueprint.wires[wire].b.port,
                microsoftPort: microsoft.a.port,
                customerTag: circuit.vlan(peering),
                serviceTag: circuit.privatePeering.serviceVLAN,
                linkLossForwarding: circuit.forwardsLinkLoss
            )
        }
        blueprint.nodes[provider.index].works = .crossConnect(CrossConnect(circuits: crossings))
        return (blueprint.wires[wire].a.port, microsoft.b.port)
    }

    private func linkAddresses(_ link: Topology.Link.Addresses, customer: Bool) -> [RouterConfiguration
        .InterfaceAddress]
    {
        var addresses: [RouterConfiguration.InterfaceAddress] = []
        if let ipv4 = link.ipv4 {
            addresses.append(
                RouterConfiguration.InterfaceAddress(
                    .v4(customer ? ipv4.customer : ipv4.microsoft),
                    prefixLength: ipv4.subnet.length
                )
            )
        }
        if let ipv6 = link.ipv6 {
            addresses.append(
                RouterConfiguration.InterfaceAddress(
                    .v6(customer ? ipv6.customer : ipv6.microsoft),
                    prefixLength: ipv6.subnet.length
                )
            )
        }
        return addresses
    }

    /// One session per family between a router and the MSEE.
    private mutating func addEdgeSessions(
        _ index: Int,
        _ peering: Topology.Peering,
        _ addresses: Topology.Link.Addresses,
        interfaces: (customer: Int, microsoft: Int)
    ) {
        for family in AddressFamily.allCases {
            guard let customer = addresses.customer(family), let microsoft = addresses.microsoft(family) else {
                continue
            }
            let target = Topology.Target.session(attachment: index, family: family, peering: peering)
            let session = addEdgeSession(
                topology.path(of: target).description,
                topology.attachments[index],
                peering,
                family,
                addresses: (customer, microsoft),
                sharedKey: addresses.sharedKey,
                interfaces: interfaces
            )
            switch peering {
            case .private: blueprint.places.attachmentSessions[index][family] = session
            case .microsoft: blueprint.places.microsoftSessions[index][family] = session
            }
        }
    }

    private mutating func addEdgeSession(
        _ path: String,
        _ attachment: Topology.Attachment,
        _ peering: Topology.Peering,
        _ family: AddressFamily,
        addresses: (customer: IPAddress, microsoft: IPAddress),
        sharedKey: String?,
        interfaces: (customer: Int, microsoft: Int)
    ) -> Int {
        let circuit = topology.circuits[attachment.circuit]
        let families: RouteFamilySet = family == .ipv4 ? .ipv4Unicast : .ipv6Unicast
        var customer = Neighbor(
            path: path,
            domain: 0,
            localAddress: addresses.customer,
            remoteAddress: addresses.microsoft,
            remoteASN: Microsoft.asn,
            families: families,
            timers: Neighbor.Timers(attachment.timers)
        )
        customer.localASN = attachment.asn
        customer.interface = interfaces.customer
        customer.sharedKey = attachment.sharedKey
        customer.dampening = attachment.dampening.map(DampeningParameters.init)
        customer.bfd = attachment.bfd.map(Neighbor.BFDParameters.init)
        customer.gracefulRestart = attachment.gracefulRestart.map(Neighbor.RestartParameters.init)
        customer.honoursGracefulShutdown = attachment.honoursGracefulShutdown
        customer.importTag = .microsoft
        // A site announces what is its own, never what it learned from Microsoft.
        customer.exportTags = TagMask([.local, .internal])
        customer.leak = Neighbor.Leak(attachment.leak)
        customer.importPolicy = Policy(attachment.importRules(peering), prepending: Microsoft.asn)
        customer.exportPolicy = Policy(attachment.exportRules(peering, of: circuit), prepending: nil)
            .withholding(topology.routers[attachment.router].aggregates.filter(\.isSummaryOnly).map(\.prefix))

        var microsoft = Neighbor(
            path: path,
            domain: domain(circuit: attachment.circuit, role: attachment.role, peering),
            localAddress: addresses.microsoft,
            remoteAddress: addresses.customer,
            remoteASN: circuit.privatePeering.peerASN,
            families: families,
            timers: Neighbor.Timers(circuit.timers)
        )
        microsoft.interface = interfaces.microsoft
        microsoft.isPassive = true
        microsoft.sharedKey = sharedKey
        microsoft.bfd = circuit.bfd.map(Neighbor.BFDParameters.init)
        microsoft.bfd?.isPassive = true
        microsoft.gracefulRestart = circuit.gracefulRestart.map(Neighbor.RestartParameters.init)
        microsoft.honoursGracefulShutdown = circuit.honoursGracefulShutdown
        microsoft.importTag = .customer
        microsoft.removedASNs = [Microsoft.gatewayASN]
        switch peering {
        case .private:
            // Whatever the customer means by its communities, Microsoft does not look (RT).
            microsoft.importPolicy = Policy([PolicyTerm(actions: [.setCommunities([])])])
            if circuit.honoursGracefulShutdown {
                // What a customer is about to shut down, gateways have to know as well.
                let match = PolicyMatch(communities: [.gracefulShutdown])
                let passedOn = PolicyTerm(match: match, actions: [.setCommunities([.gracefulShutdown])])
                microsoft.importPolicy = Policy([passedOn] + microsoft.importPolicy.terms)
            }
            microsoft.exportTags = TagMask([.gateway, .openGateway, .backbone])
            microsoft.prefixLimitIPv4 = circuit.privatePeering.prefixLimit
            microsoft.prefixLimitIPv6 = circuit.privatePeering.prefixLimitIPv6
        case .microsoft:
            guard let model = circuit.microsoftPeering else { break }
            microsoft.remoteASN = model.peerASN
            configure(&microsoft, model)
        }
        return addSession(
            (blueprint.places.routers[attachment.router], customer),
            (blueprint.places.msees[topology.circuits[attachment.circuit].link(attachment.role).msee], microsoft)
        )
    }
}
