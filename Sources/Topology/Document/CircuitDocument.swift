import NetworkTypes

struct PeeringLocationDocument: Sendable {
    var name: Located<String>?
    var latency: Located<Duration>?
    var area: Located<String>?
    var localRegions: List<String>?

    static let format = Format<PeeringLocationDocument>.object(
        "peeringLocation",
        "a peering location",
        "A place where circuits end."
    ) { fields in
        PeeringLocationDocument(
            name: fields.required("name", .name, "Unique among the peering locations."),
            latency: fields.optional(
                "latency",
                .duration,
                "One way between the location and Microsoft's backbone.",
                default: Defaults.peeringLocationLatency.text
            ),
            area: fields.optional(
                "geopoliticalArea",
                .name,
                "Standard circuits that end here reach the regions of this area only.",
                default: "all regions"
            ),
            localRegions: fields.optional(
                "localRegions",
                .list(of: .name, count: 1...2),
                "The one or two regions nearby, which are all that local circuits reach.",
                default: "all regions"
            )
        )
    }
}

struct CircuitDocument: Sendable {
    var start: Place
    var name: Located<String>?
    var peeringLocation: List<String>?
    var bandwidth: Located<BitRate>?
    var sku: Located<Topology.Circuit.SKU>?
    var kind: Located<Topology.Circuit.Kind>?
    var port: Located<String>?
    var linkLossForwarding: Located<Bool>?
    var rateLimiting: Located<Bool>?
    var fastPathLimit: Located<Int>?
    var latency: Located<Duration>?
    var privatePeering: Located<PrivatePeeringDocument>?
    var microsoftPeering: Located<MicrosoftPeeringDocument>?
    var session: SessionDocument

    static let format = Format<CircuitDocument>.object(
        "circuit",
        "a circuit",
        "An ExpressRoute circuit: two connections to two MSEEs."
    ) { fields in
        CircuitDocument(
            start: fields.start,
            name: fields.required("name", .name, "Unique among the circuits."),
            peeringLocation: fields.required(
                "peeringLocation",
                .oneOrMany(.name, count: 1...2),
                "Where the circuit ends; a list of two makes it a Metro circuit."
            ),
            bandwidth: fields.required("bandwidth", .bitRate, "One of the bandwidths that are sold."),
            sku: fields.optional("sku", .azureChoice(), "Reach of the circuit.", default: "standard"),
            kind: fields.optional(
                "kind",
                .azureChoice(),
                "provider: two segments around a provider edge; direct: one segment.",
                default: "provider; direct with a port"
            ),
            port: fields.optional(
                "port",
                .name,
                "direct: the port pair that the circuit shares with others.",
                default: "one of its own"
            ),
            linkLossForwarding: fields.optional(
                "linkLossForwarding",
                .boolean,
                "Whether the provider shows a carrier lost on one segment on the other.",
                default: "false"
            ),
            rateLimiting: fields.optional(
                "rateLimiting",
                .boolean,
                "direct: whether the MSEE clamps a link that carries over 120 % of the bandwidth back to the bandwidth.",
                default: "false, a link carries what its port does"
            ),
            fastPathLimit: fields.optional(
                "fastPathLimit",
                .integer(0...1_000_000),
                "Addresses for which FastPath bypasses gateways; for more, packets use the gateway.",
                default: "25000; of a direct circuit 100000, and 200000 above 10Gbps"
            ),
            latency: fields.optional(
                "latency",
                .duration,
                "One way between provider edge and MSEE.",
                default: Defaults.microsoftSegmentLatency.text
            ),
            privatePeering: fields.required("privatePeering", PrivatePeeringDocument.format, "The private peering."),
            microsoftPeering: fields.optional(
                "microsoftPeering",
                MicrosoftPeeringDocument.format,
                "The peering towards Microsoft's public services.",
                default: "none"
            ),
            session: SessionDocument.read(&fields, side: .microsoft)
        )
    }
}

struct ConnectionDocument: Sendable {
    var start: Place
    var name: Located<String>?
    var circuit: Located<String>?
    var gateway: Located<String>?
    var fastPath: Located<Bool>?
    var routingWeight: Located<Int>?
    var prefixLimit: Located<Int>?
    var prefixLimitIPv6: Located<Int>?

    static let format = Format<ConnectionDocument>.object(
        "connection",
        "a connection",
        "Links a circuit to a gateway."
    ) { fields in
        ConnectionDocument(
            start: fields.start,
            name: fields.optional("name", .name, "Unique among the connections.", default: "CIRCUIT-GATEWAY"),
            circuit: fields.required("circuit", .name, "Name of the circuit."),
            gateway: fields.required("gateway", .name, "Name of the gateway."),
            fastPath: fields.optional(
                "fastPath",
                .boolean,
                "Let packets from on-premises skip the gateway.",
                default: "false"
            ),
            routingWeight: fields.optional(
                "routingWeight",
                .integer(0...32_000),
                "The higher weight wins for equal prefixes.",
                default: "0"
            ),
            prefixLimit: fields.optional(
                "prefixLimit",
                .integer(1...10_000_000),
                "IPv4 prefixes of virtual networks beyond which the connection goes down.",
                default: "\(Defaults.connectionPrefixLimit.value)"
            ),
            prefixLimitIPv6: fields.optional(
                "prefixLimitIPv6",
                .integer(1...10_000_000),
                "The same for IPv6.",
                default: "\(Defaults.connectionPrefixLimitIPv6.value)"
            )
        )
    }
}

struct GlobalReachDocument: Sendable {
    var start: Place
    var circuits: List<String>?

    static let format = Format<GlobalReachDocument>.object(
        "globalReach",
        "a Global Reach link",
        "Joins two circuits, pairwise."
    ) { fields in
        GlobalReachDocument(
            start: fields.start,
            circuits: fields.required("circuits", .list(of: .name, count: 2...2), "Names of two circuits.")
        )
    }
}
