import NetworkTypes
import Router
import Topology

extension BIRDConfiguration {
    func write(_ neighbor: CustomerNeighbor, to lines: inout Lines) {
        lines.braces("protocol bgp \(Self.symbol(neighbor.name))") { lines in
            lines.add("description \"\(neighbor.description)\";")
            lines.add("local \(neighbor.localAddress) as \(neighbor.localASN);")
            lines.add("neighbor \(neighbor.remoteAddress) as \(neighbor.remoteASN);")
            lines.add("direct;")
            lines.add("check link \(follows(neighbor) ? "yes" : "no");")
            writeRestart(neighbor, to: &lines)
            if neighbor.isPassive { lines.add("passive;") }
            if let key = neighbor.sharedKey {
                lines.add(Dialect.bird.accepts(key) ? "password \"\(key)\";" : "# password: cannot be written")
            }
            writeTimers(neighbor, to: &lines)
            if let bfd = neighbor.bfd {
                let interval = bfd.interval
                let text =
                    interval.isWholeMilliseconds
                    ? "\(interval.milliseconds) ms" : "\(interval.nanoseconds / 1_000) us"
                let restart = router.model.behavior.bfdRestart
                let graceful = restart.origin == .written && restart.value ? "graceful; " : ""
                lines.add("bfd { \(graceful)interval \(text); multiplier \(bfd.multiplier); };")
            }
            writeChannel(neighbor, to: &lines)
        }
        lines.add("")
    }

    private func writeRestart(_ neighbor: CustomerNeighbor, to lines: inout Lines) {
        guard let restart = neighbor.gracefulRestart else {
            lines.add("graceful restart off;")
            return
        }
        lines.add("graceful restart on;")
        lines.add("graceful restart time \(restart.restartTime.seconds);")
        guard let time = restart.longLivedStaleTime else { return }
        lines.add("long lived graceful restart on;")
        lines.add("long lived stale time \(time.seconds);")
    }

    /// After a failure it rests for a second, or what else is said, and longer each time, as the emulated router does.
    private func writeTimers(_ neighbor: CustomerNeighbor, to lines: inout Lines) {
        let timers = neighbor.timers
        lines.add("hold time \(timers.holdTime.seconds);")
        if timers.holdTime > .zero {
            if timers.keepalive > .zero { lines.add("keepalive time \(timers.keepalive.seconds);") }
            let minimum = timers.minimumHoldTime
            if minimum > .seconds(3), minimum <= timers.holdTime { lines.add("min hold time \(minimum.seconds);") }
        }
        lines.add("connect delay time 1;")
        lines.add("connect retry time \(Swift.min(65_535, timers.connectRetry.seconds));")
        let rest = Swift.max(1, Swift.min(65_535, router.model.behavior.idleHold.value.seconds))
        lines.add("error wait time \(rest), \(router.model.behavior.retryBackoff.value ? Swift.max(rest, 60) : rest);")
        lines.add("error forget time 30;")
    }

    private func writeChannel(_ neighbor: CustomerNeighbor, to lines: inout Lines) {
        lines.block("\(neighbor.family) {", closing: "};") { lines in
            lines.add(neighbor.importFilter.map { "import filter \(Self.symbol($0.name));" } ?? "import all;")
            lines.add("export filter \(Self.symbol(neighbor.exportFilter.name));")
            if neighbor.side == .microsoft || neighbor.nextHopSelf { lines.add("next hop self;") }
        }
    }

    /// Whether the session ends with the carrier.
    private func follows(_ neighbor: CustomerNeighbor) -> Bool {
        switch router.model.behavior.carrierFallover.value {
        case .all: true
        case .external: !neighbor.isInternal
        case .none: false
        }
    }
}
