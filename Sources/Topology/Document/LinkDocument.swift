import NetworkTypes

struct LinkDocument: Sendable {
    var link: Located<PairName>?
    var latency: Located<Duration>?
    var mtu: Located<Int>?
    var vlan: Located<Int>?
    var microsoftPeering: Located<LinkPolicyDocument>?
    var peer = PeerDocument()

    private static let name = Format<PairName>.pair("a connection such as er-ams/primary")

    private static let object = Format<LinkDocument>.object(
        "link",
        "a link",
        "A connection of a circuit, with keys that override the router's."
    ) { fields in
        LinkDocument(
            link: fields.required("link", name, "CIRCUIT/primary or CIRCUIT/secondary."),
            latency: fields.optional(
                "latency",
                .duration,
                "One way between router and provider edge.",
                default: Defaults.customerSegmentLatency.text
            ),
            mtu: fields.optional(
                "mtu",
                .integer(576...9_216),
                "A mistake: octets of the longest packet that the provider carries; longer ones vanish.",
                default: "all that the ends send"
            ),
            vlan: fields.optional(
                "vlan",
                .integer(1...4094, "a VLAN"),
                "A mistake: the tag that the router uses in the private peering.",
                default: "the peering's"
            ),
            microsoftPeering: fields.optional(
                "microsoftPeering",
                LinkPolicyDocument.format,
                "Rules for the circuit's Microsoft peering.",
                default: "accept all; announce the validated prefixes"
            ),
            peer: PeerDocument.read(&fields, side: .link)
        )
    }

    /// The short form is the name alone; its place is the list element's.
    static let format = Format.either(
        Format<LinkDocument>(summary: name.summary, kinds: name.kinds, schema: name.schema) { node, problems in
            name.read(node, &problems).map { LinkDocument(link: Located($0, at: node.place)) }
        },
        object
    )
}

/// What a router takes and gives on a Microsoft peering.
struct LinkPolicyDocument: Sendable {
    var importPolicy: List<PolicyRule>?
    var exportPolicy: List<PolicyRule>?

    static let format = Format<LinkPolicyDocument>.object(
        "linkPolicy",
        "the rules of a link",
        "What a router takes and gives on a Microsoft peering."
    ) { fields in
        LinkPolicyDocument(
            importPolicy: fields.optional(
                "import",
                .list(of: PolicyDocument.format),
                "Rules for routes from Microsoft.",
                default: "accept all"
            ),
            exportPolicy: fields.optional(
                "export",
                .list(of: PolicyDocument.format),
                "Rules for routes to Microsoft.",
                default: "the peering's advertisedPrefixes and longer ones inside"
            )
        )
    }
}

/// The keys of a router that its links can override.
struct PeerDocument: Sendable {
    var asn: Located<ASN>?
    var sharedKey: Located<String>?
    var carrierDelay: Located<CarrierDelayDocument>?
    var interfaceDampening: Located<DampeningDocument>?
    var dampening: Located<DampeningDocument>?
    var importPolicy: List<PolicyRule>?
    var exportPolicy: List<PolicyRule>?
    var leak: Located<Topology.Leak>?
    var session = SessionDocument()

    static func read(_ fields: inout Fields, side: SessionDocument.Side) -> PeerDocument {
        let isLink = side == .link
        return PeerDocument(
            asn: fields.optional(
                "asn",
                .asn,
                "ASN towards Microsoft.",
                default: isLink ? "the router's" : "the site's"
            ),
            sharedKey: fields.optional(
                "sharedKey",
                .sharedKey,
                "MD5 key.",
                default: isLink ? "the router's" : "the circuit's"
            ),
            carrierDelay: fields.optional(
                "carrierDelay",
                CarrierDelayDocument.format,
                "How long a change of carrier is not believed: a duration, or one each for down and up.",
                default: isLink ? "the router's" : BehaviorDocument.profileDefault
            ),
            interfaceDampening: fields.optional(
                "interfaceDampening",
                DampeningDocument.format,
                "A link whose carrier flaps is not used until it is quiet.",
                default: isLink ? "the router's" : "false"
            ),
            dampening: fields.optional(
                "dampening",
                DampeningDocument.format,
                "Routes from Microsoft that flap are not used until they are quiet (RFC 2439).",
                default: isLink ? "the router's" : "false"
            ),
            importPolicy: fields.optional(
                "import",
                .list(of: PolicyDocument.format),
                "Rules for routes from Microsoft.",
                default: isLink ? "the router's" : "accept all"
            ),
            exportPolicy: fields.optional(
                "export",
                .list(of: PolicyDocument.format),
                "Rules for routes to Microsoft.",
                default: isLink ? "the router's" : "accept all"
            ),
            leak: fields.optional(
                "leak",
                Topology.Leak.format,
                "A mistake: advertise to Microsoft what was learned from Microsoft on another link; `redistributed`: through "
                    + "another protocol, so that the AS path is lost.",
                default: isLink ? "the router's" : "false"
            ),
            session: SessionDocument.read(&fields, side: side)
        )
    }
}
