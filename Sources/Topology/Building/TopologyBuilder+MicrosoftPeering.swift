import NetworkTypes

/// Microsoft peerings, and the public services that they lead to.
extension TopologyBuilder {
    mutating func buildServices() {
        var names: [String: Place] = [:]
        for service in (document.microsoftServices?.value ?? []).map(\.value) {
            claim(service.name, "a Microsoft service", in: &names)
            let region = index(of: service.region, in: topology.regions.map(\.name), "region") ?? 0
            let prefixes = service.prefixes?.value ?? []
            for prefix in prefixes { checkIsPublic(prefix) }
            let kind = service.service?.value ?? .regional
            let written = service.communities?.value.map(\.value)
            let number = region < topology.regions.count ? Topology.regionNumbers[topology.regions[region].name] : nil
            let address: IPAddress? = endOfFlows(
                service.address.map { Located(.v4($0.value), at: $0.place) },
                prefixes,
                .ipv4
            )
            let addressIPv6: IPAddress? = endOfFlows(
                service.addressIPv6.map { Located(.v6($0.value), at: $0.place) },
                prefixes,
                .ipv6
            )
            topology.services.append(
                Topology.Service(
                    name: service.name?.value ?? "",
                    kind: kind,
                    region: region,
                    prefixes: prefixes.map(\.value),
                    address: address?.v4,
                    addressIPv6: addressIPv6?.v6,
                    communities: written ?? kind.communities(regionNumber: number)
                )
            )
        }
    }

    /// The address that stands for a service: as written, else the first host address of its first prefix of the family.
    private mutating func endOfFlows(
        _ written: Located<IPAddress>?,
        _ prefixes: [Located<IPPrefix>],
        _ family: AddressFamily
    ) -> IPAddress? {
        if let written {
            if !prefixes.contains(where: { $0.value.contains(written.value) }) {
                error(written.place, "\(written.value) lies in none of the service's prefixes")
            }
            return written.value
        }
        guard let first = prefixes.first(where: { $0.value.family == family })?.value else { return nil }
        switch first {
        case .v4(let prefix): return (prefix.address(at: 1) ?? prefix.address(at: 0)).map(IPAddress.v4)
        case .v6(let prefix): return (prefix.address(at: 1) ?? prefix.address(at: 0)).map(IPAddress.v6)
        }
    }

    mutating func microsoftPeering(
        _ peering: MicrosoftPeeringDocument,
        _ other: PrivatePeeringDocument?,
        _ sku: Topology.Circuit.SKU
    ) -> Topology.MicrosoftPeering {
        checkCustomerASN(peering.peerASN)
        if let asn = peering.peerASN, asn.value.isForDocumentation {
            error(asn.place, "ASN \(asn.value) is kept for documentation, and Microsoft peering takes none of those")
        }
        if let vlan = peering.vlan, vlan.value == other?.vlan?.value {
            error(vlan.place, "VLAN \(vlan.value) is the private peering's already")
        }
        for subnet in peering.subnets.written { checkIsPublic(subnet) }
        for prefix in peering.advertisedPrefixes?.value ?? [] { checkIsPublic(prefix) }
        checkRouteFilter(peering, sku)
        let ipv4 = ipv4Links(peering.subnets, "the Microsoft peering")
        let ipv6 = ipv6Links(peering.subnets, "the Microsoft peering")
        if peering.subnets.written.isEmpty {
            missing(
                peering.start,
                "the Microsoft peering has no subnets",
                notes: ["primarySubnet and secondarySubnet, or subnet"]
            )
        }
        return Topology.MicrosoftPeering(
            peerASN: peering.peerASN?.value ?? 0,
            vlan: UInt16(clamping: peering.vlan?.value ?? 1),
            advertisedPrefixes: (peering.advertisedPrefixes?.value ?? []).map(\.value),
            prefixState: peering.prefixState?.value ?? .configured,
            routeFilter: (peering.routeFilter?.value ?? []).map(\.value),
            prefixLimit: peering.prefixLimit?.value ?? Defaults.microsoftPrefixLimit.value,
            prefixLimitIPv6: peering.prefixLimitIPv6?.value ?? Defaults.microsoftPrefixLimit.value,
            isEnabled: peering.enabled?.value ?? true,
            links: (0..<2).map { place in
                Topology.Link.Addresses(
                    ipv4: ipv4.count == 2 ? ipv4[place] : nil,
                    ipv6: ipv6.count == 2 ? ipv6[place] : nil,
                    sharedKey: peering.sharedKey?.value
                )
            }
        )
    }

    /// Default route and private space do not belong here (RT, FAQ).
    private mutating func checkIsPublic(_ prefix: Located<IPPrefix>) {
        guard prefix.value.length == 0 || IPPrefix.notPublic.contains(where: { $0.overlaps(prefix.value) }) else {
            return
        }
        error(
            prefix.place,
            "\(prefix.value) is not public",
            notes: ["Microsoft peering has registered public space only"]
        )
    }

    private mutating func checkRouteFilter(_ peering: MicrosoftPeeringDocument, _ sku: Topology.Circuit.SKU) {
        guard let filter = peering.routeFilter else {
            warning(
                peering.start,
                "without a routeFilter Microsoft advertises nothing on this peering",
                notes: ["list the communities of the services that you want"]
            )
            return
        }
        let known = topology.services.flatMap(\.communities)
        for community in filter.value {
            if !known.contains(community.value) {
                warning(community.place, "no service carries \(community.value)")
            } else if sku != .premium,
                topology.services.contains(where: { $0.kind.needsPremium && $0.communities.contains(community.value) })
            {
                warning(community.place, "Microsoft 365 needs a circuit of sku premium")
            }
        }
    }

    /// What waits until it is known which routers use the circuit.
    mutating func completeMicrosoftPeering(_ index: Int, _ written: MicrosoftPeeringDocument, _ user: Int?) {
        guard var peering = topology.circuits[index].microsoftPeering else { return }
        if written.peerASN == nil {
            if let user {
                peering.peerASN = topology.attachments[user].asn
            } else {
                missing(written.start, "the key 'peerASN' is missing, and no router uses the circuit", notes: [])
            }
        }
        if peering.peerASN.isPrivate, written.prefixState == nil {
            peering.prefixState = .validationNeeded
            warning(
                written.peerASN?.place ?? written.start,
                "ASN \(peering.peerASN) is private, so the peering stays down until Microsoft has validated it",
                notes: ["'prefixState: configured' says that this has happened"]
            )
        }
        for place in peering.links.indices where peering.links[place].sharedKey == nil {
            peering.links[place].sharedKey = topology.circuits[index].links[place].attachment
                .flatMap { topology.attachments[$0].sharedKey }
        }
        topology.circuits[index].microsoftPeering = peering
    }
}
