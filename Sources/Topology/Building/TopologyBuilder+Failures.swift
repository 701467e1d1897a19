import NetworkTypes

extension TopologyBuilder {
    /// What of the targets fails.
    mutating func failureMode(_ step: StepDocument, _ targets: [Topology.Target]) -> Topology.FailureMode {
        let mode = step.mode?.value ?? .powerLoss
        if let written = step.startup, mode != .reload {
            error(written.place, "'startup' goes with 'mode: reload' only")
        }
        if let written = step.mode, mode != .powerLoss { checkFailureMode(written, targets) }
        switch mode {
        case .powerLoss: return .powerLoss
        case .reload: return .reload(startup: delay(step.startup, Defaults.startup.value, limit: .seconds(3600)))
        case .bgpCrash: return .bgpCrash
        case .bfdCrash: return .bfdCrash
        case .forwardingOnly: return .forwardingOnly
        case .controlPlaneStall: return .controlPlaneStall
        }
    }

    /// How long a session that is shut down gracefully goes on; `nil` if it is closed at once.
    mutating func shutdownGrace(_ step: StepDocument) -> Duration? {
        let isGraceful = step.graceful?.value ?? false
        if !isGraceful, let grace = step.grace, step.verb?.value == .shutdown {
            error(grace.place, "'grace' goes with a graceful shutdown", notes: ["graceful: true"])
        }
        return isGraceful ? delay(step.grace, Defaults.drainGrace.value, limit: .seconds(86_400)) : nil
    }

    /// What somebody gets wrong: the key of sessions, or the VLAN of links.
    mutating func misconfiguration(
        _ step: StepDocument,
        _ targets: [Topology.Target]
    ) -> Topology.Misconfiguration {
        for target in targets {
            switch target {
            case .session:
                if step.sharedKey == nil, step.leak == nil {
                    missing(step.verb?.place, "a session is misconfigured with a sharedKey or a leak")
                }
                if let vlan = step.vlan { error(vlan.place, "a VLAN is a link's, not a session's") }
            case .link(let circuit, _, _):
                if step.vlan == nil { missing(step.verb?.place, "a link is misconfigured with a vlan") }
                if let key = step.sharedKey { error(key.place, "a key is a session's, not a link's") }
                if let leak = step.leak { error(leak.place, "a leak is a session's, not a link's") }
                if topology.circuits[circuit].kind == .direct, let vlan = step.vlan {
                    error(
                        vlan.place,
                        "no provider edge looks at the tags of direct circuit '\(topology.circuits[circuit].name)'"
                    )
                }
            default: break
            }
        }
        return Topology.Misconfiguration(
            leak: step.leak?.value,
            sharedKey: step.sharedKey?.value,
            vlan: step.vlan.map { UInt16(clamping: $0.value) }
        )
    }

    /// Of a real router parts fail as far as its programs are ours, and are programs of their own.
    private mutating func checkFailureMode(
        _ mode: Located<StepDocument.FailureMode>,
        _ targets: [Topology.Target]
    ) {
        for target in targets {
            switch target {
            case .router(let index):
                let router = topology.routers[index]
                switch (router.kind, mode.value) {
                case (.external, _):
                    error(
                        mode.place,
                        "'\(mode.value.rawValue)' cannot be done to '\(router.name)', whose programs are not ours",
                        notes: ["stop its daemon by hand, or 'fail' it as a whole: mode: powerLoss"]
                    )
                case (.bird, .bfdCrash):
                    error(
                        mode.place,
                        "BFD of '\(router.name)' cannot crash by itself: BIRD is one program",
                        notes: ["mode: bgpCrash ends all of BIRD, mode: controlPlaneStall makes it hang"]
                    )
                case (.emulated, _), (.frr, _), (.bird, _): break
                }
            case .core, .msee: break
            default:
                error(
                    mode.place,
                    "'\(mode.value.rawValue)' is a failure of a router, core or MSEE, not of \(topology.path(of: target))"
                )
            }
        }
    }
}
