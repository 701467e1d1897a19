import NetworkTypes
import Router
import Topology

/// Configuration of FRR 8.4: interfaces for zebra, static routes for staticd, profiles for bfdd, the rest for bgpd.
struct FRRConfiguration {
    let router: CustomerRouter

    init(_ router: CustomerRouter) { self.router = router }

    /// One file per daemon that has something to do, in the order in which they are started: a session of bgpd's asks
    /// for its BFD session as soon as it is configured.
    var files: [ConfigurationFile] {
        daemons.map { ConfigurationFile(name: $0.name + ".conf", text: header + $0.text) }
    }

    var integratedText: String { header + daemons.map(\.text).joined() }

    private var header: String {
        """
        frr version 8.4
        frr defaults traditional
        hostname \(router.name)
        log timestamp precision 6
        !

        """
    }

    private var daemons: [(name: String, text: String)] {
        var daemons = [(name: "zebra", text: interfaces)]
        if !router.staticRoutes.isEmpty { daemons.append((name: "staticd", text: staticRoutes)) }
        if !router.firstHops.isEmpty { daemons.append((name: "vrrpd", text: firstHops)) }
        if !profiles.isEmpty { daemons.append((name: "bfdd", text: bfd)) }
        daemons.append((name: "bgpd", text: bgp))
        return daemons
    }

    private var interfaces: String {
        var lines = Lines(indent: " ")
        for family in router.families { lines.add("\(family == .ipv4 ? "ip" : "ipv6") forwarding") }
        // The kernel takes a next hop out of its groups when the carrier is lost. For three minutes zebra 8.4 would use
        // the group again as if it were whole, and traffic would not come back to the link.
        lines.add("zebra nexthop-group keep 1")
        lines.add("!")
        for port in router.ports {
            lines.block("interface \(port.name)", closing: "exit") { lines in
                lines.add("description \(port.path)")
                for address in port.addresses {
                    lines.add("\(address.address.family == .ipv4 ? "ip" : "ipv6") address \(address.text)")
                }
            }
            lines.add("!")
        }
        return lines.text
    }

    private var staticRoutes: String {
        var lines = Lines(indent: " ")
        for route in router.staticRoutes {
            let command = route.prefix.family == .ipv4 ? "ip route" : "ipv6 route"
            lines.add("\(command) \(route.prefix) \(route.via.map { "\($0)" } ?? "blackhole")")
        }
        lines.add("!")
        return lines.text
    }

    /// vrrpd wants a macvlan device per group, with the group's MAC address and the virtual addresses, beside its interface.
    private var firstHops: String {
        var lines = Lines(indent: " ")
        for hop in router.firstHops {
            let port = router.ports[hop.port].name
            let device = "vrrp\(hop.family == .ipv4 ? 4 : 6)-\(hop.id)"
            lines.add(
                "! ip link add \(device) link \(port) addrgenmode none address \(hop.mac) type macvlan mode bridge"
            )
            let length = router.ports[hop.port].addresses.first { $0.address.family == hop.family }?.prefixLength
            for address in hop.addresses {
                lines.add("! ip address add \(address)/\(length ?? hop.family.bitWidth) dev \(device)")
            }
            lines.add("! ip link set \(device) up")
        }
        for port in router.ports.indices {
            let hops = router.firstHops.filter { $0.port == port }
            guard let first = hops.first else { continue }
            lines.block("interface \(router.ports[port].name)", closing: "exit") { lines in
                func add(_ words: String) { lines.add("vrrp \(first.id)" + (words.isEmpty ? "" : " " + words)) }
                add("")
                if first.priority < 255 { add("priority \(first.priority)") }
                add("advertisement-interval \(first.intervalMilliseconds)")
                if !first.preempts { lines.add("no vrrp \(first.id) preempt") }
                for hop in hops {
                    for address in hop.addresses { add("\(hop.family == .ipv4 ? "ip" : "ipv6") \(address)") }
                }
            }
            lines.add("!")
        }
        return lines.text
    }

    private var bgp: String {
        var lines = Lines(indent: " ")
        // First, or bgpd takes a neighbour's filters for missing ones that let nothing pass, until it looks again 5 s later.
        RouteMaps(router.filters, .frr).write(to: &lines)
        writeBGP(to: &lines)
        return lines.text
    }

    // MARK: BFD

    /// The different ways in which BFD is run, each once.
    private var profiles: [Neighbor.BFDParameters] {
        var profiles: [Neighbor.BFDParameters] = []
        for case let bfd? in router.neighbors.map(\.bfd) {
            let nearest = Dialect.frr.nearest(to: bfd)
            if !profiles.contains(nearest) { profiles.append(nearest) }
        }
        return profiles
    }

    static func name(of bfd: Neighbor.BFDParameters) -> String {
        "\(bfd.interval.milliseconds)ms-x\(bfd.multiplier)"
    }

    private var bfd: String {
        var lines = Lines(indent: " ")
        lines.block("bfd", closing: "exit") { lines in
            for bfd in profiles {
                lines.block("profile \(Self.name(of: bfd))", closing: "exit") { lines in
                    lines.add("detect-multiplier \(bfd.multiplier)")
                    lines.add("receive-interval \(bfd.interval.milliseconds)")
                    lines.add("transmit-interval \(bfd.interval.milliseconds)")
                }
            }
        }
        lines.add("!")
        return lines.text
    }
}
