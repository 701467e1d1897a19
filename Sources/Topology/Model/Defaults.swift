/// Every value that a topology file may leave out, with its source.
///
/// The source is a key of the source table of the ExpressRoute reference, or `unconfirmed` where nothing public states
/// the figure. Each row can be overridden by the key it names.
public enum Defaults {
    /// One row of the table.
    public struct Row<Value: Sendable>: Sendable {
        /// The key that overrides it, with its place.
        public let key: String
        public let value: Value
        public let source: String

        init(_ key: String, _ value: Value, _ source: String) {
            self.key = key
            self.value = value
            self.source = source
        }
    }

    public static let scenarioDuration = Row("scenario.duration", Duration.seconds(60), "ours")
    public static let hostLatency = Row("latency.host", Duration.microseconds(50), "unconfirmed")
    public static let machineLatency = Row("latency.machine", Duration.microseconds(20), "unconfirmed")
    public static let gatewayInstanceLatency = Row("latency.gatewayInstance", Duration.microseconds(20), "unconfirmed")
    public static let reflectorLatency = Row("latency.reflector", Duration.microseconds(500), "unconfirmed")
}

extension Topology.Timing {
    /// Delays whose sums are the documented totals.
    public static let documented = Topology.Timing(
        hostProgramming: .seconds(10),
        hostProgrammingSpread: .seconds(2),
        fastPathProgramming: .seconds(10),
        healthProbeInterval: .seconds(5),
        healthProbeThreshold: 2,
        instanceReplacement: .seconds(60),
        gatewayBFD: Topology.BFD(interval: .seconds(1), multiplier: 3),
        reflectorBFD: Topology.BFD(interval: .seconds(1), multiplier: 3),
        quietPeriod: .seconds(5),
        settleLimit: .seconds(180)
    )
}
