import NetworkTypes

struct FlowDocument: Sendable {
    var start: Place
    var name: Located<String>?
    var from: Located<PairName>?
    var to: Located<PairName>?
    var rate: Located<PacketRate>?
    var count: Located<Int>?
    var bidirectional: Located<Bool>?
    var size: Located<Int>?
    var family: Located<AddressFamily>?
    var begin: Located<Duration>?
    var application: Located<Topology.Flow.Application>?
    var timeout: Located<Duration>?
    var retries: Located<Int>?
    var load: Located<BitRate>?

    static let format = Format<FlowDocument>.object(
        "flow",
        "a flow",
        "Traffic from one machine to another: numbered probes, messages over TCP, or requests that are answered."
    ) { fields in
        FlowDocument(
            start: fields.start,
            name: fields.required("name", .name, "Unique among the flows."),
            from: fields.required("from", .pair("SITE/HOST or NETWORK/MACHINE"), "SITE/HOST or NETWORK/MACHINE."),
            to: fields.required("to", .pair("SITE/HOST or NETWORK/MACHINE"), "SITE/HOST or NETWORK/MACHINE."),
            rate: fields.optional(
                "rate",
                .packetRate,
                "Probes, messages or requests of the whole flow.",
                default: Defaults.flowRateText
            ),
            count: fields.optional(
                "count",
                .integer(1...4_096),
                "5-tuples that the flow is spread over; with tcp each is a connection.",
                default: "\(Defaults.flowCount.value)"
            ),
            bidirectional: fields.optional(
                "bidirectional",
                .boolean,
                "Send the same from the other end too.",
                default: "false"
            ),
            size: fields.optional(
                "size",
                .integer(64...1_500),
                "Octets of each IP packet, or with tcp of each message.",
                default: "\(Defaults.flowSize.value)"
            ),
            family: fields.optional(
                "family",
                .choice([("ipv4", .ipv4), ("ipv6", .ipv6)]),
                "Address family.",
                default: "ipv4 where both ends have it"
            ),
            begin: fields.optional("start", .duration, "First probe, from time zero.", default: "0s"),
            application: fields.optional(
                "protocol",
                .choice(),
                "udp: numbered probes; tcp: messages over connections; request: packets that are answered, and repeated if not.",
                default: "udp"
            ),
            timeout: fields.optional(
                "timeout",
                .duration,
                "tcp: how long a connection waits for an acknowledgement before it breaks; request: how long the first try "
                    + "waits for its answer, each further one twice as long.",
                default: "tcp \(Defaults.tcpTimeout.text), request \(Defaults.requestTimeout.text)"
            ),
            retries: fields.optional(
                "retries",
                .integer(0...16),
                "request: how often it is repeated before it has failed.",
                default: "\(Defaults.requestRetries.value)"
            ),
            load: fields.optional(
                "load",
                .bitRate,
                "A volume without packets, spread over the 5-tuples: it fills wires and gateways, in each direction of the flow.",
                default: "none"
            )
        )
    }
}

struct ScenarioDocument: Sendable {
    var duration: Located<Duration>?
    var clock: Located<TimeOfDay>?
    var steps: List<StepDocument>?

    static let format = Format<ScenarioDocument>.object(
        "scenario",
        "a scenario",
        "What happens after time zero, when everything has converged."
    ) { fields in
        ScenarioDocument(
            duration: fields.optional(
                "duration",
                .duration,
                "When the run ends, from time zero.",
                default: Defaults.scenarioDuration.text
            ),
            clock: fields.optional(
                "clock",
                .timeOfDay,
                "What the clock shows at time zero; maintenance windows go by it.",
                default: "00:00"
            ),
            steps: fields.optional(
                "steps",
                .list(of: StepDocument.format, count: 0...1_000),
                "Numbered from 1 in the order of their times."
            )
        )
    }
}

struct StepDocument: Sendable {
    enum Verb: String, CaseIterable, Sendable {
        case cut, blackhole, degrade, fail, misconfigure, reset, shutdown, deprovision, drain, isolate, withdraw,
            announce, flap
        case failoverTest, resize, migrate, restore

        var doc: String {
            switch self {
            case .cut: "The carrier of these wires is lost."
            case .blackhole: "Frames vanish on these wires while the carrier stays."
            case .degrade: "These wires get worse: loss, latency, jitter, rate, MTU."
            case .fail: "These devices stop, or everything in these locations, zones or regions."
            case .misconfigure: "Somebody gives these sessions another MD5 key or a leak, or these links another VLAN."
            case .reset: "These sessions are closed once."
            case .shutdown: "These sessions are closed until restored."
            case .deprovision: "The provider takes these circuits away: the peering ends, then the line."
            case .drain: "Maintenance: these MSEEs, or gateways one instance after the other, go down and come back."
            case .isolate: "These MSEEs prepend, then lose the core; sessions with the customer and routes stay."
            case .withdraw: "These routers, site cores or gateways stop advertising prefixes."
            case .announce: "These routers, site cores or gateways start advertising prefixes."
            case .flap: "The carrier of these wires goes and comes."
            case .failoverTest: "One gateway leaves the circuits of these peering locations."
            case .resize: "These gateways become ones of a larger SKU, or these circuits get more bandwidth, in place."
            case .migrate: "A stage of the migration of these gateways."
            case .restore: "Undoes what earlier steps did to these things."
            }
        }
    }

    enum FailureMode: String, CaseIterable, Sendable {
        case powerLoss, reload, bgpCrash, bfdCrash, forwardingOnly, controlPlaneStall
    }

    var start: Place
    var at: Located<Duration>?
    var verb: Located<Verb>?
    var targets: List<ObjectPath>?
    var restoresAfter: Located<Duration>?
    var direction: Located<Topology.WireDirection>?
    var period: Located<Duration>?
    var count: Located<Int>?
    var prefixes: List<PrefixRun>?
    var loss: Located<Percentage>?
    var latency: Located<Duration>?
    var jitter: Located<Duration>?
    var rate: Located<BitRate>?
    var grace: Located<Duration>?
    var down: Located<Duration>?
    var prepend: Located<Int>?
    var gateway: Located<String>?
    var sku: Located<GatewaySKU>?
    var scaleUnits: Located<Int>?
    var bandwidth: Located<BitRate>?
    var stage: Located<Topology.MigrationStage>?
    var mtu: Located<Int>?
    var sharedKey: Located<String>?
    var vlan: Located<Int>?
    var leak: Located<Topology.Leak>?
    var graceful: Located<Bool>?
    var mode: Located<FailureMode>?
    var startup: Located<Duration>?
    /// Keys of some verbs that were written, for the check that they fit this one.
    var written: [Located<String>] = []

    static let format = Format<StepDocument>.object(
        "step",
        "a step",
        "One verb with its target or targets, named by path."
    ) { fields in
        var step = StepDocument(
            start: fields.start,
            at: fields.required("at", .duration, "When, from time zero.")
        )
        for verb in Verb.allCases {
            let targets = fields.optional(verb.rawValue, .oneOrMany(.objectPath, count: 1...1_000), verb.doc)
            if let place = fields.keyPlace(verb.rawValue), step.verb == nil {
                step.verb = Located(verb, at: place)
                step.targets = targets
            }
        }
        fields.exactlyOne(of: Verb.allCases.map(\.rawValue), "what the step does")
        step.restoresAfter = fields.optional(
            "for",
            .duration,
            "The step undoes itself after this time.",
            default: "never; of a reload \(Defaults.bootTime.text)"
        )
        step.direction = fields.optional(
            "direction",
            .choice(),
            "blackhole, degrade: which way over the wire.",
            default: "both"
        )
        step.period = fields.optional("period", .duration, "flap: one loss and one return.", default: "2s")
        step.count = fields.optional("count", .integer(1...10_000), "flap: how many times.", default: "3")
        step.prefixes = fields.optional(
            "prefixes",
            .list(of: .prefixRun, count: 1...10_000),
            "withdraw, announce: which ones; `count` means that many, one after another.",
            default: "all of the site's and router's own, or of the gateway's virtual networks"
        )
        step.loss = fields.optional("loss", .percentage, "degrade: chance of a frame to be lost.", default: "0%")
        step.latency = fields.optional("latency", .duration, "degrade: added latency.", default: "0s")
        step.jitter = fields.optional("jitter", .duration, "degrade: up to this much more, at random.", default: "0s")
        step.rate = fields.optional("rate", .bitRate, "degrade: bandwidth.", default: "the wire's own")
        step.mtu = fields.optional(
            "mtu",
            .integer(68...9_216),
            "degrade: octets of the longest packet that gets through; longer ones vanish.",
            default: "no limit"
        )
        step.sharedKey = fields.optional("sharedKey", .sharedKey, "misconfigure: the customer's MD5 key from now on.")
        step.vlan = fields.optional(
            "vlan",
            .integer(1...4094, "a VLAN"),
            "misconfigure: the customer's tag that the provider edge expects from now on."
        )
        step.leak = fields.optional(
            "leak",
            Topology.Leak.format,
            "misconfigure: the customer advertises what it learned from Microsoft on other links from now on; `redistributed`: "
                + "without the AS path."
        )
        step.graceful = fields.optional(
            "graceful",
            .boolean,
            "shutdown: ask for other routes first (RFC 8326); reset: let routes stay in use meanwhile (RFC 8538).",
            default: "false"
        )
        step.gateway = fields.optional("gateway", .name, "failoverTest: the gateway that leaves.")
        step.grace = fields.optional(
            "grace",
            .duration,
            "drain, isolate, graceful shutdown: how long traffic has to leave before the device, each instance of a gateway, "
                + "or the session goes down.",
            default: "\(Defaults.drainGrace.text); for an instance \(Defaults.instanceDrainGrace.text)"
        )
        step.down = fields.optional(
            "down",
            .duration,
            "drain: how long the device, or each instance of a gateway, is down.",
            default: Defaults.drainDown.text
        )
        step.prepend = fields.optional(
            "prepend",
            .integer(0...32),
            "drain, isolate: how often an MSEE prepends 12076 beyond the usual once.",
            default: "\(Defaults.drainPrepend.value)"
        )
        step.sku = fields.optional("sku", .gatewaySKU, "resize: what the gateways become.")
        step.scaleUnits = fields.optional(
            "scaleUnits",
            .integer(1...40),
            "resize, sku ErGwScale: how many units.",
            default: "as many as carry what the gateway does"
        )
        step.bandwidth = fields.optional(
            "bandwidth",
            .bitRate,
            "resize: what each of a circuit's connections carries then."
        )
        step.stage = fields.optional(
            "stage",
            .choice(),
            "migrate: prepare the second gateway, move traffic to it, commit or abort.",
            default: "move"
        )
        step.mode = fields.optional(
            "mode",
            .choice(),
            "fail: what of a router, core or MSEE fails.",
            default: "powerLoss"
        )
        step.startup = fields.optional(
            "startup",
            .duration,
            "fail, mode reload: from the return of the ports until BGP starts.",
            default: Defaults.startup.text
        )
        for key in [
            "mtu", "sharedKey", "vlan", "leak", "graceful", "mode", "startup", "sku", "scaleUnits", "bandwidth",
            "stage",
            "direction", "period", "count",
            "prefixes", "loss", "latency", "jitter",
            "rate", "grace",
            "down", "prepend", "gateway",
        ] {
            if let place = fields.keyPlace(key) { step.written.append(Located(key, at: place)) }
        }
        return step
    }
}

extension Topology.Leak {
    /// A boolean, or `redistributed`.
    static let format = Format.either(
        Format<Topology.Leak>.choice([("redistributed", .redistributed)]),
        Format<Bool>.boolean.map { $0 ? .routes : .nothing }
    )
}
