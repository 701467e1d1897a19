import NetworkTypes
import Router
import Topology

extension CustomerRouter {
    /// What makes the router differ from others of its kind and cannot be said, a sentence each.
    func unsaidSettings(in dialect: Dialect) -> [String] {
        let (own, usual) = (model.behavior, dialect.behavior)
        var sentences: [String] = []
        func unless<Value>(_ isSaid: Bool, _ name: String, _ setting: Topology.Setting<Value>, _ default: Value) {
            guard !isSaid, setting.origin == .written, setting.value != `default` else { return }
            sentences.append(
                "\(name) is not configured: \(dialect) has no words for it, or it is a matter of the platform"
            )
        }
        unless(dialect == .iosxe, "nextHopDelay", own.nextHopDelay, usual.nextHopDelay.value)
        unless(false, "decisionDelay", own.decisionDelay, usual.decisionDelay.value)
        unless(false, "fib.delay", own.fibDelay, usual.fibDelay.value)
        unless(false, "fib.rate", own.fibRate, usual.fibRate.value)
        unless(false, "ecmp", own.ecmp, usual.ecmp.value)
        unless(false, "bfdForwarding", own.bfdForwarding, usual.bfdForwarding.value)
        unless(
            dialect.says(own.carrierFallover.value),
            "carrierFallover",
            own.carrierFallover,
            usual.carrierFallover.value
        )
        unless(
            dialect.hasARPTimeout && own.arpTimeout.value > .zero,
            "arp.timeout",
            own.arpTimeout,
            usual.arpTimeout.value
        )
        unless(false, "arp.refresh", own.arpRefresh, usual.arpRefresh.value)
        unless(dialect == .bird, "idleHold", own.idleHold, usual.idleHold.value)
        unless(dialect == .bird, "retryBackoff", own.retryBackoff, usual.retryBackoff.value)
        unless(false, "sessionStartDelay", own.sessionStartDelay, usual.sessionStartDelay.value)
        unless(false, "restartWaits", own.restartWaits, usual.restartWaits.value)
        unless(dialect == .frr || dialect == .bird, "bfdRestart", own.bfdRestart, usual.bfdRestart.value)
        unless(dialect == .frr, "firstUpdateDelay", own.firstUpdateDelay, usual.firstUpdateDelay.value)
        for port in ports {
            unless(
                dialect.hasCarrierDelay,
                "carrierDelay of \(port.name)",
                port.carrierDelay.down,
                usual.carrierDelay.down.value
            )
            unless(
                dialect.hasCarrierDelay,
                "carrierDelay of \(port.name)",
                port.carrierDelay.up,
                usual.carrierDelay.up.value
            )
            if let dampening = port.dampening, !dialect.takes(dampening, ofInterface: true) {
                sentences.append(
                    "interfaceDampening of \(port.name) is not configured: \(dialect.limit(ofInterface: true))"
                )
            }
        }
        if model.reversePathFilter != .off, !dialect.hasReversePathFilter {
            sentences.append("reversePathFilter is not configured: it is the system's (net.ipv4.conf.*.rp_filter)")
        }
        if !dialect.hasAggregates {
            sentences += model.aggregates.map { "the aggregate \($0.prefix) is not configured" }
        }
        sentences += model.conditionalOriginations.map {
            "\($0.prefix) is not advertised at all: its condition is not configured"
        }
        return sentences + unsaidDampening(in: dialect) + unsaidFirstHops(in: dialect)
    }

    private func unsaidDampening(in dialect: Dialect) -> [String] {
        let all = neighbors.compactMap(\.dampening)
        guard let first = all.first else { return [] }
        guard dialect.takes(first, ofInterface: false) else {
            return ["dampening is not configured: \(dialect.limit(ofInterface: false))"]
        }
        let isOne = neighbors.filter { $0.side == .microsoft }.allSatisfy { $0.dampening == first }
        var sentences = isOne ? [] : ["dampening is configured for all sessions alike, as the first one has it"]
        for time in [first.halfLife, first.maximumSuppress] where time.seconds % 60 != 0 || !time.isWholeSeconds {
            sentences.append("dampening: \(time) is rounded up to whole minutes")
        }
        return sentences
    }

    private func unsaidFirstHops(in dialect: Dialect) -> [String] {
        guard !firstHops.isEmpty else { return [] }
        guard dialect.hasFirstHops else {
            return ["BIRD has no VRRP: the virtual router is left to keepalived or another daemon"]
        }
        var sentences: [String] = []
        for hop in firstHops {
            let name = "VRRP group \(hop.id) (\(hop.family))"
            if hop.preemptDelay > .zero, dialect == .frr { sentences.append("\(name) preempts at once") }
            if !hop.tracks.isEmpty, dialect == .frr { sentences.append("\(name) tracks nothing") }
            if dialect != .frr, hop.tracks.contains(where: { $0.watch == .session }) {
                sentences.append("\(name) does not track sessions")
            }
            if dialect == .eos, hop.intervalMilliseconds % 1000 != 0 {
                sentences.append("\(name) advertises in whole seconds only")
            }
            if dialect == .iosxe || dialect == .junos, hop.intervalMilliseconds < 100 {
                sentences.append("\(name) advertises every 100 ms at most")
            }
            if dialect == .frr, !hop.acceptsPackets {
                sentences.append("\(name): a master answers for the virtual address")
            }
        }
        return sentences
    }
}

extension Dialect {
    fileprivate func says(_ fallover: Topology.CarrierFallover) -> Bool {
        switch (self, fallover) {
        case (.frr, _), (.bird, _), (.iosxe, .none), (.iosxe, .external), (.eos, .none), (.eos, .external): true
        default: false
        }
    }

    fileprivate func limit(ofInterface: Bool) -> String {
        let (range, unit) = ofInterface ? (interfaceHalfLives, "seconds") : (routeHalfLives, "minutes")
        guard let range else { return "\(self) has none" }
        return "\(self) takes half-lives of \(range.lowerBound) to \(range.upperBound) \(unit)"
    }
}
