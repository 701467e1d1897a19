import NetworkTypes
import Router
import Topology

/// Configuration of Junos, interfaces numbered from ge-0/0/0 in the order of the router's ports.
struct JunosConfiguration {
    let router: CustomerRouter

    init(_ router: CustomerRouter) { self.router = router }

    var text: String {
        var lines = Lines(indent: "    ")
        lines.braces("system") { lines in
            lines.add("host-name \(router.name);")
            let timeout = router.model.behavior.arpTimeout.value
            if timeout > .zero, timeout != Dialect.junos.behavior.arpTimeout.value {
                lines.add("arp { aging-timer \(Swift.max(1, Swift.min(240, timeout.minutes))); }")
            }
        }
        lines.braces("interfaces") { lines in
            for (index, port) in router.ports.enumerated() { writePort(port, index, to: &lines) }
        }
        lines.braces("routing-options") { lines in
            lines.add("router-id \(router.routerID);")
            lines.add("autonomous-system \(router.asn);")
            if router.gracefulRestart != nil { lines.add("graceful-restart;") }
            writeStaticRoutes(to: &lines)
            if router.balances { lines.add("forwarding-table { export balance; }") }
        }
        lines.braces("protocols") { lines in
            if !router.firstHops.isEmpty { lines.add("vrrp { version-3; }") }
            lines.braces("bgp") { lines in
                if dampens { lines.add("damping;") }
                writeGroup("microsoft", router.neighbors.filter { $0.side == .microsoft }, to: &lines)
                let site = router.neighbors.filter { $0.side == .site }
                writeGroup("site", site.filter(\.isInternal), to: &lines)
                writeGroup("site-external", site.filter { !$0.isInternal }, to: &lines)
            }
        }
        lines.braces("policy-options") { writePolicies(to: &$0) }
        return lines.text
    }

    // MARK: Interfaces

    private func writePort(_ port: CustomerPort, _ index: Int, to lines: inout Lines) {
        lines.braces("ge-0/0/\(index)") { lines in
            lines.add("description \"\(port.path)\";")
            writeCarrier(port, to: &lines)
            switch port.tags.count {
            case 0: break
            case 1: lines.add("vlan-tagging;")
            default: lines.add("flexible-vlan-tagging;")
            }
            lines.braces("unit \(port.tags.last ?? 0)") { lines in
                if port.tags.count > 1 {
                    lines.add("vlan-tags outer \(port.tags[0]) inner \(port.tags[1]);")
                } else if let tag = port.tags.first {
                    lines.add("vlan-id \(tag);")
                }
                for family in AddressFamily.allCases {
                    let addresses = port.addresses.filter { $0.address.family == family }
                    guard !addresses.isEmpty else { continue }
                    lines.braces("family \(Self.family(family))") { lines in
                        if port.mtu != 1500 { lines.add("mtu \(port.mtu);") }
                        if let check = Self.check(port.reversePathFilter) { lines.add(check) }
                        for address in addresses { writeAddress(address, family, index, to: &lines) }
                    }
                }
            }
        }
    }

    private func writeCarrier(_ port: CustomerPort, to lines: inout Lines) {
        let (own, usual) = (port.carrierDelay, Dialect.junos.behavior.carrierDelay)
        if own.up.value != usual.up.value || own.down.value != usual.down.value {
            lines.add("hold-time up \(own.up.value.milliseconds) down \(own.down.value.milliseconds);")
        }
        if let dampening = port.dampening, Dialect.junos.takes(dampening, ofInterface: true) {
            let times = "half-life \(dampening.halfLife.seconds); max-suppress \(dampening.maximumSuppress.seconds);"
            lines.add("damping { enable; \(times) reuse \(dampening.reuse); suppress \(dampening.suppress); }")
        }
    }

    private static func check(_ filter: Topology.ReversePathFilter) -> String? {
        switch filter {
        case .off: nil
        case .loose: "rpf-check { mode loose; }"
        case .strict: "rpf-check;"
        }
    }

    /// The first address of a family has the virtual routers of that family beside it.
    private func writeAddress(
        _ address: RouterConfiguration.InterfaceAddress,
        _ family: AddressFamily,
        _ port: Int,
        to lines: inout Lines
    ) {
        let hops = router.firstHops.filter { $0.port == port && $0.family == family }
        guard !hops.isEmpty, address == router.ports[port].addresses.first(where: { $0.address.family == family })
        else {
            lines.add("address \(address.text);")
            return
        }
        lines.braces("address \(address.text)") { lines in for hop in hops { writeFirstHop(hop, to: &lines) } }
    }

    static func family(_ family: AddressFamily) -> String { family == .ipv4 ? "inet" : "inet6" }

    // MARK: Routes of its own

    private func writeStaticRoutes(to lines: inout Lines) {
        for family in AddressFamily.allCases {
            let statics = router.staticRoutes(family)
            let known = Set(statics.map(\.prefix))
            // Announced without leading anywhere: in the routing table, not in the forwarding table.
            let originated = router.originations(family).filter { !known.contains($0) }
            guard !statics.isEmpty || !originated.isEmpty else { continue }
            func write(to lines: inout Lines) {
                lines.braces("static") { lines in
                    for route in statics {
                        let way = route.via.map { "{ next-hop \($0); resolve; }" } ?? "discard;"
                        lines.add("route \(route.prefix) \(way)")
                    }
                    for prefix in originated { lines.add("route \(prefix) { discard; no-install; }") }
                }
            }
            if family == .ipv4 { write(to: &lines) } else { lines.braces("rib inet6.0") { write(to: &$0) } }
        }
    }

    // MARK: BGP

    private func writeGroup(_ name: String, _ neighbors: [CustomerNeighbor], to lines: inout Lines) {
        guard let first = neighbors.first else { return }
        lines.braces("group \(name)") { lines in
            lines.add("type \(first.isInternal ? "internal" : "external");")
            if (first.isInternal ? router.internalMaximumPaths : router.maximumPaths) > 1 {
                lines.add(first.isInternal || !router.mixesASPaths ? "multipath;" : "multipath multiple-as;")
            }
            for neighbor in neighbors { writeNeighbor(neighbor, to: &lines) }
        }
    }

    private func writeNeighbor(_ neighbor: CustomerNeighbor, to lines: inout Lines) {
        lines.braces("neighbor \(neighbor.remoteAddress)") { lines in
            lines.add("description \"\(neighbor.description)\";")
            lines.add("local-address \(neighbor.localAddress);")
            writeRestart(neighbor, to: &lines)
            if !neighbor.isInternal { lines.add("peer-as \(neighbor.remoteASN);") }
            if neighbor.localASN != router.asn {
                lines.add("local-as \(neighbor.localASN) private no-prepend-global-as;")
            }
            if let key = neighbor.sharedKey {
                lines.add(
                    Dialect.junos.accepts(key)
                        ? "authentication-key \"\(key)\";" : "# authentication-key: cannot be written"
                )
            }
            lines.add("hold-time \(neighbor.timers.holdTime.seconds);")
            let interval = Swift.min(65_535, neighbor.timers.advertisementInterval.seconds)
            if interval > 0 { lines.add("out-delay \(interval);") }
            if neighbor.isPassive { lines.add("passive;") }
            if let bfd = neighbor.bfd.map(Dialect.junos.nearest) {
                let interval = "minimum-interval \(bfd.interval.milliseconds);"
                lines.add("bfd-liveness-detection { \(interval) multiplier \(bfd.multiplier); }")
            }
            let policies =
                (dampens && neighbor.dampening != nil ? ["dampening"] : [])
                + [neighbor.importFilter?.name].compactMap(\.self)
            if !policies.isEmpty { lines.add("import [ \(policies.joined(separator: " ")) ];") }
            let nextHop = neighbor.nextHopSelf ? " next-hop-self" : ""
            lines.add("export [ announced\(nextHop) \(neighbor.exportFilter.name) ];")
        }
    }
}
