import Forwarding
import NetworkTypes
import Router
import Topology
import VRRP

extension BlueprintBuilder {
    /// A LAN whose hosts hang on it and have a virtual router as their first hop; there is no core.
    mutating func addVirtualRouterLAN(_ lan: Topology.LAN, _ virtual: Topology.VirtualRouter, of index: Int) {
        let site = topology.sites[index]
        let segment = addNode("lan/\(site.name)", .lan, .lanSwitch(LANSwitch(stations: [])))
        blueprint.places.cores.append(nil)
        blueprint.places.lans.append(segment)
        blueprint.places.coreWires.append(nil)
        let members = site.routers.map { addLANMember($0, lan, segment) }
        for (member, router) in zip(members, site.routers) {
            addFirstHops(of: router, at: member, segment, virtual, site)
            // Nobody else does; what depends on something is not advertised without it.
            let dependent = topology.routers[router].conditionalOriginations.map(\.prefix)
            originate(site.prefixes.filter { !dependent.contains($0) }, at: member.node)
        }
        if virtual.routersRunIBGP {
            for (place, second) in members.enumerated() {
                for first in members[..<place] { addLANSessions(first, second, lan) }
            }
        }
        for host in site.hosts { addHost(host, on: segment, lan, virtual) }
    }

    /// Each family is a virtual router of its own (RFC 5798 §4).
    private mutating func addFirstHops(
        of router: Int,
        at member: LANMember,
        _ segment: NodeIndex,
        _ virtual: Topology.VirtualRouter,
        _ site: Topology.CustomerSite
    ) {
        guard let firstHop = topology.routers[router].firstHop, let wire = blueprint.places.lanWires[router] else {
            return
        }
        let path = "vrrp/\(site.name)/\(virtual.id)"
        let mac = configure(member.node) { $0.interfaces[member.interface].mac }
        func add(_ path: String, _ addresses: [IPAddress], from primary: IPAddress, isOwner: Bool) {
            let configuration = VirtualRouterConfiguration(
                virtualRouterID: virtual.id,
                priority: isOwner ? VirtualRouterConfiguration.ownerPriority : firstHop.priority,
                intervalCentiseconds: virtual.intervalCentiseconds,
                preempts: firstHop.preempts,
                preemptDelay: firstHop.preemptDelay,
                addresses: addresses,
                primaryAddress: primary
            )
            blueprint.nodes[member.node.index].firstHops.append(
                FirstHopPlan(
                    path: path,
                    interface: member.interface,
                    segment: segment,
                    wire: wire,
                    configuration: configuration,
                    acceptsPackets: virtual.acceptsPackets || isOwner
                )
            )
        }
        for own in member.addresses.map(\.address) {
            switch own {
            case .v4:
                guard let address = virtual.address else { continue }
                add(path, [.v4(address)], from: own, isOwner: own == .v4(address))
            case .v6:
                guard let address = virtual.addressIPv6 else { continue }
                let group = MACAddress(rawValue: 0x0000_5E00_0200 | UInt64(virtual.id))
                add(
                    path + "/ipv6",
                    [.v6(IPv6Address(linkLocalOf: group)), .v6(address)],
                    from: .v6(IPv6Address(linkLocalOf: mac)),
                    isOwner: own == .v6(address)
                )
            }
        }
    }

    /// A host on a port of the LAN's switch, which has the virtual addresses as its gateways.
    private mutating func addHost(
        _ index: Int,
        on segment: NodeIndex,
        _ lan: Topology.LAN,
        _ virtual: Topology.VirtualRouter
    ) {
        let host = topology.hosts[index]
        let site = topology.sites[host.site]
        let path = "host/\(site.name)/\(host.name)"
        let node = addRouter(
            path,
            .host,
            asn: site.asn,
            id: host.address ?? .any,
            domains: [RouterConfiguration.Domain(name: "default")]
        )
        let addresses = lanAddresses(lan, host.address, host.addressIPv6)
        let own = joinLAN(node, segment, path, topology.latency.host, addresses).interface
        setKernel(host.namespace, at: node, interface: own)
        if virtual.address != nil, host.address != nil {
            addDefaultRoute(at: node, through: own, virtual.address.map(IPAddress.v4))
        }
        if host.addressIPv6 != nil { addDefaultRoute(at: node, through: own, virtual.addressIPv6.map(IPAddress.v6)) }
        blueprint.places.hosts[index] = node
    }

    private mutating func addDefaultRoute(at node: NodeIndex, through interface: Int, _ gateway: IPAddress?) {
        guard let gateway else { return }
        addRoute(
            RouterConfiguration.Route(
                domain: 0,
                prefix: gateway.family == .ipv4 ? .v4(.all) : .v6(.all),
                nextHops: [.neighbor(interface: interface, gateway)]
            ),
            to: node
        )
    }
}
