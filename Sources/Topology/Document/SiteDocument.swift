import NetworkTypes

struct SiteDocument: Sendable {
    var start: Place
    var name: Located<String>?
    var asn: Located<ASN>?
    var prefixes: List<IPPrefix>?
    var lan: Located<LANDocument>?
    var hosts: List<HostDocument>?
    var internetAddress: Located<IPv4Address>?
    var routers: List<RouterDocument>?
    var firewalls: List<FirewallDocument>?

    static let format = Format<SiteDocument>.object("customerSite", "a customer site", "A place of the customer's.") {
        fields in
        SiteDocument(
            start: fields.start,
            name: fields.required("name", .name, "Unique among customer sites and virtual networks."),
            asn: fields.required("asn", .asn, "ASN of the site's routers."),
            prefixes: fields.optional("prefixes", .list(of: .prefix), "What the site advertises.", default: "nothing"),
            lan: fields.optional(
                "lan",
                LANDocument.format,
                "The segment that joins routers and core.",
                default: "the first /24 (/64) of the first prefix if there are hosts, else no LAN"
            ),
            hosts: fields.optional("hosts", .list(of: HostDocument.format), "Machines behind the site's core."),
            internetAddress: fields.optional(
                "internetAddress",
                .ipv4Address,
                "Source address of what leaves over the site's own Internet line, which its core is on. With 0.0.0.0/0 among the prefixes Azure uses it too.",
                default: "none: no such line"
            ),
            routers: fields.required("routers", .list(of: RouterDocument.format, count: 1...64), "The site's routers."),
            firewalls: fields.optional(
                "firewalls",
                .list(of: FirewallDocument.format, count: 0...64),
                "Stateful devices between routers and LAN."
            )
        )
    }
}

struct LANDocument: Sendable {
    var start: Place
    var subnet: Located<IPv4Prefix>?
    var subnetIPv6: Located<IPv6Prefix>?
    var routing: Located<Topology.LAN.Routing>?
    var virtualRouter: Located<VirtualRouterDocument>?
    var ibgp: Located<Bool>?
    var latency: Located<Duration>?
    var bfd: Located<BFDDocument>?
    var gracefulRestart: Located<GracefulRestartDocument>?
    var spreadsLongLivedStale: Located<Bool>?

    static let format = Format<LANDocument>.object(
        "lan",
        "a LAN",
        "The segment that joins a site's routers and its core, or its hosts: the core, or the virtual router, has the first address, routers follow."
    ) { fields in
        LANDocument(
            start: fields.start,
            subnet: fields.optional(
                "subnet",
                .ipv4Prefix,
                "IPv4 subnet.",
                default: "the first /24 of the first IPv4 prefix"
            ),
            subnetIPv6: fields.optional(
                "subnetIPv6",
                .ipv6Prefix,
                "IPv6 subnet.",
                default: "the first /64 of the first IPv6 prefix"
            ),
            routing: fields.optional(
                "routing",
                .choice(),
                "ibgp: routers and core run iBGP, hosts hang on the core; vrrp: hosts hang on the LAN and use a virtual first hop.",
                default: "ibgp"
            ),
            virtualRouter: fields.optional(
                "virtualRouter",
                VirtualRouterDocument.format,
                "The virtual first hop, with `routing: vrrp`."
            ),
            ibgp: fields.optional(
                "ibgp",
                .boolean,
                "With `routing: vrrp`: routers tell each other what they learn from Microsoft.",
                default: "true"
            ),
            latency: fields.optional(
                "latency",
                .duration,
                "One way over each of its wires.",
                default: Defaults.lanLatency.text
            ),
            bfd: fields.optional("bfd", BFDDocument.format, "BFD of the iBGP sessions on it.", default: "true"),
            gracefulRestart: fields.optional(
                "gracefulRestart",
                GracefulRestartDocument.format,
                "Graceful restart of the core and the routers in the LAN.",
                default: "false"
            ),
            spreadsLongLivedStale: fields.optional(
                "spreadLongLivedStale",
                .boolean,
                "Routers tell members without long-lived graceful restart of long-lived stale routes too, as a last resort.",
                default: "false"
            )
        )
    }
}

struct HostDocument: Sendable {
    var start: Place
    var name: Located<String>?
    var address: Located<IPv4Address>?
    var addressIPv6: Located<IPv6Address>?
    var namespace: Located<String>?

    static let format = Format<HostDocument>.object("host", "a host", "A machine behind the core of its site.") {
        fields in
        let host = HostDocument(
            start: fields.start,
            name: fields.required("name", .name, "Unique in its site."),
            address: fields.optional(
                "address",
                .ipv4Address,
                "IPv4 address: outside the LAN's own subnet, behind the core; with `routing: vrrp` inside."
            ),
            addressIPv6: fields.optional("addressIPv6", .ipv6Address, "IPv6 address, likewise."),
            namespace: fields.optional("namespace", .anyText("a name"), MachineDocument.namespaceWords)
        )
        fields.atLeastOne(of: ["address", "addressIPv6"], "an address")
        return host
    }
}

struct RouterDocument: Sendable {
    var start: Place
    var name: Located<String>?
    var kind: Located<Topology.Router.Kind>?
    var links: List<LinkDocument>?
    var multipath: Located<Bool>?
    var originate: List<OriginationDocument>?
    var aggregates: List<AggregateDocument>?
    var nextHopSelf: Located<Bool>?
    var firstHop: Located<FirstHopDocument>?
    var reversePathFilter: Located<Topology.ReversePathFilter>?
    var staticRoutes: List<StaticRouteDocument>?
    var config: Located<String>?
    var namespace: Located<String>?
    var ports: Located<[Entry<String>]>?
    var behavior: BehaviorDocument
    var peer: PeerDocument

    static let format = Format<RouterDocument>.object("router", "a router", "A customer router.") { fields in
        RouterDocument(
            start: fields.start,
            name: fields.required("name", .name, "Unique among all routers."),
            kind: fields.optional(
                "kind",
                .choice(),
                "emulated, or a real one, which the live engine only can use.",
                default: "emulated"
            ),
            links: fields.required(
                "links",
                .list(of: LinkDocument.format, count: 0...256),
                "Connections of circuits, by name or as objects whose keys override the router's."
            ),
            multipath: fields.optional(
                "multipath",
                .boolean,
                "Use equal paths together: up to 64, or none.",
                default: "what maximumPaths says"
            ),
            originate: fields.optional(
                "originate",
                .list(of: OriginationDocument.format),
                "Prefixes that the router advertises besides the site's; `count` means that many, one after another."
            ),
            aggregates: fields.optional(
                "aggregate",
                .list(of: AggregateDocument.format, count: 0...1_000),
                "Prefixes that it advertises while it knows a longer one inside of them."
            ),
            nextHopSelf: fields.optional(
                "nextHopSelf",
                .boolean,
                "Over the LAN, routes from Microsoft have the router as their next hop, not the MSEE.",
                default: "true"
            ),
            firstHop: fields.optional("vrrp", FirstHopDocument.format, "Its part in the LAN's virtual router."),
            reversePathFilter: fields.optional(
                "reversePathFilter",
                .choice(),
                "Drop packets whose source has no route (loose), or none through where they came in (strict).",
                default: "off"
            ),
            staticRoutes: fields.optional("static", .list(of: StaticRouteDocument.format), "Static routes."),
            config: fields.optional(
                "config",
                .anyText("a file name"),
                "Configuration of an frr or bird router, relative to this file. Default: what `ersatz cpe` writes."
            ),
            namespace: fields.optional(
                "namespace",
                .anyText("a name"),
                "Network namespace of an external router, by name or path; the run puts the router's ports there."
            ),
            ports: fields.optional(
                "ports",
                .table("link: interface", of: .interfaceName),
                "Interfaces of this machine at which an external router is: `er-ams/primary: eth1`, `lan: eth2`."
            ),
            behavior: BehaviorDocument.read(&fields),
            peer: PeerDocument.read(&fields, side: .router)
        )
    }
}

struct StaticRouteDocument: Sendable {
    var prefix: Located<IPPrefix>?
    var via: Located<IPAddress>?

    static let format = Format<StaticRouteDocument>.object(
        "staticRoute",
        "a static route",
        "A route that somebody typed in."
    ) { fields in
        StaticRouteDocument(
            prefix: fields.required("prefix", .prefix, "Where it leads."),
            via: fields.optional("via", .address, "Next hop of the same family.", default: "discard")
        )
    }
}

enum PolicyDocument {
    static let format = Format<PolicyRule>.object(
        "policyRule",
        "a policy rule",
        "A route that meets every condition gets every change; the first rule that matches decides."
    ) { fields in
        var rule = PolicyRule()
        let prefixes = fields.optional("prefixes", .list(of: .prefixMatch), "Condition: one of these prefixes.")
        let communities = fields.optional("communities", .list(of: .community), "Condition: all of these communities.")
        rule.asPath = fields.optional("asPath", .asPath, "Condition: the whole AS path fits this pattern.")?.value
        rule.localPreference = fields.optional(
            "localPreference",
            .integer(0...4_294_967_295),
            "Change: LOCAL_PREF."
        ).map { UInt32(clamping: $0.value) }
        let prepend = fields.optional("prepend", .integer(0...100), "Change: this many more copies of the own ASN.")
        rule.med = fields.optional(
            "med",
            .integer(0...4_294_967_295),
            "Change: MULTI_EXIT_DISC."
        ).map { UInt32(clamping: $0.value) }
        let added = fields.optional("addCommunities", .list(of: .community), "Change: these communities are added.")
        rule.rejects = fields.optional("reject", .boolean, "The route is refused.", default: "false")?.value ?? false
        rule.prefixes = prefixes?.value.map(\.value) ?? []
        rule.communities = communities?.value.map(\.value) ?? []
        rule.prepend = UInt8(clamping: prepend?.value ?? 0)
        rule.addedCommunities = added?.value.map(\.value) ?? []
        return rule
    }
}
