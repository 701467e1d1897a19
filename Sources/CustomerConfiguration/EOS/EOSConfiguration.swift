import NetworkTypes
import Router
import Topology

/// Configuration of Arista EOS, interfaces numbered from Ethernet1 in the order of the router's ports.
struct EOSConfiguration {
    let router: CustomerRouter

    init(_ router: CustomerRouter) { self.router = router }

    var text: String {
        var lines = Lines(indent: "   ")
        lines.add("hostname \(router.name)")
        lines.add("ip routing")
        if router.families.contains(.ipv6) { lines.add("ipv6 unicast-routing") }
        lines.add("!")
        for (index, port) in router.ports.enumerated() { writePort(port, index, to: &lines) }
        for route in router.staticRoutes { lines.add(staticRoute(route.prefix, route.via.map { "\($0)" } ?? "Null0")) }
        // A prefix is announced if it is in the routing table; this one gives way to every other route.
        for prefix in router.originations { lines.add(staticRoute(prefix, "Null0 254")) }
        lines.add("!")
        RouteMaps(router.filters, .eos).write(to: &lines)
        writeBGP(to: &lines)
        return lines.text
    }

    // MARK: Interfaces

    private func writePort(_ port: CustomerPort, _ index: Int, to lines: inout Lines) {
        let name = "Ethernet\(index + 1)"
        lines.block("interface \(name)") { lines in
            lines.add("description \(port.path)")
            lines.add("no switchport")
            if port.tags.count > 1 { lines.add("switchport dot1q ethertype 0x88a8") }
            if port.tags.isEmpty { writeAddresses(port, index, to: &lines) }
        }
        lines.add("!")
        guard let tag = port.tags.last else { return }
        lines.block("interface \(name).\(tag)") { lines in
            let inner = port.tags.count > 1 ? " inner \(tag)" : ""
            lines.add("encapsulation dot1q vlan \(port.tags[0])\(inner)")
            writeAddresses(port, index, to: &lines)
        }
        lines.add("!")
    }

    private func writeAddresses(_ port: CustomerPort, _ index: Int, to lines: inout Lines) {
        if port.mtu != 1500 { lines.add("mtu \(port.mtu)") }
        for address in port.addresses {
            lines.add("\(address.address.family == .ipv4 ? "ip" : "ipv6") address \(address.text)")
        }
        if let bfd = router.bfd(ofPort: index).map(Dialect.eos.nearest) {
            let milliseconds = bfd.interval.milliseconds
            lines.add("bfd interval \(milliseconds) min-rx \(milliseconds) multiplier \(bfd.multiplier)")
        }
    }

    private func staticRoute(_ prefix: IPPrefix, _ target: String) -> String {
        "\(prefix.family == .ipv4 ? "ip" : "ipv6") route \(prefix) \(target)"
    }

    // MARK: BGP

    private func writeBGP(to lines: inout Lines) {
        lines.block("router bgp \(router.asn)") { lines in
            lines.add("router-id \(router.routerID)")
            lines.add("no bgp default ipv4-unicast")
            lines.add("maximum-paths \(router.maximumPaths) ecmp \(router.maximumPaths)")
            for neighbor in router.neighbors { writeNeighbor(neighbor, to: &lines) }
            lines.add("!")
            for family in router.families { writeFamily(family, to: &lines) }
        }
    }

    private func writeNeighbor(_ neighbor: CustomerNeighbor, to lines: inout Lines) {
        func add(_ words: String) { lines.add("neighbor \(neighbor.remoteAddress) \(words)") }
        add("remote-as \(neighbor.remoteASN)")
        if neighbor.localASN != router.asn { add("local-as \(neighbor.localASN) no-prepend replace-as") }
        add("description \(neighbor.description)")
        if let key = neighbor.sharedKey {
            if Dialect.eos.accepts(key) { add("password 0 \(key)") } else { lines.add("! password: cannot be written") }
        }
        add("timers \(neighbor.timers.keepalive.seconds) \(neighbor.timers.holdTime.seconds)")
        let interval = Swift.min(600, neighbor.timers.advertisementInterval.seconds)
        if interval > 0 { add("out-delay \(interval)") }
        if neighbor.isPassive { add("transport connection-mode passive") }
        if neighbor.bfd != nil { add("bfd") }
        if neighbor.side == .site { add("next-hop-self") }
        add("send-community")
    }

    private func writeFamily(_ family: AddressFamily, to lines: inout Lines) {
        lines.block("address-family \(family)") { lines in
            for prefix in router.originations(family) { lines.add("network \(prefix)") }
            for neighbor in router.neighbors(family) {
                func add(_ words: String) { lines.add("neighbor \(neighbor.remoteAddress) \(words)") }
                add("activate")
                if let filter = neighbor.importFilter { add("route-map \(filter.name) in") }
                add("route-map \(neighbor.exportFilter.name) out")
            }
        }
        lines.add("!")
    }
}
