internal import Network
internal import NetworkTypes

/// Fields by type: `nil` if a field is missing or of another type.
extension JournalEvent {
    func string(_ name: String) -> String? {
        if case .string(let value)? = self[name] { value } else { nil }
    }

    func integer(_ name: String) -> Int? {
        if case .integer(let value)? = self[name] { value } else { nil }
    }

    func boolean(_ name: String) -> Bool? {
        if case .boolean(let value)? = self[name] { value } else { nil }
    }

    func duration(_ name: String) -> Duration? {
        if case .duration(let value)? = self[name] { value } else { nil }
    }

    func instant(_ name: String) -> Instant? {
        if case .instant(let value)? = self[name] { value } else { nil }
    }

    func strings(_ name: String) -> [String] {
        guard case .list(let values)? = self[name] else { return [] }
        return values.compactMap { if case .string(let value) = $0 { value } else { nil } }
    }

    func integers(_ name: String) -> [Int] {
        guard case .list(let values)? = self[name] else { return [] }
        return values.compactMap { if case .integer(let value) = $0 { value } else { nil } }
    }

    /// The node that saw the event: its `node`, or its subject where that is a node.
    var observer: String? {
        switch kind {
        case .nodeDown, .nodeUp, .partDown, .partUp, .selectionDeferred, .selectionBegan, .routesSwept, .routesDecided,
            .routesInstalled, .nextHopChanged, .nextHopsChecked, .neighborResolved, .neighborFailed,
            .hostProgrammed, .fastPathProgrammed, .fastPathWithdrawn, .fastPathLimited, .controllerNoticed,
            .maintenance, .limitReached, .limitEased, .lanMoved, .originationChanged:
            string("node") ?? subject
        case .timeZero, .step, .carrierDown, .carrierUp, .carrierDelayed, .carrierIgnored, .interfaceSuppressed,
            .interfaceReused, .routesSuppressed, .routesReused, .restartAwaited, .restartEnded, .bfdDown, .bfdUp,
            .sessionDown, .sessionUp, .sessionFailed, .refused,
            .updateSent, .updateReceived, .instanceUnhealthy, .instanceHealthy, .instanceReplaced, .instanceAdded,
            .instanceRemoved, .gatewayChanging, .gatewayChanged, .circuitChanged, .azureHealth, .engineLate,
            .warning, .flowPath,
            .flowFirstPacket,
            .flowLoss, .flowLoad, .flowStall, .flowBroken, .flowRequest, .flowSummary, .tableFinal, .tableLooked,
            .vrrpState,
            .vrrpPriority,
            .failoverTestStarted, .failoverTestStopped, .end:
            string("node")
        }
    }

    /// The setting that made it wait for its cause.
    var cost: SettingCost? {
        guard let setting = string("setting"), let time = duration("settingSeconds") else { return nil }
        return SettingCost(
            setting: setting,
            time: time,
            origin: string("settingOrigin"),
            source: string("settingSource")
        )
    }
}
