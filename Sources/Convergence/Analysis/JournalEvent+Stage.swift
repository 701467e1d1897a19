internal import Network

extension JournalEvent {
    /// The stage that the time before this event counts for; `nil` for the step itself.
    var stage: Stage? {
        switch kind {
        case .step: nil
        case .carrierDown, .carrierUp, .carrierDelayed, .carrierIgnored, .nextHopsChecked, .interfaceSuppressed,
            .interfaceReused, .routesSuppressed, .routesReused, .nodeDown, .nodeUp, .bfdDown, .bfdUp,
            .sessionDown, .sessionUp, .sessionFailed, .refused,
            .partDown, .partUp, .restartAwaited, .restartEnded, .instanceUnhealthy, .instanceHealthy, .instanceReplaced,
            .neighborFailed, .timeZero, .maintenance,
            .azureHealth, .limitReached, .limitEased, .instanceAdded, .instanceRemoved, .gatewayChanging,
            .gatewayChanged, .circuitChanged, .fastPathLimited, .failoverTestStarted, .failoverTestStopped,
            .warning, .engineLate, .vrrpState, .vrrpPriority:
            .detection
        case .updateSent, .updateReceived, .controllerNoticed: .propagation
        case .routesDecided, .selectionDeferred, .selectionBegan, .originationChanged: .decision
        case .routesInstalled, .routesSwept, .nextHopChanged, .neighborResolved, .hostProgrammed, .fastPathProgrammed,
            .fastPathWithdrawn, .flowPath, .lanMoved:
            .installation
        case .flowFirstPacket, .flowLoss, .flowLoad, .flowStall, .flowBroken, .flowRequest, .flowSummary, .tableFinal,
            .tableLooked, .end:
            .delivery
        }
    }

    /// How the node learnt of a change, if this is an event by which a node learns.
    var detectionMethod: DetectionMethod? {
        switch kind {
        case .carrierDown, .carrierUp: .carrier
        case .bfdDown, .bfdUp: .bfd
        case .sessionDown: string("cause").flatMap(DetectionMethod.init)
        case .sessionUp: .session
        case .instanceUnhealthy, .instanceHealthy: .healthProbe
        case .neighborFailed: .neighbor
        case .vrrpState: ["startup", "shutdown"].contains(string("reason") ?? "") ? nil : .vrrp
        case .timeZero, .step, .carrierDelayed, .carrierIgnored, .nextHopsChecked, .interfaceSuppressed,
            .interfaceReused, .routesSuppressed, .routesReused, .nodeDown, .nodeUp, .partDown,
            .partUp, .restartAwaited, .restartEnded,
            .selectionDeferred, .selectionBegan, .routesSwept, .sessionFailed, .refused, .updateSent, .updateReceived,
            .routesDecided,
            .routesInstalled, .nextHopChanged, .neighborResolved, .instanceReplaced, .controllerNoticed,
            .hostProgrammed, .fastPathProgrammed, .fastPathWithdrawn, .maintenance, .azureHealth, .limitReached,
            .limitEased, .instanceAdded, .instanceRemoved, .gatewayChanging, .gatewayChanged, .circuitChanged,
            .fastPathLimited,
            .engineLate, .warning, .flowPath, .flowFirstPacket, .flowLoss, .flowLoad, .flowStall, .flowBroken,
            .flowRequest, .flowSummary,
            .tableFinal, .tableLooked, .vrrpPriority, .lanMoved, .originationChanged,
            .failoverTestStarted, .failoverTestStopped, .end:
            nil
        }
    }

    /// Whether the event says that something came back rather than went away.
    var isRecovery: Bool {
        switch kind {
        case .carrierUp, .bfdUp, .sessionUp, .instanceHealthy, .nodeUp, .partUp, .neighborResolved,
            .instanceReplaced:
            true
        case .vrrpState: ["startup", "preemption"].contains(string("reason") ?? "")
        case .timeZero, .step, .carrierDelayed, .carrierIgnored, .nextHopsChecked, .interfaceSuppressed,
            .interfaceReused, .routesSuppressed, .routesReused, .carrierDown, .nodeDown, .partDown,
            .restartAwaited, .restartEnded, .selectionDeferred,
            .selectionBegan, .routesSwept, .bfdDown, .sessionDown, .sessionFailed, .refused, .updateSent,
            .updateReceived, .routesDecided, .routesInstalled, .nextHopChanged, .neighborFailed, .instanceUnhealthy,
            .controllerNoticed, .hostProgrammed, .fastPathProgrammed, .fastPathWithdrawn, .maintenance, .azureHealth,
            .limitReached, .limitEased, .instanceAdded, .instanceRemoved, .gatewayChanging, .gatewayChanged,
            .circuitChanged,
            .fastPathLimited, .failoverTestStarted, .failoverTestStopped,
            .engineLate, .warning, .flowPath, .flowFirstPacket, .flowLoss, .flowLoad, .flowStall, .flowBroken,
            .flowRequest, .flowSummary,
            .tableFinal, .tableLooked, .vrrpPriority, .lanMoved, .originationChanged, .end:
            false
        }
    }
}

extension JournalEvent {
    /// Whether a node could send packets elsewhere: provider edges and switches see carriers go, but choose no paths.
    static func choosesPaths(_ node: String) -> Bool {
        !["provider/", "lan/", "firewall/", "fabric/", "backbone"].contains(where: node.hasPrefix)
    }

    /// Whether it was a node that chooses paths that noticed this.
    var isOfRouter: Bool { observer.map(Self.choosesPaths) ?? true }
}
