import BGPWire
import Forwarding
import NetworkTypes
import RIB
import Router
import Topology

extension BlueprintBuilder {
    /// Customer routers, and each site's LAN with its core and hosts.
    mutating func addSites() {
        blueprint.places.firewalls = Array(repeating: NodeIndex(0), count: topology.firewalls.count)
        blueprint.places.hosts = Array(repeating: NodeIndex(0), count: topology.hosts.count)
        for (index, router) in topology.routers.enumerated() {
            let node = addRouter(
                "router/\(router.name)",
                .router,
                asn: router.asn,
                id: identifier(of: router, index),
                domains: [
                    RouterConfiguration.Domain(name: "default", multipath: Multipath(router.behavior))
                ]
            )
            configure(node) { $0.behavior = RouterBehavior(router.behavior) }
            blueprint.nodes[node.index].router = index
            blueprint.nodes[node.index].isReal = router.kind != .emulated
            blueprint.nodes[node.index].seesTags = !router.ports.isEmpty
            blueprint.places.routers.append(node)
            blueprint.places.lanWires.append(nil)
            originate(router.originate, at: node)
            for route in router.staticRoutes {
                addRoute(
                    RouterConfiguration.Route(
                        domain: 0,
                        prefix: route.prefix,
                        nextHops: route.via.map { [.address($0)] } ?? []
                    ),
                    to: node
                )
            }
        }
        for (index, site) in topology.sites.enumerated() {
            if let lan = site.lan, let virtual = lan.virtualRouter {
                addVirtualRouterLAN(lan, virtual, of: index)
            } else if let lan = site.lan {
                addLAN(lan, of: index)
            } else {
                blueprint.places.cores.append(nil)
                blueprint.places.lans.append(nil)
                blueprint.places.coreWires.append(nil)
                for router in site.routers { originate(site.prefixes, at: blueprint.places.routers[router]) }
            }
        }
    }

    private func identifier(of router: Topology.Router, _ index: Int) -> IPv4Address {
        if let address = router.lanAddress { return address }
        for attachment in router.attachments {
            let attachment = topology.attachments[attachment]
            if let ipv4 = topology.circuits[attachment.circuit].link(attachment.role).ipv4 { return ipv4.customer }
        }
        // A router without any IPv4 address still needs four octets (RFC 6286); 198.18.0.0/15 is for laboratories (RFC 2544).
        return IPv4Address(rawValue: IPv4Address(198, 18, 0, 1).rawValue &+ UInt32(truncatingIfNeeded: index))
    }

    mutating func originate(_ prefixes: [IPPrefix], at node: NodeIndex) {
        configure(node) { configuration in
            configuration.originations += prefixes.map { RouterConfiguration.Origination(domain: 0, prefix: $0) }
        }
    }

    private mutating func addLAN(_ lan: Topology.LAN, of index: Int) {
        let site = topology.sites[index]
        let segment = addNode("lan/\(site.name)", .lan, .lanSwitch(LANSwitch(stations: [])))
        let coreAddresses = lanAddresses(lan, lan.core, lan.coreIPv6)
        let core = addRouter(
            "core/\(site.name)",
            .core,
            asn: site.asn,
            id: lan.core ?? IPv4Address(rawValue: IPv4Address(198, 19, 0, 1).rawValue &+ UInt32(index)),
            domains: [RouterConfiguration.Domain(name: "default")]
        )
        blueprint.places.cores.append(core)
        blueprint.places.lans.append(segment)
        let coreMember = joinLAN(core, segment, "lan/\(site.name)/core", lan.latency, coreAddresses)
        blueprint.places.coreWires.append(coreMember.wire)
        originate(site.prefixes, at: core)
        var members = [
            LANMember(
                node: core,
                name: "core",
                asn: site.asn,
                interface: coreMember.interface,
                addresses: coreAddresses,
                tag: .internal,
                timers: Self.lanTimers
            )
        ]
        members += site.routers.map { addLANMember($0, lan, segment) }
        for (place, second) in members.enumerated() {
            for first in members[..<place] { addLANSessions(first, second, lan) }
        }
        for host in site.hosts { addHost(host, behind: core, coreAddresses) }
    }

    /// Joins a router to the LAN of its site.
    mutating func addLANMember(_ router: Int, _ lan: Topology.LAN, _ segment: NodeIndex) -> LANMember {
        let model = topology.routers[router]
        let addresses = lanAddresses(lan, model.lanAddress, model.lanAddressIPv6)
        let node = blueprint.places.routers[router]
        let path = "lan/\(topology.sites[model.site].name)/\(model.name)"
        let firewall = topology.firewalls.firstIndex { $0.router == router }
        let member =
            firewall.map { joinLAN(node, segment, path, lan, addresses, through: $0) }
            ?? joinLAN(node, segment, path, lan.latency, addresses)
        blueprint.places.lanWires[router] = member.wire
        configure(node) {
            $0.interfaces[member.interface].reversePathFilter = model.reversePathFilter.ofForwarder
            $0.interfaces[member.interface].carrierDelay = .init(model.behavior.carrierDelay)
        }
        return LANMember(
            node: node,
            name: model.name,
            asn: model.asn,
            interface: member.interface,
            addresses: addresses,
            tag: .microsoft,
            nextHopSelf: model.nextHopSelf,
            honoursNotification: model.behavior.restartNotification.value,
            timers: lanTimers(of: model)
        )
    }

    struct LANMember {
        var node: NodeIndex
        var name: String
        var asn: ASN
        var interface: Int
        var addresses: [RouterConfiguration.InterfaceAddress]
        /// What the others learn from it: the core what is the site's own, a router what Microsoft said.
        var tag: RouteTag
        /// Whether it is the next hop of what it tells the others.
        var nextHopSelf = true
        /// Whether it knows RFC 8538.
        var honoursNotification = true
        /// What its end of a session proposes.
        var timers: Neighbor.Timers
    }

    func lanAddresses(
        _ lan: Topology.LAN,
        _ address: IPv4Address?,
        _ addressIPv6: IPv6Address?
    ) -> [RouterConfiguration.InterfaceAddress] {
        var addresses: [RouterConfiguration.InterfaceAddress] = []
        if let subnet = lan.subnet, let address {
            addresses.append(RouterConfiguration.InterfaceAddress(.v4(address), prefixLength: subnet.length))
        }
        if let subnet = lan.subnetIPv6, let addressIPv6 {
            addresses.append(RouterConfiguration.InterfaceAddress(.v6(addressIPv6), prefixLength: subnet.length))
        }
        return addresses
    }

    mutating func joinLAN(
        _ node: NodeIndex,
        _ segment: NodeIndex,
        _ path: String,
        _ latency: Duration,
        _ addresses: [RouterConfiguration.InterfaceAddress]
    ) -> (wire: Int, interface: Int) {
        let wire = addWire(path, node, segment, latency: latency)
        return (wire, addStation(node, at: wire, of: segment, addresses))
    }

    /// Gives a router its interface on the wire to a LAN, which learns of it.
    mutating func addStation(
        _ node: NodeIndex,
        at wire: Int,
        of segment: NodeIndex,
        _ addresses: [RouterConfiguration.InterfaceAddress]
    ) -> Int {
        let mac = newMAC()
        let interface = addInterface(
            RouterConfiguration.Interface(
                domain: 0,
                kind: .ethernet(port: blueprint.wires[wire].a.port, tags: []),
                mac: mac,
                addresses: addresses
            ),
            to: node
        )
        addStation(mac, to: segment)
        return interface
    }

    /// The station behind the port that a LAN got last.
    mutating func addStation(_ mac: MACAddress, to segment: NodeIndex) {
        guard case .lanSwitch(var lan) = blueprint.nodes[segment.index].works else { return }
        lan.stations.append(mac)
        blueprint.nodes[segment.index].works = .lanSwitch(lan)
    }

    /// Sessions between two members of a LAN, one per family; iBGP with next-hop-self within one AS.
    mutating func addLANSessions(_ first: LANMember, _ second: LANMember, _ lan: Topology.LAN) {
        for (index, address) in first.addresses.enumerated() where index < second.addresses.count {
            let other = second.addresses[index].address
            guard address.address.family == other.family else { continue }
            let isIPv4 = other.family == .ipv4
            let path = "session/\(second.name)/lan/\(first.name)" + (isIPv4 ? "" : "/ipv6")
            func end(_ own: LANMember, _ ownAddress: IPAddress, _ peer: LANMember, _ peerAddress: IPAddress) -> Neighbor
            {
                var neighbor = Neighbor(
                    path: path,
                    domain: 0,
                    localAddress: ownAddress,
                    remoteAddress: peerAddress,
                    remoteASN: peer.asn,
                    families: isIPv4 ? .ipv4Unicast : .ipv6Unicast,
                    timers: own.timers
                )
                neighbor.interface = own.interface
                neighbor.nextHopSelf = own.nextHopSelf
                neighbor.bfd = lan.bfd.map(Neighbor.BFDParameters.init)
                neighbor.gracefulRestart = lan.gracefulRestart.map(Neighbor.RestartParameters.init)
                if !own.honoursNotification { neighbor.gracefulRestart?.honoursNotification = false }
                neighbor.getsLongLivedStale = lan.spreadsLongLivedStale
                neighbor.importTag = peer.tag
                // What a router announces by itself is meant for Microsoft; the site's traffic for it has no business there.
                neighbor.exportTags = TagMask(own.tag == .internal ? [.local] : [own.tag])
                return neighbor
            }
            let opening = end(second, other, first, address.address)
            var listening = end(first, address.address, second, other)
            listening.isPassive = true
            _ = addSession((second.node, opening), (first.node, listening))
        }
    }

    /// RFC 4271 §10 suggests longer ones; these are what a LAN of one customer commonly runs.
    private static let lanTimers = Neighbor.Timers(
        holdTime: .seconds(180),
        keepalive: .seconds(60),
        minimumHoldTime: .seconds(3),
        connectRetry: .seconds(5),
        advertisementInterval: .zero
    )

    /// An ideal router keeps to what the LAN commonly runs, others to what their profile says.
    private func lanTimers(of router: Topology.Router) -> Neighbor.Timers {
        let settings = router.behavior.internalTimers
        guard router.behavior.profile != .ideal else {
            var timers = Self.lanTimers
            if settings.connectRetry.origin == .written { timers.connectRetry = settings.connectRetry.value }
            return timers
        }
        return Neighbor.Timers(
            holdTime: settings.holdTime.value,
            keepalive: settings.holdTime.value / 3,
            minimumHoldTime: Self.lanTimers.minimumHoldTime,
            connectRetry: settings.connectRetry.value,
            advertisementInterval: settings.advertisementInterval.value
        )
    }

    /// A host on a wire of its own behind the core, which lends it its LAN address as first hop.
    private mutating func addHost(
        _ index: Int,
        behind core: NodeIndex,
        _ coreAddresses: [RouterConfiguration.InterfaceAddress]
    ) {
        let host = topology.hosts[index]
        let site = topology.sites[host.site]
        let node = addRouter(
            "host/\(site.name)/\(host.name)",
            .host,
            asn: site.asn,
            id: host.address ?? .any,
            domains: [RouterConfiguration.Domain(name: "default")]
        )
        let wire = addWire("host/\(site.name)/\(host.name)", node, core, latency: topology.latency.host)
        let ports = (host: blueprint.wires[wire].a.port, core: blueprint.wires[wire].b.port)
        let addresses = [host.address.map(IPAddress.v4), host.addressIPv6.map(IPAddress.v6)].compactMap { $0 }
        let own = addInterface(
            RouterConfiguration.Interface(
                domain: 0,
                kind: .ethernet(port: ports.host, tags: []),
                mac: newMAC(),
                addresses: addresses.map { RouterConfiguration.InterfaceAddress(host: $0) }
            ),
            to: node
        )
        let lent = addInterface(
            RouterConfiguration.Interface(
                domain: 0,
                kind: .ethernet(port: ports.core, tags: []),
                mac: newMAC(),
                addresses: coreAddresses.map { RouterConfiguration.InterfaceAddress(host: $0.address) }
            ),
            to: core
        )
        setKernel(host.namespace, at: node, interface: own)
        for address in addresses {
            addRoute(
                RouterConfiguration.Route(
                    domain: 0,
                    prefix: IPPrefix(host: address),
                    nextHops: [.neighbor(interface: lent, address)]
                ),
                to: core
            )
            guard let first = coreAddresses.first(where: { $0.address.family == address.family }) else { continue }
            addRoute(
                RouterConfiguration.Route(
                    domain: 0,
                    prefix: address.family == .ipv4 ? .v4(.all) : .v6(.all),
                    nextHops: [.neighbor(interface: own, first.address)]
                ),
                to: node
            )
        }
        blueprint.places.hosts[index] = node
    }
}

extension Topology.ReversePathFilter {
    var ofForwarder: Forwarding::ReversePathFilter {
        switch self {
        case .off: .off
        case .loose: .loose
        case .strict: .strict
        }
    }
}

extension Multipath {
    fileprivate init(_ behavior: Topology.Behavior) {
        let (external, `internal`) = (behavior.maximumPaths.value, behavior.internalMaximumPaths.value)
        self.init(
            ebgp: external,
            ibgp: `internal`,
            relaxesASPath: behavior.mixesASPaths.value && max(external, `internal`) > 1
        )
    }
}
