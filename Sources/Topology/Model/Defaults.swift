/// Every value that a topology file may leave out, with its source.
///
/// The source is a key of the source table of the ExpressRoute reference, `RFC …`, `ours` where it is a matter of
/// taste, or `unconfirmed` where nothing public states the figure. Each row can be overridden by the key it names.
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

    // Sessions.
    public static let holdTime = Row("holdTime", Duration.seconds(180), "BFD, FAQ")
    public static let circuitMinimumHoldTime = Row("circuit.minimumHoldTime", Duration.seconds(10), "BFD")
    public static let minimumHoldTime = Row("minimumHoldTime", Duration.seconds(3), "RFC 4271 §4.2")
    public static let connectRetry = Row("connectRetry", Duration.seconds(5), "unconfirmed")
    public static let advertisementInterval = Row("advertisementInterval", Duration.zero, "unconfirmed")
    public static let bfdInterval = Row("bfd.interval", Duration.milliseconds(300), "BFD")
    public static let bfdMultiplier = Row("bfd.multiplier", UInt8(3), "BFD, CFG; Microsoft's own value unconfirmed")

    // Restarts. FRR has the same, BIRD 120 s for the first.
    public static let restartTime = Row("gracefulRestart.restartTime", Duration.seconds(120), "FRR; RFC 4724: open")
    public static let staleTime = Row("gracefulRestart.staleTime", Duration.seconds(360), "FRR; RFC 4724: open")
    public static let selectionDeferral = Row(
        "gracefulRestart.selectionDeferral",
        Duration.seconds(360),
        "FRR; RFC 4724: open"
    )

    public static let dampening = Row(
        "dampening",
        Topology.Dampening(halfLife: .seconds(15 * 60), reuse: 750, suppress: 6000, maximumSuppress: .seconds(3600)),
        "RFC 7196 §§3 and 5"
    )
    public static let interfaceDampening = Row(
        "interfaceDampening",
        Topology.Dampening(halfLife: .seconds(5), reuse: 1000, suppress: 2000, maximumSuppress: .seconds(20)),
        "Cisco IOS IP Event Dampening, dampening"
    )

    // Circuits and gateways.
    public static let circuitSKU = Row("circuit.sku", Topology.Circuit.SKU.standard, "ours")
    public static let prefixLimit = Row("privatePeering.prefixLimit", 4_000, "RT, FAQ")
    public static let premiumPrefixLimit = Row("privatePeering.prefixLimit (premium)", 10_000, "RT, FAQ")
    public static let prefixLimitIPv6 = Row("privatePeering.prefixLimitIPv6", 100, "RT, LIM")
    public static let microsoftPrefixLimit = Row("microsoftPeering.prefixLimit", 200, "RT, LIM")
    public static let connectionPrefixLimit = Row("connection.prefixLimit", 1_000, "FAQ, LIM")
    public static let connectionPrefixLimitIPv6 = Row("connection.prefixLimitIPv6", 100, "FAQ, LIM")
    /// Later they may be as many as `connection.prefixLimit` says.
    public static let addressSpacesAtCreation = Row("none: a new connection", 200, "LNK")
    public static let maintenanceWindow = Row("maintenanceWindow.length", Duration.seconds(5 * 3600), "CCM")
    public static let gatewayInstances = Row("gateway.instances", 2, "REL")

    public static let fastPathLimit = Row("circuit.fastPathLimit", 25_000, "FP")
    public static let fastPathLimitDirect10G = Row("circuit.fastPathLimit (direct, 10G ports)", 100_000, "FP")
    public static let fastPathLimitDirect100G = Row("circuit.fastPathLimit (direct, 100G ports)", 200_000, "FP")
    public static let racks = Row("region.racks", 3, "unconfirmed; two or more follow from REL")
    public static let gatewayMode = Row("gateway.mode", Topology.Gateway.Mode.activeActive, "REL")
    public static let scaleOut = Row("scaleUnits.scaleOut", Percentage(partsPerMillion: 800_000), "unconfirmed")
    public static let scaleIn = Row("scaleUnits.scaleIn", Percentage(partsPerMillion: 300_000), "unconfirmed")
    public static let scaleInterval = Row("scaleUnits.interval", Duration.seconds(300), "unconfirmed")
    public static let gatewayQueue = Row("gateway.limits.queue", Duration.milliseconds(50), "unconfirmed")

    // One-way latencies.
    public static let customerSegmentLatency = Row("link.latency", Duration.milliseconds(1), "unconfirmed")
    public static let microsoftSegmentLatency = Row("circuit.latency", Duration.microseconds(500), "unconfirmed")
    public static let peeringLocationLatency = Row("peeringLocation.latency", Duration.milliseconds(1), "unconfirmed")
    public static let regionLatency = Row("region.latency", Duration.microseconds(500), "unconfirmed")
    public static let lanLatency = Row("lan.latency", Duration.microseconds(100), "ours")
    public static let lanBFD = Row(
        "lan.bfd",
        Topology.BFD(interval: .milliseconds(300), multiplier: 3),
        "ours"
    )
    /// RFC 5798 §6.1 has the priority and the interval; what tracking costs, no standard says.
    public static let virtualRouterID = Row("lan.virtualRouter.id", 1, "ours")
    public static let firstHopPriority = Row("router.vrrp.priority", 100, "RFC 5798")
    public static let advertisementOfMaster = Row("lan.virtualRouter.interval", Duration.seconds(1), "RFC 5798")
    public static let trackingDecrement = Row("router.vrrp.track.decrement", 20, "unconfirmed")
    /// The shortest that RFC 4787 §4.3 (UDP), RFC 5382 §5 (TCP) and RFC 5508 §3.2 (ICMP) allow.
    public static let udpConnection = Row("firewall.timeouts.udp", Duration.seconds(120), "RFC 4787")
    public static let tcpConnection = Row("firewall.timeouts.tcp", Duration.seconds(7440), "RFC 5382")
    public static let tcpTransitory = Row("firewall.timeouts.tcpTransitory", Duration.seconds(240), "RFC 5382")
    public static let icmpConnection = Row("firewall.timeouts.icmp", Duration.seconds(60), "RFC 5508")
    public static let connections = Row("firewall.connections", 65_536, "ours")
    public static let stateSynchronization = Row("firewall.synchronization", Duration.zero, "ours")
    public static let internetLatency = Row("none: line to the Internet", Duration.milliseconds(5), "ours")
    public static let hostLatency = Row("latency.host", Duration.microseconds(50), "ours")
    public static let machineLatency = Row("latency.machine", Duration.microseconds(20), "unconfirmed")
    public static let gatewayInstanceLatency = Row("latency.gatewayInstance", Duration.microseconds(20), "unconfirmed")
    public static let reflectorLatency = Row("latency.reflector", Duration.microseconds(500), "unconfirmed")

    // Metrics: Azure's grain is PT1M or PT5M (MET), longer than most runs.
    public static let metricsInterval = Row("metrics.interval", Duration.seconds(5), "ours")

    // Traffic and scenario.
    public static let flowInterval = Row("flow.rate", Duration.milliseconds(10), "ours")
    static let flowRateText = "100/s"
    public static let flowCount = Row("flow.count", 1, "ours")
    /// What fifteen retransmissions add up to (net.ipv4.tcp_retries2).
    public static let tcpTimeout = Row("flow.timeout (tcp)", Duration.seconds(924), "Linux, ip-sysctl")
    public static let requestTimeout = Row("flow.timeout (request)", Duration.seconds(1), "ours")
    public static let requestRetries = Row("flow.retries", 3, "ours")
    public static let flowSize = Row("flow.size", 64, "ours")
    public static let scenarioDuration = Row("scenario.duration", Duration.seconds(60), "ours")
    public static let flapPeriod = Row("step.period", Duration.seconds(2), "ours")
    /// "Traffic leaves first": the documents give no time.
    public static let drainGrace = Row("step.grace", Duration.seconds(60), "PM; the time unconfirmed")
    public static let instanceDrainGrace = Row("step.grace (gateway)", Duration.seconds(5), "REL; the time unconfirmed")
    public static let drainDown = Row("step.down", Duration.seconds(60), "unconfirmed")
    /// Redundant traffic saw no loss in Microsoft's tests (RV), so the way in goes before the gateway does.
    public static let failoverTestGrace = Row("none: failoverTest", Duration.seconds(2), "RV; the time unconfirmed")
    /// How many times an MSEE that is drained prepends 12076 beyond the usual once.
    public static let drainPrepend = Row("step.prepend", UInt8(8), "PM")
    /// From the loss of power, or the command, until the ports are up again.
    public static let bootTime = Row("step.for (mode: reload)", Duration.seconds(120), "ours; platforms differ widely")
    public static let startup = Row("step.startup", Duration.seconds(10), "unconfirmed")
    public static let flapCount = Row("step.count", 3, "ours")
}

extension Defaults.Row where Value == Duration {
    var text: String { value.topologyText }
}

extension Topology.Timing {
    /// Delays whose sums are the documented totals.
    ///
    /// About 15 s for a lost location (RV), never more than 60 s with BFD (BFD, HA, REL). Each single one is
    /// unconfirmed.
    public static let documented = Topology.Timing(
        hostProgramming: .seconds(10),
        hostProgrammingSpread: .seconds(2),
        fastPathProgramming: .seconds(10),
        healthProbeInterval: .seconds(5),
        healthProbeThreshold: 2,
        instanceReplacement: .seconds(60),
        gatewayScaling: .seconds(30 * 60),
        gatewayResize: .seconds(30 * 60),
        migrationPreparation: .seconds(45 * 60),
        migrationMove: .seconds(15 * 60),
        gatewayBFD: Topology.BFD(interval: .seconds(1), multiplier: 3),
        reflectorBFD: Topology.BFD(interval: .seconds(1), multiplier: 3),
        quietPeriod: .seconds(5),
        settleLimit: .seconds(180)
    )

    /// No programming delays and fast detection, so that what remains is BGP's and BFD's own.
    public static let ideal = Topology.Timing(
        hostProgramming: .zero,
        hostProgrammingSpread: .zero,
        fastPathProgramming: .zero,
        healthProbeInterval: .milliseconds(300),
        healthProbeThreshold: 2,
        instanceReplacement: .seconds(60),
        gatewayScaling: .zero,
        gatewayResize: .zero,
        migrationPreparation: .zero,
        migrationMove: .zero,
        gatewayBFD: Topology.BFD(interval: .milliseconds(300), multiplier: 3),
        reflectorBFD: Topology.BFD(interval: .milliseconds(300), multiplier: 3),
        quietPeriod: .seconds(5),
        settleLimit: .seconds(180)
    )
}
