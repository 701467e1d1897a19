import Forwarding
import Router
import Topology

extension Blueprint {
    /// Why a setting of a router is what it is; `nil` for routers that are not the customer's.
    ///
    /// - Parameters:
    ///   - neighbor: the session that it is about, if it is about one.
    ///   - port: the port that it is about, if it is about one.
    func origin(
        of setting: RouterSetting,
        at node: NodeIndex,
        neighbor: Int? = nil,
        port: UInt16? = nil
    ) -> Topology.SettingOrigin? {
        guard let router = nodes[node.index].router else { return nil }
        let behavior = topology.routers[router].behavior
        let attachment = (port ?? self.port(of: neighbor, at: node)).flatMap { nodes[node.index].attachments[$0] }
        switch setting {
        case .carrierDelay:
            return (attachment.map { topology.attachments[$0].carrierDelay } ?? behavior.carrierDelay).down.origin
        case .nextHopDelay: return behavior.nextHopDelay.origin
        case .decisionDelay: return behavior.decisionDelay.origin
        case .fib:
            return behavior.fibDelay.value > .zero ? behavior.fibDelay.origin : behavior.fibRate.origin
        case .advertisementInterval:
            return attachment.map { topology.attachments[$0].origins.advertisementInterval }
                ?? behavior.internalTimers.advertisementInterval.origin
        case .firstUpdateDelay: return behavior.firstUpdateDelay.origin
        case .holdTime:
            return attachment.map { topology.attachments[$0].origins.holdTime }
                ?? behavior.internalTimers.holdTime.origin
        case .bfd: return attachment.map { topology.attachments[$0].origins.bfd } ?? .written
        case .dampening, .interfaceDampening: return .written
        }
    }

    /// The port that a session of a router goes through.
    private func port(of neighbor: Int?, at node: NodeIndex) -> UInt16? {
        guard let neighbor, case .router(let configuration) = nodes[node.index].works,
            let interface = configuration.neighbors[neighbor].interface,
            case .ethernet(let port, _) = configuration.interfaces[interface].kind
        else { return nil }
        return port
    }
}

extension RouterBehavior {
    /// What a topology says about a customer router.
    init(_ behavior: Topology.Behavior) {
        self.init()
        nextHopDelay = behavior.nextHopDelay.value
        decisionDelay = behavior.decisionDelay.value
        fibDelay = behavior.fibDelay.value
        fibRate = behavior.fibRate.value
        ecmp =
            switch behavior.ecmp.value {
            case .resilient: .resilient
            case .hashThreshold: .hashThreshold
            case .modulo: .modulo
            }
        carrierFallover =
            switch behavior.carrierFallover.value {
            case .all: .all
            case .external: .external
            case .none: .none
            }
        bfdForwarding = behavior.bfdForwarding.value
        idleHold = behavior.idleHold.value
        retryBackoff = behavior.retryBackoff.value
        firstUpdateDelay = behavior.firstUpdateDelay.value
        sessionStartDelay = behavior.sessionStartDelay.value
        bfdMayBeRestart = behavior.bfdRestart.value
        waitsForAbsent = behavior.restartWaits.value == .all
        if behavior.arpTimeout.value > .zero {
            neighborAgeing = NeighborAgeing(
                timeout: behavior.arpTimeout.value,
                refreshes: behavior.arpRefresh.value
            )
        }
    }
}

extension RouterConfiguration.CarrierDelay {
    init(_ delay: Topology.CarrierDelay) {
        self.init(down: delay.down.value, up: delay.up.value)
    }
}

extension Neighbor.Leak {
    /// What a customer's router passes on of what it learned from Microsoft; `nil` if nothing.
    init?(_ leak: Topology.Leak) {
        switch leak {
        case .nothing: return nil
        case .routes: self.init(of: .microsoft, isRedistributed: false)
        case .redistributed: self.init(of: .microsoft, isRedistributed: true)
        }
    }
}

extension DampeningParameters {
    init(_ dampening: Topology.Dampening) {
        self.init(
            halfLife: dampening.halfLife,
            reuse: dampening.reuse,
            suppress: dampening.suppress,
            maximumSuppress: dampening.maximumSuppress
        )
    }
}
