import BGPWire
import NetworkTypes
import RIB
import Router
import Topology

/// Microsoft's public services, and the peerings that lead to them over the backbone.
extension BlueprintBuilder {
    /// Routing domain of a service at its own node; domain 0 is the underlay.
    static let serviceDomain = 1

    /// Each service is one node in its region: a provider edge router of the backbone and what answers behind it.
    mutating func addServices() {
        for (index, service) in topology.services.enumerated() {
            let address = UnderlayAddress.service(index)
            let node = addRouter(
                "service/\(service.name)",
                .service,
                asn: Microsoft.asn,
                id: address,
                domains: [RouterConfiguration.Domain(name: "underlay"), RouterConfiguration.Domain(name: service.name)]
            )
            blueprint.places.services.append(node)
            joinFabric(node, address, region: service.region, latency: topology.latency.machine)
            openVPN(
                node,
                Self.serviceDomain,
                endpoint: address,
                FabricNumber.routeDistinguisher(service: index),
                label: FabricNumber.label(service: index),
                exporting: .local,
                addresses: [service.address.map(IPAddress.v4), service.addressIPv6.map(IPAddress.v6)].compactMap(\.self)
            )
            configure(node) { configuration in
                configuration.domains[Self.serviceDomain].vpn?.exportTargets = [
                    FabricNumber.routeTarget(service: index)
                ]
                configuration.domains[Self.serviceDomain].vpn?.importTargets = [FabricNumber.customersTarget]
                for prefix in service.prefixes {
                    configuration.routes.append(
                        RouterConfiguration.Route(domain: Self.serviceDomain, prefix: prefix, nextHops: [])
                    )
                    configuration.originations.append(
                        RouterConfiguration.Origination(
                            domain: Self.serviceDomain,
                            prefix: prefix,
                            communities: service.communities.standard
                        )
                    )
                }
            }
            addReflectorSessions(of: node, address)
        }
    }

    /// Joins the domains of Microsoft peerings to the services that their circuits reach.
    mutating func addMicrosoftPeerings() {
        for (index, circuit) in topology.circuits.enumerated() where circuit.microsoftPeering != nil {
            let services = topology.services.indices.filter {
                topology.reaches(circuit, region: topology.services[$0].region)
            }
            for role in Topology.Role.allCases {
                let domain = domain(circuit: index, role: role, .microsoft)
                let msee = circuit.link(role).msee
                openVPN(
                    blueprint.places.msees[msee],
                    domain,
                    endpoint: UnderlayAddress.msee(msee),
                    FabricNumber.microsoftDistinguisher(circuit: index, role),
                    label: FabricNumber.microsoftLabel(circuit: index),
                    exporting: .customer
                )
                configure(blueprint.places.msees[msee]) { configuration in
                    configuration.domains[domain].vpn?.exportTargets = [FabricNumber.customersTarget]
                    configuration.domains[domain].vpn?.importTargets = services.map(FabricNumber.routeTarget(service:))
                }
            }
        }
    }

    /// What the MSEE takes and gives on a Microsoft peering.
    func configure(_ neighbor: inout Neighbor, _ peering: Topology.MicrosoftPeering) {
        let validated = peering.advertisedPrefixes.map(PrefixMatch.orLonger)
        neighbor.importPolicy = Policy([
            PolicyTerm(
                match: PolicyMatch(asPath: ASN.documentation.map(ASPathMatch.containsAny)),
                disposition: .reject
            ),
            // Private ASNs do not count, so prepending with them has no effect (RT).
            PolicyTerm(
                match: PolicyMatch(prefixes: validated),
                actions: [.removePrivateASNs, .setCommunities([])]
            ),
            PolicyTerm(disposition: .reject),
        ])
        neighbor.exportTags = TagMask([.backbone])
        neighbor.exportPolicy = Policy(
            peering.routeFilter.standard.map { PolicyTerm(match: PolicyMatch(communities: [$0])) }
                + [PolicyTerm(disposition: .reject)]
        )
        neighbor.prefixLimitIPv4 = peering.prefixLimit
        neighbor.prefixLimitIPv6 = peering.prefixLimitIPv6
    }
}
