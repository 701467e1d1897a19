import NetworkTypes
import Router
import Topology

extension CustomerRouter {
    /// What the topology says of the router and a dialect has no words for, a sentence each; the configuration comes as
    /// close as it can.
    public func omissions(in dialect: Dialect) -> [String] {
        var sentences: [String] = []
        for neighbor in neighbors {
            for sentence in omissions(of: neighbor, in: dialect) where !sentences.contains(sentence) {
                sentences.append(sentence)
            }
        }
        for sentence in unsaidSettings(in: dialect) where !sentences.contains(sentence) { sentences.append(sentence) }
        return sentences
    }

    private func omissions(of neighbor: CustomerNeighbor, in dialect: Dialect) -> [String] {
        var sentences: [String] = []
        if let key = neighbor.sharedKey, let rule = dialect.rule(brokenBy: key) {
            sentences.append("the key of the session with \(neighbor.description) is left out: \(rule)")
        }
        let timers = neighbor.timers
        if neighbor.side == .microsoft, timers.minimumHoldTime > .seconds(3) {
            let isSaid =
                switch dialect {
                case .bird, .iosxe: timers.minimumHoldTime <= timers.holdTime
                case .frr: neighbors.map(\.timers.minimumHoldTime).min() == timers.minimumHoldTime
                case .junos, .eos: false
                }
            if !isSaid { sentences.append("hold times below \(timers.minimumHoldTime) are not refused") }
        }
        if timers.advertisementInterval > .zero {
            switch dialect {
            case .bird: sentences.append("updates are not held back for \(timers.advertisementInterval)")
            case .frr, .iosxe, .junos, .eos:
                sentences += rounding(timers.advertisementInterval, "an advertisement interval")
            }
        }
        if dialect == .frr || dialect == .bird { sentences += rounding(timers.connectRetry, "a connect retry time") }
        if dialect == .junos, timers.keepalive.seconds != timers.holdTime.seconds / 3 {
            sentences.append("keepalives are sent every third of the hold time, not every \(timers.keepalive)")
        }
        if let restart = neighbor.gracefulRestart {
            sentences += omissions(of: restart, in: dialect)
        }
        if neighbor.leak != .nothing {
            sentences.append("the leak towards \(neighbor.description) is left out: mistakes are not configured")
        }
        if let bfd = neighbor.bfd, bfd.isControlPlaneIndependent {
            sentences.append("whether BFD depends on the control plane is not configured, but a matter of the platform")
        }
        if let bfd = neighbor.bfd {
            let nearest = dialect.nearest(to: bfd)
            if nearest != bfd { sentences.append("BFD of \(bfd.text) becomes \(nearest.text)") }
        }
        return sentences
    }

    private func omissions(of restart: Neighbor.RestartParameters, in dialect: Dialect) -> [String] {
        var sentences: [String] = []
        switch dialect {
        case .frr, .junos: break
        case .bird, .iosxe, .eos:
            if restart.honoursNotification {
                sentences.append("a NOTIFICATION ends a session without graceful restart (RFC 8538 is not configured)")
            }
        }
        if restart.longLivedStaleTime != nil, !dialect.hasLongLivedRestart {
            sentences.append("long-lived graceful restart is not configured")
        }
        return sentences
    }

    private func rounding(_ duration: Duration, _ name: String) -> [String] {
        duration.isWholeSeconds ? [] : ["\(name) of \(duration) is rounded up to \(Duration.seconds(duration.seconds))"]
    }
}

extension Neighbor.BFDParameters {
    fileprivate var text: String { "\(interval) × \(multiplier)" }
}
