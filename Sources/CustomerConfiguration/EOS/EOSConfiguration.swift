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
        for (number, watch) in router.watches.enumerated() {
            switch watch {
            case .port(let port): lines.add("track t\(number + 1) interface Ethernet\(port + 1) line-protocol")
            case .route(let prefix): lines.add("track t\(number + 1) \(prefix.family.ip) route \(prefix) reachability")
            case .session: break
            }
        }
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
            writeCarrier(port, to: &lines)
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
        let timeout = router.model.behavior.arpTimeout.value
        if timeout > .zero, timeout != Dialect.eos.behavior.arpTimeout.value {
            lines.add("arp aging timeout \(timeout.seconds)")
        }
        for check in router.sourceChecks(at: port) { lines.add(check) }
        for hop in router.firstHops where hop.port == index { writeFirstHop(hop, to: &lines) }
    }

    private func writeCarrier(_ port: CustomerPort, to lines: inout Lines) {
        let (own, usual) = (port.carrierDelay, Dialect.eos.behavior.carrierDelay)
        guard own.up.value != usual.up.value || own.down.value != usual.down.value else { return }
        lines.add("link-debounce time \(own.up.value.milliseconds) \(own.down.value.milliseconds)")
    }

    private func writeFirstHop(_ hop: CustomerFirstHop, to lines: inout Lines) {
        func add(_ words: String) { lines.add("vrrp \(hop.id) \(words)") }
        if hop.priority < 255 { add("priority-level \(hop.priority)") }
        add("advertisement interval \(Swift.max(1, (hop.intervalMilliseconds + 999) / 1000))")
        if !hop.preempts { lines.add("no vrrp \(hop.id) preempt") }
        if hop.preempts, hop.preemptDelay > .zero { add("preempt delay minimum \(hop.preemptDelay.seconds)") }
        for track in hop.tracks {
            guard let number = router.watches.firstIndex(of: track.watch) else { continue }
            add("tracked-object t\(number + 1) decrement \(track.decrement)")
        }
        if hop.family == .ipv4 { add("ipv4 version 3") }
        for address in hop.addresses { add("\(hop.family) \(address)") }
    }

    private func staticRoute(_ prefix: IPPrefix, _ target: String) -> String {
        "\(prefix.family == .ipv4 ? "ip" : "ipv6") route \(prefix) \(target)"
    }

    // MARK: BGP

    private func writeBGP(to lines: inout Lines) {
        lines.block("router bgp \(router.asn)") { lines in
            lines.add("router-id \(router.routerID)")
            lines.add("no bgp default ipv4-unicast")
            let paths = Swift.max(router.maximumPaths, router.internalMaximumPaths)
            lines.add("maximum-paths \(paths) ecmp \(paths)")
            if router.balances, !router.mixesASPaths { lines.add("no bgp bestpath as-path multipath-relax") }
            if router.model.behavior.carrierFallover.value == .none { lines.add("no bgp fast-external-fallover") }
            if let restart = router.gracefulRestart {
                lines.add(
                    "graceful-restart restart-time \(Swift.max(1, Swift.min(3_600, restart.restartTime.seconds)))"
                )
                lines.add(
                    "graceful-restart stalepath-time \(Swift.max(1, Swift.min(3_600, restart.staleTime.seconds)))"
                )
                lines.add("graceful-restart")
            } else {
                lines.add("no graceful-restart-helper")
            }
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
        if neighbor.nextHopSelf { add("next-hop-self") }
        add("send-community")
    }

    private func writeFamily(_ family: AddressFamily, to lines: inout Lines) {
        lines.block("address-family \(family)") { lines in
            for prefix in router.originations(family) { lines.add("network \(prefix)") }
            for aggregate in router.aggregates(family) {
                lines.add("aggregate-address \(aggregate.prefix)\(aggregate.isSummaryOnly ? " summary-only" : "")")
            }
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
