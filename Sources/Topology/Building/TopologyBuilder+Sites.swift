import NetworkTypes

extension TopologyBuilder {
    mutating func buildSites() {
        var routerNames: [String: Place] = [:]
        for (index, site) in (document.customerSites?.value ?? []).map(\.value).enumerated() {
            claimEndpoint(site.name)
            checkCustomerASN(site.asn)
            topology.sites.append(
                Topology.CustomerSite(
                    name: site.name?.value ?? "",
                    asn: site.asn?.value ?? 0,
                    prefixes: site.prefixes?.value.map(\.value) ?? [],
                    internetAddress: site.internetAddress?.value,
                    lan: nil,
                    hosts: [],
                    routers: []
                )
            )
            checkSitePrefixes(site)
            topology.sites[index].lan = buildLAN(site, index)
            buildHosts(site, index)
            for (number, router) in (site.routers?.value ?? []).map(\.value).enumerated() {
                claim(router.name, "a router", in: &routerNames)
                buildRouter(router, site: index, number: number)
            }
            buildFirewalls(site, index)
        }
    }

    private mutating func checkSitePrefixes(_ site: SiteDocument) {
        var seen: [IPPrefix: Place] = [:]
        for prefix in site.prefixes?.value ?? [] {
            if let first = seen.updateValue(prefix.place, forKey: prefix.value) {
                error(prefix.place, "\(prefix.value) is listed twice", notes: ["first in line \(first.line)"])
            }
        }
    }

    // MARK: LAN

    private mutating func buildLAN(_ site: SiteDocument, _ index: Int) -> Topology.LAN? {
        let hosts = site.hosts?.value ?? []
        guard site.lan != nil || !hosts.isEmpty else { return nil }
        let prefixes = topology.sites[index].prefixes
        let subnet = site.lan?.value.subnet?.value ?? prefixes.lazy.compactMap(Self.derivedIPv4LAN).first
        let subnetIPv6 = site.lan?.value.subnetIPv6?.value ?? prefixes.lazy.compactMap(Self.derivedIPv6LAN).first
        let routers = site.routers?.value.count ?? 0
        let place = site.lan?.value.subnet?.place ?? site.lan?.place ?? site.name?.place ?? site.start
        // Network, core, routers, broadcast.
        if let subnet, subnet.length > 30 || 1 << (32 - Int(subnet.length)) < routers + 3 {
            error(place, "the LAN \(subnet) is too small for a core and \(routers) routers")
        }
        if let subnetIPv6,
            subnetIPv6.length > 126 || subnetIPv6.length > 64 && 1 << (128 - Int(subnetIPv6.length)) < routers + 2
        {
            error(
                site.lan?.value.subnetIPv6?.place ?? place,
                "the LAN \(subnetIPv6) is too small for a core and \(routers) routers"
            )
        }
        if subnet == nil, subnetIPv6 == nil {
            missing(place, "the site has hosts but neither a LAN nor a prefix to derive one from")
        }
        let routing = site.lan?.value.routing?.value ?? .ibgp
        let hasCore = routing == .ibgp
        return Topology.LAN(
            routing: routing,
            subnet: subnet,
            subnetIPv6: subnetIPv6,
            core: hasCore ? subnet?.address(at: 1) : nil,
            coreIPv6: hasCore ? subnetIPv6?.address(at: 1) : nil,
            virtualRouter: virtualRouter(site.lan?.value, routing, subnet, subnetIPv6),
            latency: delay(site.lan?.value.latency, Defaults.lanLatency.value, limit: .seconds(10)),
            bfd: bfd(site.lan?.value.bfd, fallback: Defaults.lanBFD.value),
            gracefulRestart: gracefulRestart(site.lan?.value.gracefulRestart, fallback: nil),
            spreadsLongLivedStale: site.lan?.value.spreadsLongLivedStale?.value ?? false
        )
    }

    /// The first /24 of an IPv4 prefix, or the prefix itself if it is longer.
    private static func derivedIPv4LAN(_ prefix: IPPrefix) -> IPv4Prefix? {
        guard case .v4(let prefix) = prefix else { return nil }
        return IPv4Prefix(prefix.address, length: Swift.max(24, prefix.length))
    }

    /// The first /64 of an IPv6 prefix, or the prefix itself if it is longer.
    private static func derivedIPv6LAN(_ prefix: IPPrefix) -> IPv6Prefix? {
        guard case .v6(let prefix) = prefix else { return nil }
        return IPv6Prefix(prefix.address, length: Swift.max(64, prefix.length))
    }

    // MARK: Hosts

    private mutating func buildHosts(_ site: SiteDocument, _ index: Int) {
        var names: [String: Place] = [:]
        var taken: [IPAddress: String] = [:]
        let owner = topology.sites[index]
        for host in site.hosts?.value ?? [] {
            claim(host.value.name, "a host in '\(owner.name)'", in: &names)
            let name = host.value.name?.value ?? ""
            for address in [
                host.value.address.map { Located(IPAddress.v4($0.value), at: $0.place) },
                host.value.addressIPv6.map { Located(IPAddress.v6($0.value), at: $0.place) },
            ] {
                guard let address else { continue }
                if let other = taken.updateValue(name, forKey: address.value) {
                    error(address.place, "\(address.value) belongs to host '\(other)' already")
                }
                checkHostAddress(address, site, owner)
            }
            topology.sites[index].hosts.append(topology.hosts.count)
            topology.hosts.append(
                Topology.Host(
                    name: name,
                    site: index,
                    address: host.value.address?.value,
                    addressIPv6: host.value.addressIPv6?.value,
                    namespace: host.value.namespace?.value
                )
            )
            claimNamespace(host.value.namespace)
        }
    }

    private mutating func checkHostAddress(
        _ address: Located<IPAddress>,
        _ site: SiteDocument,
        _ owner: Topology.CustomerSite
    ) {
        let isIPv4 = address.value.family == .ipv4
        let lan: IPPrefix? = isIPv4 ? owner.lan?.subnet.map(IPPrefix.v4) : owner.lan?.subnetIPv6.map(IPPrefix.v6)
        let key = isIPv4 ? "subnet" : "subnetIPv6"
        guard let lan else {
            missing(
                address.place,
                "the LAN of '\(owner.name)' has no \(isIPv4 ? "IPv4" : "IPv6") subnet",
                notes: ["lan: { \(key): … }, or a prefix of that family in the site's prefixes"]
            )
            return
        }
        if owner.lan?.routing == .vrrp {
            checkAddressOnLAN(address, lan, owner)
        } else if lan.contains(address.value) {
            let isWritten = isIPv4 ? site.lan?.value.subnet != nil : site.lan?.value.subnetIPv6 != nil
            error(
                address.place,
                "\(address.value) lies in the LAN \(lan), which is for routers and core; hosts hang on the core",
                notes: isWritten ? [] : ["the LAN was derived; lan: { \(key): … } puts it elsewhere"]
            )
        } else if !owner.prefixes.contains(where: { $0.contains(address.value) }) {
            warning(address.place, "\(address.value) is in none of the prefixes that '\(owner.name)' advertises")
        }
    }

    // MARK: Routers

    /// What a router advertises; all routers together no more than memory certainly has room for.
    private mutating func originations(_ router: RouterDocument) -> [IPPrefix] {
        var room = PrefixRun.maximumCount - topology.routers.reduce(0) { $0 + $1.originate.count }
        var prefixes: [IPPrefix] = []
        let unconditional = (router.originate?.value ?? []).filter {
            $0.value.whileCondition == nil && $0.value.unlessCondition == nil
        }
        for run in unconditional.compactMap(\.value.run) {
            room -= run.value.count
            guard room >= 0 else {
                error(run.place, "routers advertise more than \(PrefixRun.maximumCount) prefixes of their own")
                break
            }
            prefixes += run.value.prefixes
        }
        return prefixes
    }

    private mutating func buildRouter(_ router: RouterDocument, site: Int, number: Int) {
        let owner = topology.sites[site]
        let index = topology.routers.count
        checkCustomerASN(router.peer.asn)
        let kind = router.kind?.value ?? .emulated
        checkKind(router, kind)
        claimNamespace(router.namespace)
        checkEdgeKeys(router, kind, owner.lan)
        let behavior = behavior(router)
        topology.routers.append(
            Topology.Router(
                name: router.name?.value ?? "",
                site: site,
                kind: kind,
                asn: router.peer.asn?.value ?? owner.asn,
                lanAddress: owner.lan?.subnet?.address(at: UInt32(clamping: number + 2)),
                lanAddressIPv6: owner.lan?.subnetIPv6?.address(at: UInt64(clamping: number + 2)),
                attachments: [],
                behavior: behavior,
                originate: originations(router),
                aggregates: aggregates(router),
                nextHopSelf: router.nextHopSelf?.value ?? true,
                firstHop: firstHop(router, owner.lan),
                reversePathFilter: router.reversePathFilter?.value ?? .off,
                staticRoutes: staticRoutes(router),
                configuration: router.config?.value,
                namespace: router.namespace?.value
            )
        )
        topology.sites[site].routers.append(index)
        let settings = Topology.SessionSettings(behavior.profile)
        let bfd = bfd(router.peer.session.bfd, fallback: nil, standard: settings.bfd.value)
        let timers = timers(router.peer.session, fallback: Self.customerTimers(settings))
        let restart = gracefulRestart(
            router.peer.session.gracefulRestart,
            fallback: nil,
            notification: behavior.restartNotification.value
        )
        for link in router.links?.value ?? [] {
            attach(link, router, index, settings, bfd, timers, restart)
        }
        placePorts(router, index)
        if let links = router.links, links.value.isEmpty, owner.lan == nil {
            warning(links.place, "router '\(router.name?.value ?? "")' is joined to nothing")
        }
    }

    /// What says which real router is meant has to go with its kind.
    private mutating func checkKind(_ router: RouterDocument, _ kind: Topology.Router.Kind) {
        let outside = [router.namespace?.place, router.ports?.place].compactMap(\.self)
        switch kind {
        case .emulated:
            for place in [router.config?.place].compactMap(\.self) + outside {
                error(
                    place,
                    "config, namespace and ports belong to real routers",
                    notes: ["kind: frr, bird or external"]
                )
            }
        case .frr, .bird:
            for place in outside {
                error(place, "namespace and ports belong to external routers", notes: ["kind: external"])
            }
        case .external:
            if let config = router.config {
                error(config.place, "an external router has its own configuration", notes: ["kind: frr or bird"])
            }
            if outside.isEmpty, let kind = router.kind {
                missing(
                    kind.place,
                    "an external router is somewhere",
                    notes: ["namespace: …, as `ip netns` lists it, or ports: { er/primary: eth1 }, as `ip link` does"]
                )
            }
            if outside.count > 1 {
                error(outside[1], "an external router is either in a namespace or at ports, not both")
            }
        }
    }

    private mutating func staticRoutes(_ router: RouterDocument) -> [Topology.StaticRoute] {
        (router.staticRoutes?.value ?? []).compactMap { route in
            guard let prefix = route.value.prefix else { return nil }
            if let via = route.value.via, via.value.family != prefix.value.family {
                error(via.place, "the next hop is not of the family of \(prefix.value)")
            }
            return Topology.StaticRoute(prefix: prefix.value, via: route.value.via?.value)
        }
    }

    private mutating func attach(
        _ link: Located<LinkDocument>,
        _ router: RouterDocument,
        _ index: Int,
        _ settings: Topology.SessionSettings,
        _ bfd: Topology.BFD?,
        _ timers: Topology.BGPTimers,
        _ restart: Topology.GracefulRestart?
    ) {
        let peer = link.value.peer
        checkCustomerASN(peer.asn)
        guard let name = link.value.link, let (circuit, role) = connection(named: name) else { return }
        let number = topology.attachments.count
        let place = role == .primary ? 0 : 1
        if let other = topology.circuits[circuit].links[place].attachment {
            let owner = topology.routers[topology.attachments[other].router].name
            error(
                name.place,
                "\(name.value.text) is used by router '\(owner)' already",
                notes: ["in line \(attachmentPlaces[other].line)"]
            )
            return
        }
        topology.circuits[circuit].links[place].attachment = number
        let key =
            peer.sharedKey?.value ?? router.peer.sharedKey?.value ?? topology.circuits[circuit].links[place].sharedKey
        if topology.circuits[circuit].links[place].sharedKey == nil {
            // A key on the customer's side alone is Microsoft's too: it is one key.
            topology.circuits[circuit].links[place].sharedKey = key
        }
        topology.routers[index].attachments.append(number)
        attachmentPlaces.append(name.place)
        attachmentsStateBFD.append((peer.session.bfd ?? router.peer.session.bfd) != nil)
        topology.attachments.append(
            Topology.Attachment(
                router: index,
                circuit: circuit,
                role: role,
                latency: delay(link.value.latency, Defaults.customerSegmentLatency.value, limit: .seconds(10)),
                asn: peer.asn?.value ?? topology.routers[index].asn,
                mtu: link.value.mtu?.value,
                vlan: link.value.vlan.map { UInt16(clamping: $0.value) },
                bfd: self.bfd(peer.session.bfd, fallback: bfd, standard: settings.bfd.value),
                timers: self.timers(peer.session, fallback: timers),
                origins: origins(peer.session, router.peer.session, over: settings),
                carrierDelay: carrierDelay(peer.carrierDelay, over: topology.routers[index].behavior.carrierDelay),
                interfaceDampening: dampening(
                    peer.interfaceDampening ?? router.peer.interfaceDampening,
                    Defaults.interfaceDampening.value
                ),
                dampening: dampening(peer.dampening ?? router.peer.dampening, Defaults.dampening.value),
                gracefulRestart: gracefulRestart(
                    peer.session.gracefulRestart,
                    fallback: restart,
                    notification: topology.routers[index].behavior.restartNotification.value
                ),
                honoursGracefulShutdown: (peer.session.gracefulShutdown ?? router.peer.session.gracefulShutdown)?.value
                    ?? true,
                sharedKey: key,
                importPolicy: (peer.importPolicy ?? router.peer.importPolicy)?.value.map(\.value) ?? [],
                exportPolicy: (peer.exportPolicy ?? router.peer.exportPolicy)?.value.map(\.value) ?? [],
                leak: (peer.leak ?? router.peer.leak)?.value ?? .nothing
            )
        )
        guard let rules = link.value.microsoftPeering else { return }
        if topology.circuits[circuit].microsoftPeering == nil {
            error(rules.place, "circuit '\(topology.circuits[circuit].name)' has no Microsoft peering")
        }
        topology.attachments[number].microsoftImportPolicy = rules.value.importPolicy?.value.map(\.value) ?? []
        topology.attachments[number].microsoftExportPolicy = rules.value.exportPolicy?.value.map(\.value) ?? []
    }

    /// The connection that `er-ams/primary` names.
    private mutating func connection(named name: Located<PairName>) -> (circuit: Int, role: Topology.Role)? {
        let circuit = Located(name.value.first, at: name.place)
        guard let found = index(of: circuit, in: topology.circuits.map(\.name), "circuit") else { return nil }
        guard let role = Topology.Role.allCases.first(where: { "\($0)" == name.value.second }) else {
            let nearest = Suggestion.nearest(to: name.value.second, among: Topology.Role.allCases.map(\.description))
            error(
                name.place,
                "a circuit's connections are primary and secondary, not '\(name.value.second)'",
                suggestion: nearest.map { "\(name.value.first)/\($0)" }
            )
            return nil
        }
        return (found, role)
    }
}
