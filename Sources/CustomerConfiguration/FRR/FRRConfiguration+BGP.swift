import NetworkTypes
import Router
import Topology

extension FRRConfiguration {
    func writeBGP(to lines: inout Lines) {
        lines.block("router bgp \(router.asn)", closing: "exit") { lines in
            lines.add("bgp router-id \(router.routerID)")
            lines.add("bgp log-neighbor-changes")
            writeRestart(to: &lines)
            switch router.model.behavior.carrierFallover.value {
            // What the emulated router does too: a lost carrier ends sessions of either kind.
            case .all: lines.add("bgp fast-convergence")
            case .external: break
            case .none: lines.add("no bgp fast-external-failover")
            }
            lines.add("no bgp ebgp-requires-policy")
            lines.add("no bgp default ipv4-unicast")
            // Prefixes are announced whether or not something leads there.
            lines.add("no bgp network import-check")
            let delay = router.model.behavior.firstUpdateDelay
            if delay.origin == .written { lines.add("coalesce-time \(delay.value.milliseconds)") }
            if router.balances, router.mixesASPaths { lines.add("bgp bestpath as-path multipath-relax") }
            if let minimum = minimumHoldTime { lines.add("bgp minimum-holdtime \(minimum)") }
            for neighbor in router.neighbors { writeNeighbor(neighbor, to: &lines) }
            lines.add("!")
            for family in router.families { writeFamily(family, to: &lines) }
        }
        lines.add("!")
    }

    /// One for all sessions, as soon as one of them wants it: bgpd 8.4 refuses the words for single neighbours in its file.
    ///
    /// The figures are those of the first session with Microsoft that has any, else of the first.
    private func writeRestart(to lines: inout Lines) {
        guard let restart = router.gracefulRestart else {
            lines.add("bgp graceful-restart-disable")
            return
        }
        lines.add("bgp graceful-restart")
        lines.add("bgp graceful-restart restart-time \(restart.restartTime.seconds)")
        lines.add("bgp graceful-restart stalepath-time \(Swift.max(1, Swift.min(4_095, restart.staleTime.seconds)))")
        lines.add("bgp graceful-restart select-defer-time \(Swift.min(3_600, restart.selectionDeferral.seconds))")
        if restart.preservesForwarding { lines.add("bgp graceful-restart preserve-fw-state") }
        if !restart.honoursNotification { lines.add("no bgp graceful-restart notification") }
        if let time = restart.longLivedStaleTime {
            lines.add("bgp long-lived-graceful-restart stale-time \(Swift.max(1, Swift.min(16_777_215, time.seconds)))")
        }
    }

    /// bgpd has one for all sessions: the lowest, unless that is what the protocol says anyway.
    var minimumHoldTime: Int64? {
        router.neighbors.map(\.timers.minimumHoldTime.seconds).min().flatMap { $0 > 3 ? $0 : nil }
    }

    private func writeNeighbor(_ neighbor: CustomerNeighbor, to lines: inout Lines) {
        func add(_ words: String) { lines.add("neighbor \(neighbor.remoteAddress) \(words)") }
        add("remote-as \(neighbor.remoteASN)")
        if neighbor.localASN != router.asn { add("local-as \(neighbor.localASN) no-prepend replace-as") }
        add("description \(neighbor.description)")
        if let key = neighbor.sharedKey {
            if Dialect.frr.accepts(key) { add("password \(key)") } else { lines.add("! password: cannot be written") }
        }
        add("timers \(neighbor.timers.keepalive.seconds) \(neighbor.timers.holdTime.seconds)")
        add("timers connect \(Swift.min(65_535, neighbor.timers.connectRetry.seconds))")
        let interval = Swift.min(600, neighbor.timers.advertisementInterval.seconds)
        if interval > 0 { add("advertisement-interval \(interval)") }
        if neighbor.isPassive { add("passive") }
        if let bfd = neighbor.bfd {
            add("bfd")
            let restart = router.model.behavior.bfdRestart
            if restart.origin == .written, restart.value { add("bfd check-control-plane-failure") }
            add("bfd profile \(Self.name(of: Dialect.frr.nearest(to: bfd)))")
        }
    }

    private func writeFamily(_ family: AddressFamily, to lines: inout Lines) {
        lines.block("address-family \(family) unicast", closing: "exit-address-family") { lines in
            for prefix in router.originations(family) { lines.add("network \(prefix)") }
            for aggregate in router.aggregates(family) {
                lines.add("aggregate-address \(aggregate.prefix)\(aggregate.isSummaryOnly ? " summary-only" : "")")
            }
            if let dampening = router.dampening, Dialect.frr.takes(dampening, ofInterface: false) {
                lines.add("bgp dampening \(dampening.minuteWords)")
            }
            for neighbor in router.neighbors(family) {
                lines.add("neighbor \(neighbor.remoteAddress) activate")
                if neighbor.nextHopSelf { lines.add("neighbor \(neighbor.remoteAddress) next-hop-self") }
                if let filter = neighbor.importFilter {
                    lines.add("neighbor \(neighbor.remoteAddress) route-map \(filter.name) in")
                }
                lines.add("neighbor \(neighbor.remoteAddress) route-map \(neighbor.exportFilter.name) out")
            }
            lines.add("maximum-paths \(router.maximumPaths)")
            lines.add("maximum-paths ibgp \(router.internalMaximumPaths)")
        }
        lines.add("!")
    }
}
