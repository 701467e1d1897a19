import NetworkTypes

typealias List<Element> = Located<[Located<Element>]>

/// A topology file as it was written: every value optional, each with its place.
struct TopologyDocument: Sendable {
    var start: Place
    var name: Located<String>?
    var description: Located<String>?
    var regions: List<RegionDocument>?
    var peeringLocations: List<PeeringLocationDocument>?
    var directPorts: List<DirectPortDocument>?
    var circuits: List<CircuitDocument>?
    var connections: List<ConnectionDocument>?
    var globalReach: List<GlobalReachDocument>?
    var microsoftServices: List<ServiceDocument>?
    var internetHosts: List<InternetHostDocument>?
    var customerSites: List<SiteDocument>?
    var flows: List<FlowDocument>?
    var scenario: Located<ScenarioDocument>?
    var expectations: List<ExpectationDocument>?
    var timing: Located<TimingDocument>?
    var latency: Located<LatencyDocument>?
    var metrics: Located<MetricsDocument>?

    static let format = Format<TopologyDocument>.object(
        "topology",
        "the topology",
        "A topology: the edge, the customer's sites, traffic, faults and what is expected of them.",
        read
    )

    @Sendable private static func read(_ fields: inout Fields) -> TopologyDocument {
        TopologyDocument(
            start: fields.start,
            name: fields.required("name", .name, "Names the topology, its runs and its reports."),
            description: fields.optional(
                "description",
                .anyText("text", maximumLength: 2_000),
                "A sentence for people."
            ),
            regions: fields.optional("regions", .list(of: RegionDocument.format), "Azure regions."),
            peeringLocations: fields.optional(
                "peeringLocations",
                .list(of: PeeringLocationDocument.format),
                "Places where circuits end; each has two MSEEs."
            ),
            directPorts: fields.optional(
                "directPorts",
                .list(of: DirectPortDocument.format),
                "Port pairs of ExpressRoute Direct that several circuits share."
            ),
            circuits: fields.optional("circuits", .list(of: CircuitDocument.format), "ExpressRoute circuits."),
            connections: fields.optional(
                "connections",
                .list(of: ConnectionDocument.format),
                "Which circuit is linked to which gateway."
            ),
            globalReach: fields.optional(
                "globalReach",
                .list(of: GlobalReachDocument.format),
                "Pairs of circuits whose sites reach one another over Microsoft's backbone."
            ),
            microsoftServices: fields.optional(
                "microsoftServices",
                .list(of: ServiceDocument.format),
                "Public services that Microsoft peerings lead to."
            ),
            internetHosts: fields.optional(
                "internetHosts",
                .list(of: InternetHostDocument.format, count: 0...1_000),
                "Servers on the Internet, which flows reach as internet/NAME."
            ),
            customerSites: fields.optional(
                "customerSites",
                .list(of: SiteDocument.format),
                "The customer's own places."
            ),
            flows: fields.optional("flows", .list(of: FlowDocument.format), "Probe traffic."),
            scenario: fields.optional("scenario", ScenarioDocument.format, "What happens after time zero."),
            expectations: fields.optional("expect", .list(of: ExpectationDocument.format), "What a run must show."),
            timing: fields.optional(
                "timing",
                TimingDocument.format,
                "Delays inside Microsoft's network: documented, ideal (no programming delays), or single values.",
                default: "documented"
            ),
            latency: fields.optional(
                "latency",
                LatencyDocument.format,
                "One-way latencies of wires without a key of their own."
            ),
            metrics: fields.optional("metrics", MetricsDocument.format, "How metrics are sampled.")
        )
    }
}
