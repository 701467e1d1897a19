import NetworkTypes

extension TopologyBuilder {
    mutating func buildTiming() {
        if let written = document.timing?.value {
            var timing: Topology.Timing = written.base == .ideal ? .ideal : .documented
            timing.hostProgramming = delay(written.hostProgramming, timing.hostProgramming)
            timing.hostProgrammingSpread = delay(written.hostProgrammingSpread, timing.hostProgrammingSpread)
            timing.fastPathProgramming = delay(written.fastPathProgramming, timing.fastPathProgramming)
            timing.healthProbeInterval = delay(written.healthProbeInterval, timing.healthProbeInterval)
            timing.healthProbeThreshold = written.healthProbeThreshold?.value ?? timing.healthProbeThreshold
            timing.instanceReplacement = delay(written.instanceReplacement, timing.instanceReplacement)
            timing.gatewayScaling = delay(written.gatewayScaling, timing.gatewayScaling, limit: .seconds(86_400))
            timing.gatewayResize = delay(written.gatewayResize, timing.gatewayResize, limit: .seconds(86_400))
            timing.migrationPreparation = delay(
                written.migrationPreparation,
                timing.migrationPreparation,
                limit: .seconds(86_400)
            )
            timing.migrationMove = delay(written.migrationMove, timing.migrationMove, limit: .seconds(86_400))
            timing.quietPeriod = delay(written.quietPeriod, timing.quietPeriod)
            timing.settleLimit = delay(written.settleLimit, timing.settleLimit)
            if let interval = written.healthProbeInterval, interval.value < .milliseconds(10) {
                error(interval.place, "probes are at least 10ms apart")
            }
            if timing.settleLimit < timing.quietPeriod {
                error(
                    written.settleLimit?.place ?? written.quietPeriod?.place,
                    "the settle limit is shorter than the quiet period"
                )
            }
            timing.gatewayBFD = insideBFD(written.gatewayBFD, timing.gatewayBFD)
            timing.reflectorBFD = insideBFD(written.reflectorBFD, timing.reflectorBFD)
            topology.timing = timing
        }
        if let written = document.latency?.value {
            let limit = Duration.seconds(10)
            topology.latency.host = delay(written.host, topology.latency.host, limit: limit)
            topology.latency.machine = delay(written.machine, topology.latency.machine, limit: limit)
            topology.latency.gatewayInstance = delay(
                written.gatewayInstance,
                topology.latency.gatewayInstance,
                limit: limit
            )
            topology.latency.reflector = delay(written.reflector, topology.latency.reflector, limit: limit)
        }
    }

    private mutating func insideBFD(_ written: Located<BFDDocument>?, _ fallback: Topology.BFD) -> Topology.BFD {
        guard let written else { return fallback }
        guard let bfd = bfd(written, fallback: fallback) else {
            error(written.place, "BFD inside Microsoft's network cannot be switched off")
            return fallback
        }
        return bfd
    }
}
