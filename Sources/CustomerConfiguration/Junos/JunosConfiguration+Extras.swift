import NetworkTypes
import Router
import Topology

extension JunosConfiguration {
    // MARK: First hops

    func writeFirstHop(_ hop: CustomerFirstHop, to lines: inout Lines) {
        let (group, address) =
            hop.family == .ipv4 ? ("vrrp-group", "virtual-address") : ("vrrp-inet6-group", "virtual-inet6-address")
        lines.braces("\(group) \(hop.id)") { lines in
            for virtual in hop.addresses {
                if case .v6(let own) = virtual, own.isLinkLocal {
                    lines.add("virtual-link-local-address \(own);")
                } else {
                    lines.add("\(address) \(virtual);")
                }
            }
            if hop.priority < 255 { lines.add("priority \(hop.priority);") }
            if hop.intervalMilliseconds % 1000 == 0, hop.family == .ipv4 {
                lines.add("advertise-interval \(hop.intervalMilliseconds / 1000);")
            } else {
                let word = hop.family == .ipv4 ? "fast-interval" : "inet6-advertise-interval"
                lines.add("\(word) \(Swift.max(100, hop.intervalMilliseconds));")
            }
            if !hop.preempts {
                lines.add("no-preempt;")
            } else if hop.preemptDelay > .zero {
                lines.add("preempt { hold-time \(hop.preemptDelay.seconds); }")
            }
            if hop.acceptsPackets { lines.add("accept-data;") }
            let tracks = hop.tracks.compactMap(Self.track)
            if !tracks.isEmpty { lines.braces("track") { lines in for track in tracks { lines.add(track) } } }
        }
    }

    private static func track(_ track: CustomerFirstHop.Tracking) -> String? {
        switch track.watch {
        case .port(let port): "interface ge-0/0/\(port) { priority-cost \(track.decrement); }"
        case .route(let prefix): "route \(prefix) routing-instance default priority-cost \(track.decrement);"
        case .session: nil
        }
    }

    // MARK: Restarts and dampening

    /// The families of a neighbour, and how it restarts.
    func writeRestart(_ neighbor: CustomerNeighbor, to lines: inout Lines) {
        let family = Self.family(neighbor.family)
        guard let restart = neighbor.gracefulRestart else {
            lines.add("family \(family) { unicast; }")
            lines.add("graceful-restart { disable; }")
            return
        }
        if let time = restart.longLivedStaleTime {
            let restarter = "graceful-restart { long-lived { restarter { stale-time \(time.seconds); } } }"
            lines.add("family \(family) { unicast { \(restarter) } }")
        } else {
            lines.add("family \(family) { unicast; }")
        }
        lines.braces("graceful-restart") { lines in
            lines.add("restart-time \(Swift.max(1, Swift.min(600, restart.restartTime.seconds)));")
            lines.add("stale-routes-time \(Swift.max(1, Swift.min(600, restart.staleTime.seconds)));")
            if !restart.honoursNotification { lines.add("disable-notification-extensions;") }
        }
    }

    var dampens: Bool { router.dampening.map { Dialect.junos.takes($0, ofInterface: false) } == true }

    func writeDampening(to lines: inout Lines) {
        guard dampens, let dampening = router.dampening else { return }
        lines.add("policy-statement dampening { then { damping routes; next policy; } }")
        let times =
            "half-life \(dampening.halfLife.minutes); max-suppress \(Swift.min(720, dampening.maximumSuppress.minutes));"
        lines.add("damping routes { \(times) reuse \(dampening.reuse); suppress \(dampening.suppress); }")
    }
}
