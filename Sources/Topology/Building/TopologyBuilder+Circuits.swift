import NetworkTypes

extension TopologyBuilder {
    mutating func buildPeeringLocations() {
        var names: [String: Place] = [:]
        for (index, location) in (document.peeringLocations?.value ?? []).map(\.value).enumerated() {
            claim(location.name, "a peering location", in: &names)
            let first = topology.msees.count
            for number in 1...2 {
                topology.msees.append(Topology.MSEE(peeringLocation: index, number: number, circuits: []))
            }
            topology.peeringLocations.append(
                Topology.PeeringLocation(
                    name: location.name?.value ?? "",
                    latency: delay(location.latency, Defaults.peeringLocationLatency.value, limit: .seconds(10)),
                    area: location.area?.value,
                    localRegions: (location.localRegions?.value ?? []).compactMap {
                        self.index(of: $0, in: topology.regions.map(\.name), "region")
                    },
                    msees: [first, first + 1]
                )
            )
        }
    }

    mutating func buildCircuits() {
        var names: [String: Place] = [:]
        for (index, circuit) in (document.circuits?.value ?? []).map(\.value).enumerated() {
            claim(circuit.name, "a circuit", in: &names)
            buildCircuit(circuit, index)
        }
    }

    private mutating func buildCircuit(_ circuit: CircuitDocument, _ index: Int) {
        let locations = circuitLocations(circuit)
        let port = circuit.port.flatMap { self.index(of: $0, in: topology.directPorts.map(\.name), "port pair") }
        let kind = circuit.kind?.value ?? (circuit.port == nil ? .provider : .direct)
        let sku = circuit.sku?.value ?? Defaults.circuitSKU.value
        let pair = port.map { topology.directPorts[$0] }
        if let bandwidth = circuit.bandwidth { checkBandwidth(bandwidth, kind, on: pair) }
        if let pair { checkPort(pair, circuit, kind, locations) }
        if kind == .direct, let forwarding = circuit.linkLossForwarding, forwarding.value {
            error(forwarding.place, "a direct circuit has a single segment: there is no loss to forward")
        }
        if kind == .provider, let limiting = circuit.rateLimiting {
            error(
                limiting.place,
                "rateLimiting is for direct circuits",
                notes: ["each connection of a provider's circuit is limited to the bandwidth in any case"]
            )
        }
        let peering = circuit.privatePeering?.value
        checkCustomerASN(peering?.peerASN)
        if let tag = peering?.sTag, kind == .direct, tag.value == peering?.vlan?.value {
            warning(tag.place, "sTag and vlan are the same number")
        }
        let ipv4 = peering.map { ipv4Links($0.subnets, "the private peering") } ?? []
        let ipv6 = peering.map { ipv6Links($0.subnets, "the private peering") } ?? []
        if let peering, ipv4.isEmpty, ipv6.isEmpty, peering.subnets.written.isEmpty {
            missing(
                peering.start,
                "the private peering has no subnets",
                notes: ["primarySubnet and secondarySubnet, or subnet"]
            )
        }
        let links = Topology.Role.allCases.map { role in
            // The number of the MSEE is the role's; a Metro circuit has its secondary connection in its second location.
            let location = role == .primary ? locations.first : locations.last
            let msee = location.map { topology.peeringLocations[$0].msees[role.number - 1] }
            if let msee { topology.msees[msee].circuits.append(.init(circuit: index, role: role)) }
            let place = role == .primary ? 0 : 1
            return Topology.Link(
                role: role,
                msee: msee ?? 0,
                ipv4: ipv4.count == 2 ? ipv4[place] : nil,
                ipv6: ipv6.count == 2 ? ipv6[place] : nil,
                sharedKey: peering?.sharedKey?.value,
                attachment: nil
            )
        }
        if let port { topology.directPorts[port].circuits.append(index) }
        topology.circuits.append(
            Topology.Circuit(
                name: circuit.name?.value ?? "",
                peeringLocations: locations,
                bandwidth: circuit.bandwidth?.value ?? BitRate(bitsPerSecond: 1_000_000_000),
                sku: sku,
                kind: kind,
                forwardsLinkLoss: circuit.linkLossForwarding?.value ?? false,
                isRateLimited: circuit.rateLimiting?.value ?? false,
                fastPathLimit: pair?.fastPathLimit ?? circuit.fastPathLimit?.value
                    ?? (kind == .direct
                        ? Self.fastPathLimit(ofPorts: Self.portBandwidth(circuit.bandwidth?.value))
                        : Defaults.fastPathLimit.value),
                port: port,
                portBandwidth: pair?.bandwidth ?? Self.portBandwidth(circuit.bandwidth?.value),
                latency: delay(circuit.latency, Defaults.microsoftSegmentLatency.value, limit: .seconds(10)),
                bfd: bfd(circuit.session.bfd, fallback: Self.standardBFD),
                timers: timers(circuit.session, fallback: Self.microsoftTimers),
                gracefulRestart: gracefulRestart(circuit.session.gracefulRestart, fallback: nil),
                honoursGracefulShutdown: circuit.session.gracefulShutdown?.value ?? false,
                privatePeering: Topology.PrivatePeering(
                    peerASN: peering?.peerASN?.value ?? 0,
                    vlan: UInt16(clamping: peering?.vlan?.value ?? 1),
                    serviceVLAN: peering?.sTag.map { UInt16(clamping: $0.value) }
                        ?? pair.flatMap { serviceVLAN(of: index, on: $0) },
                    prefixLimit: peering?.prefixLimit?.value
                        ?? (sku == .premium ? Defaults.premiumPrefixLimit.value : Defaults.prefixLimit.value),
                    prefixLimitIPv6: peering?.prefixLimitIPv6?.value ?? Defaults.prefixLimitIPv6.value,
                    isEnabled: peering?.enabled?.value ?? true
                ),
                microsoftPeering: circuit.microsoftPeering.map { microsoftPeering($0.value, peering, sku) },
                links: links,
                connections: [],
                globalReach: []
            )
        )
        if let bfd = circuit.session.bfd, !bfd.value.isEnabled {
            warning(bfd.place, "Azure runs BFD on every private peering and cannot be told not to")
        }
    }

    private mutating func circuitLocations(_ circuit: CircuitDocument) -> [Int] {
        let names = topology.peeringLocations.map(\.name)
        let written = circuit.peeringLocation?.value ?? []
        let found = written.compactMap { index(of: $0, in: names, "peering location") }
        if written.count == 2, written[0].value == written[1].value {
            error(written[1].place, "a Metro circuit has two different peering locations")
        }
        return found
    }

    mutating func checkBandwidth(
        _ bandwidth: Located<BitRate>,
        _ kind: Topology.Circuit.Kind,
        on port: Topology.DirectPort? = nil
    ) {
        let megabits: [UInt64] =
            switch (kind, port?.bandwidth.bitsPerSecond) {
            case (.provider, _): [50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000]
            case (.direct, nil): [1_000, 2_000, 5_000, 10_000, 40_000, 100_000]
            case (.direct, 10_000_000_000?): [1_000, 2_000, 5_000, 10_000]
            case (.direct, _): [5_000, 10_000, 40_000, 100_000]
            }
        let sold = megabits.map { BitRate(bitsPerSecond: $0 * 1_000_000) }
        if !sold.contains(bandwidth.value) {
            let place = port.map { "on ports of \($0.bandwidth)" } ?? "for a \(kind.rawValue) circuit"
            error(
                bandwidth.place,
                "\(bandwidth.value) is not sold \(place)",
                notes: ["sold are \(sold.map(\.description).joined(separator: ", "))"]
            )
        }
    }
}
