import NetworkTypes

struct TimingDocument: Sendable {
    enum Base: String, CaseIterable, Sendable {
        case documented, ideal
    }

    var base: Base = .documented
    var hostProgramming: Located<Duration>?
    var hostProgrammingSpread: Located<Duration>?
    var fastPathProgramming: Located<Duration>?
    var healthProbeInterval: Located<Duration>?
    var healthProbeThreshold: Located<Int>?
    var instanceReplacement: Located<Duration>?
    var gatewayScaling: Located<Duration>?
    var gatewayResize: Located<Duration>?
    var migrationPreparation: Located<Duration>?
    var migrationMove: Located<Duration>?
    var gatewayBFD: Located<BFDDocument>?
    var reflectorBFD: Located<BFDDocument>?
    var quietPeriod: Located<Duration>?
    var settleLimit: Located<Duration>?

    static let format = Format.either(
        Format<Base>.choice().map { TimingDocument(base: $0) },
        Format<TimingDocument>.object(
            "timing",
            "a timing object",
            "Delays inside Microsoft's network; the parts are unconfirmed, their totals documented.",
            read
        )
    )

    @Sendable private static func read(_ fields: inout Fields) -> TimingDocument {
        let documented = Topology.Timing.documented
        return TimingDocument(
            base: fields.optional("base", .choice(), "Where every other delay comes from.", default: "documented")?
                .value
                ?? .documented,
            hostProgramming: fields.optional(
                "hostProgramming",
                .duration,
                "From a change of a gateway's routes to the first host that knows.",
                default: documented.hostProgramming.topologyText
            ),
            hostProgrammingSpread: fields.optional(
                "hostProgrammingSpread",
                .duration,
                "Hosts follow within this time.",
                default: documented.hostProgrammingSpread.topologyText
            ),
            fastPathProgramming: fields.optional(
                "fastPathProgramming",
                .duration,
                "From the gateway's session to the bypass of the gateway.",
                default: documented.fastPathProgramming.topologyText
            ),
            healthProbeInterval: fields.optional(
                "healthProbeInterval",
                .duration,
                "Time between two probes of a gateway instance.",
                default: documented.healthProbeInterval.topologyText
            ),
            healthProbeThreshold: fields.optional(
                "healthProbeThreshold",
                .integer(1...100),
                "Failed probes in a row that make an instance unhealthy.",
                default: "\(documented.healthProbeThreshold)"
            ),
            instanceReplacement: fields.optional(
                "instanceReplacement",
                .duration,
                "From an instance's being unhealthy to its replacement.",
                default: documented.instanceReplacement.topologyText
            ),
            gatewayScaling: fields.optional(
                "gatewayScaling",
                .duration,
                "From the decision to scale a gateway to the new number of units.",
                default: documented.gatewayScaling.topologyText
            ),
            gatewayResize: fields.optional(
                "gatewayResize",
                .duration,
                "How long a `resize` takes.",
                default: documented.gatewayResize.topologyText
            ),
            migrationPreparation: fields.optional(
                "migrationPreparation",
                .duration,
                "How long it takes until the second gateway of a migration is there.",
                default: documented.migrationPreparation.topologyText
            ),
            migrationMove: fields.optional(
                "migrationMove",
                .duration,
                "How long it takes until traffic uses the second gateway.",
                default: documented.migrationMove.topologyText
            ),
            gatewayBFD: fields.optional(
                "gatewayBFD",
                BFDDocument.format,
                "BFD between MSEEs and gateway instances.",
                default: "1s × 3"
            ),
            reflectorBFD: fields.optional(
                "reflectorBFD",
                BFDDocument.format,
                "BFD between MSEEs and route reflectors.",
                default: "1s × 3"
            ),
            quietPeriod: fields.optional(
                "quietPeriod",
                .duration,
                "How long everything must be quiet before time zero.",
                default: documented.quietPeriod.topologyText
            ),
            settleLimit: fields.optional(
                "settleLimit",
                .duration,
                "Time zero comes at the latest this long after the start.",
                default: documented.settleLimit.topologyText
            )
        )
    }
}

struct LatencyDocument: Sendable {
    var host: Located<Duration>?
    var machine: Located<Duration>?
    var gatewayInstance: Located<Duration>?
    var reflector: Located<Duration>?

    static let format = Format<LatencyDocument>.object(
        "latency",
        "a latency object",
        "One-way latencies of wires without a key of their own."
    ) { fields in
        LatencyDocument(
            host: fields.optional(
                "host",
                .duration,
                "A host and the core of its site.",
                default: Defaults.hostLatency.text
            ),
            machine: fields.optional(
                "machine",
                .duration,
                "A virtual machine and the fabric.",
                default: Defaults.machineLatency.text
            ),
            gatewayInstance: fields.optional(
                "gatewayInstance",
                .duration,
                "A gateway instance and the fabric.",
                default: Defaults.gatewayInstanceLatency.text
            ),
            reflector: fields.optional(
                "reflector",
                .duration,
                "A route reflector and the backbone.",
                default: Defaults.reflectorLatency.text
            )
        )
    }
}
