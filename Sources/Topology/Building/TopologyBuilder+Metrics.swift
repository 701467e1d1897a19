import NetworkTypes

extension TopologyBuilder {
    /// More samples than a hundred a second would be work without an end.
    private static let shortestInterval = Duration.milliseconds(10)

    mutating func buildMetrics() {
        let interval = document.metrics?.value.interval
        topology.metricsInterval = delay(interval, Defaults.metricsInterval.value)
        if let interval, interval.value > .zero, interval.value < Self.shortestInterval {
            error(interval.place, "an interval of 10ms or more is needed", notes: ["0 takes no samples"])
        }
    }
}
