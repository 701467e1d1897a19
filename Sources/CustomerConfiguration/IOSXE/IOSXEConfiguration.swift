import NetworkTypes
import Router
import Topology

/// Configuration of Cisco IOS-XE, interfaces numbered from GigabitEthernet1 in the order of the router's ports.
struct IOSXEConfiguration {
    let router: CustomerRouter

    init(_ router: CustomerRouter) { self.router = router }

    var text: String {
        var lines = Lines(indent: " ")
        lines.add("hostname \(router.name)")
        lines.add("ip bgp-community new-format")
        if router.families.contains(.ipv6) { lines.add("ipv6 unicast-routing") }
        if !router.firstHops.isEmpty { lines.add("fhrp version vrrp v3") }
        for (number, watch) in router.watches.enumerated() { writeTrack(number + 1, watch, to: &lines) }
        lines.add("!")
        for (index, port) in router.ports.enumerated() { writePort(port, index, to: &lines) }
        writeBGP(to: &lines)
        for route in router.staticRoutes { lines.add(staticRoute(route.prefix, route.via.map { "\($0)" } ?? "Null0")) }
        // A prefix is announced if it is in the routing table; this one gives way to every other route.
        for prefix in router.originations { lines.add(staticRoute(prefix, "Null0 254")) }
        lines.add("!")
        RouteMaps(router.filters, .iosxe).write(to: &lines)
        return lines.text
    }

    // MARK: Interfaces

    private func writePort(_ port: CustomerPort, _ index: Int, to lines: inout Lines) {
        let name = "GigabitEthernet\(index + 1)"
        guard !port.tags.isEmpty else {
            lines.block("interface \(name)") { lines in
                lines.add("description \(port.path)")
                writeCarrier(port, to: &lines)
                writeAddresses(port, index, to: &lines)
                lines.add("no shutdown")
            }
            lines.add("!")
            return
        }
        lines.block("interface \(name)") { lines in
            lines.add("description \(port.path)")
            writeCarrier(port, to: &lines)
            lines.add("no ip address")
            lines.add("no shutdown")
        }
        lines.add("!")
        lines.block("interface \(name).\(port.tags.last ?? 0)") { lines in
            let inner = port.tags.count > 1 ? " second-dot1q \(port.tags[1])" : ""
            lines.add("encapsulation dot1Q \(port.tags[0])\(inner)")
            writeAddresses(port, index, to: &lines)
        }
        lines.add("!")
    }

    private func writeAddresses(_ port: CustomerPort, _ index: Int, to lines: inout Lines) {
        if port.mtu != 1500 { lines.add("ip mtu \(port.mtu)") }
        for address in port.addresses {
            switch address.address {
            case .v4(let own): lines.add("ip address \(own) \(IPv4Prefix.mask(ofLength: address.prefixLength))")
            case .v6: lines.add("ipv6 address \(address.text)")
            }
        }
        if let bfd = router.bfd(ofPort: index).map(Dialect.iosxe.nearest) {
            let milliseconds = bfd.interval.milliseconds
            lines.add("bfd interval \(milliseconds) min_rx \(milliseconds) multiplier \(bfd.multiplier)")
        }
        let timeout = router.model.behavior.arpTimeout.value
        if timeout > .zero, timeout != Dialect.iosxe.behavior.arpTimeout.value {
            lines.add("arp timeout \(timeout.seconds)")
        }
        for check in router.sourceChecks(at: port) { lines.add(check) }
        for hop in router.firstHops where hop.port == index { writeFirstHop(hop, to: &lines) }
    }

    private func writeCarrier(_ port: CustomerPort, to lines: inout Lines) {
        let usual = Dialect.iosxe.behavior.carrierDelay
        for (way, delay, usual) in [
            ("down", port.carrierDelay.down.value, usual.down.value),
            ("up", port.carrierDelay.up.value, usual.up.value),
        ] where delay != usual {
            let time = delay < .seconds(1) ? "msec \(delay.milliseconds)" : "\(Swift.min(60, delay.seconds))"
            lines.add("carrier-delay \(way) \(time)")
        }
        if let dampening = port.dampening, Dialect.iosxe.takes(dampening, ofInterface: true) {
            lines.add("dampening \(dampening.secondWords)")
        }
    }

    // MARK: First hops

    private func writeTrack(_ number: Int, _ watch: CustomerFirstHop.Watch, to lines: inout Lines) {
        switch watch {
        case .port(let port): lines.add("track \(number) interface GigabitEthernet\(port + 1) line-protocol")
        case .route(.v4(let prefix)):
            lines.add("track \(number) ip route \(prefix.address) \(prefix.mask) reachability")
        case .route(.v6(let prefix)): lines.add("track \(number) ipv6 route \(prefix) reachability")
        case .session: break
        }
    }

    private func writeFirstHop(_ hop: CustomerFirstHop, to lines: inout Lines) {
        lines.block("vrrp \(hop.id) address-family \(hop.family)", closing: "exit-vrrp") { lines in
            lines.add("timers advertise \(Swift.max(100, hop.intervalMilliseconds))")
            if hop.priority < 255 { lines.add("priority \(hop.priority)") }
            if !hop.preempts { lines.add("no preempt") }
            if hop.preempts, hop.preemptDelay > .zero {
                lines.add("preempt delay minimum \(hop.preemptDelay.seconds)")
            }
            for track in hop.tracks {
                guard let number = router.watches.firstIndex(of: track.watch) else { continue }
                lines.add("track \(number + 1) decrement \(track.decrement)")
            }
            for (place, address) in hop.addresses.enumerated() {
                lines.add("address \(address)\(place == 0 ? " primary" : "")")
            }
        }
    }

    private func staticRoute(_ prefix: IPPrefix, _ target: String) -> String {
        switch prefix {
        case .v4(let prefix): "ip route \(prefix.address) \(prefix.mask) \(target)"
        case .v6(let prefix): "ipv6 route \(prefix) \(target)"
        }
    }

    // MARK: BGP

    private func writeBGP(to lines: inout Lines) {
        lines.block("router bgp \(router.asn)") { lines in
            lines.add("bgp router-id \(router.routerID)")
            lines.add("bgp log-neighbor-changes")
            lines.add("no bgp default ipv4-unicast")
            if router.balances, router.mixesASPaths { lines.add("bgp bestpath as-path multipath-relax") }
            if router.model.behavior.carrierFallover.value == .none { lines.add("no bgp fast-external-fallover") }
            if let restart = router.gracefulRestart {
                lines.add("bgp graceful-restart")
                lines.add(
                    "bgp graceful-restart restart-time \(Swift.max(1, Swift.min(3_600, restart.restartTime.seconds)))"
                )
                lines.add(
                    "bgp graceful-restart stalepath-time \(Swift.max(1, Swift.min(3_600, restart.staleTime.seconds)))"
                )
            }
            for neighbor in router.neighbors { writeNeighbor(neighbor, to: &lines) }
            lines.add("!")
            for family in router.families { writeFamily(family, to: &lines) }
        }
        lines.add("!")
    }

    private func writeNeighbor(_ neighbor: CustomerNeighbor, to lines: inout Lines) {
        func add(_ words: String) { lines.add("neighbor \(neighbor.remoteAddress) \(words)") }
        add("remote-as \(neighbor.remoteASN)")
        if neighbor.localASN != router.asn { add("local-as \(neighbor.localASN) no-prepend replace-as") }
        add("description \(neighbor.description)")
        if let key = neighbor.sharedKey {
            if Dialect.iosxe.accepts(key) {
                add("password 0 \(key)")
            } else {
                lines.add("! password: cannot be written")
            }
        }
        let timers = neighbor.timers
        let hasMinimum = timers.holdTime > .zero && timers.minimumHoldTime > .seconds(3)
        let minimum = hasMinimum ? " \(timers.minimumHoldTime.seconds)" : ""
        add("timers \(timers.keepalive.seconds) \(timers.holdTime.seconds)\(minimum)")
        add("advertisement-interval \(Swift.min(600, timers.advertisementInterval.seconds))")
        if neighbor.isPassive { add("transport connection-mode passive") }
        if neighbor.bfd != nil { add("fall-over bfd") }
    }

    private func writeFamily(_ family: AddressFamily, to lines: inout Lines) {
        lines.block("address-family \(family)", closing: "exit-address-family") { lines in
            for prefix in router.originations(family) {
                switch prefix {
                case .v4(let prefix): lines.add("network \(prefix.address) mask \(prefix.mask)")
                case .v6(let prefix): lines.add("network \(prefix)")
                }
            }
            for aggregate in router.aggregates(family) {
                let isOnly = aggregate.isSummaryOnly ? " summary-only" : ""
                switch aggregate.prefix {
                case .v4(let prefix): lines.add("aggregate-address \(prefix.address) \(prefix.mask)\(isOnly)")
                case .v6(let prefix): lines.add("aggregate-address \(prefix)\(isOnly)")
                }
            }
            let delay = router.model.behavior.nextHopDelay.value
            if delay != Dialect.iosxe.behavior.nextHopDelay.value {
                lines.add("bgp nexthop trigger delay \(Swift.min(100, delay.seconds))")
            }
            if let dampening = router.dampening, Dialect.iosxe.takes(dampening, ofInterface: false) {
                lines.add("bgp dampening \(dampening.minuteWords)")
            }
            for neighbor in router.neighbors(family) {
                func add(_ words: String) { lines.add("neighbor \(neighbor.remoteAddress) \(words)") }
                add("activate")
                add("send-community both")
                if neighbor.nextHopSelf { add("next-hop-self") }
                if let filter = neighbor.importFilter { add("route-map \(filter.name) in") }
                add("route-map \(neighbor.exportFilter.name) out")
            }
            if router.maximumPaths > 1 { lines.add("maximum-paths \(Swift.min(32, router.maximumPaths))") }
            if router.internalMaximumPaths > 1 {
                lines.add("maximum-paths ibgp \(Swift.min(32, router.internalMaximumPaths))")
            }
        }
        lines.add("!")
    }
}
