extension Topology {
    /// How long things take inside Microsoft's network.
    ///
    /// Microsoft publishes totals only (about 15 s for a lost location, never more than 60 s with BFD); the parts are
    /// unconfirmed, add up to these totals, and can each be overridden by the key of the same name.
    public struct Timing: Hashable, Sendable {
        /// From a change of a gateway's learned routes to the first host that is programmed accordingly.
        public var hostProgramming: Duration
        /// Hosts follow within this time, each after a random part of it.
        public var hostProgrammingSpread: Duration
        /// From the gateway's learning of a route to the MSEE's bypass of the gateway.
        public var fastPathProgramming: Duration
        /// How often a gateway instance is probed, and how many failures in a row make it unhealthy.
        public var healthProbeInterval: Duration
        public var healthProbeThreshold: Int
        /// From a gateway instance's being found unhealthy to its replacement's being up.
        public var instanceReplacement: Duration
        /// How long it takes to scale a gateway (SG: up to 30 min), to make it one of a larger SKU (unconfirmed), to prepare its
        /// migration (MIG: up to 45 min), and to move traffic (MIG: up to 15 min).
        public var gatewayScaling: Duration
        public var gatewayResize: Duration
        public var migrationPreparation: Duration
        public var migrationMove: Duration
        /// Between MSEEs and gateway instances.
        public var gatewayBFD: BFD
        /// Between MSEEs and the route reflectors.
        public var reflectorBFD: BFD
        /// How long everything must be quiet before time zero.
        public var quietPeriod: Duration
        /// Time zero comes at the latest this long after the start.
        public var settleLimit: Duration
    }

    /// One-way latencies of the wires that have no key of their own.
    public struct Latency: Hashable, Sendable {
        /// A machine on premises and the core of its site.
        public var host: Duration = Defaults.hostLatency.value
        /// A machine of Azure and the fabric.
        public var machine: Duration = Defaults.machineLatency.value
        /// A gateway instance and the fabric.
        public var gatewayInstance: Duration = Defaults.gatewayInstanceLatency.value
        /// A route reflector and the backbone.
        public var reflector: Duration = Defaults.reflectorLatency.value

        public init() {}
    }
}
