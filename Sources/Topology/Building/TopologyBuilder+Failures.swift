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

    /// Parts fail of emulated routers only: what is inside of a real one, nobody here can reach.
    private mutating func checkFailureMode(
        _ mode: Located<StepDocument.FailureMode>,
        _ targets: [Topology.Target]
    ) {
        for target in targets {
            switch target {
            case .router(let index) where topology.routers[index].kind != .emulated:
                error(
                    mode.place,
                    "'\(mode.value.rawValue)' is for emulated routers; '\(topology.routers[index].name)' is a real one",
                    notes: ["stop its daemon by hand, or 'fail' it as a whole"]
                )
            case .router, .core, .msee: break
            default:
                error(
                    mode.place,
                    "'\(mode.value.rawValue)' is a failure of a router, core or MSEE, not of \(topology.path(of: target))"
                )
            }
        }
    }
}
