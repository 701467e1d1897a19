import NetworkTypes

struct ServiceDocument: Sendable {
    var start: Place
    var name: Located<String>?
    var service: Located<Topology.Service.Kind>?
    var region: Located<String>?
    var prefixes: List<IPPrefix>?
    var address: Located<IPv4Address>?
    var addressIPv6: Located<IPv6Address>?
    var communities: List<PolicyRule.Community>?

    static let format = Format<ServiceDocument>.object(
        "microsoftService",
        "a Microsoft service",
        "A public service of Microsoft's that Microsoft peerings lead to; flows reach it as service/NAME."
    ) { fields in
        ServiceDocument(
            start: fields.start,
            name: fields.required("name", .name, "Unique among the services."),
            service: fields.required("service", .azureChoice(), "What it is, which gives it its communities."),
            region: fields.required("region", .name, "The region that it runs in."),
            prefixes: fields.required("prefixes", .list(of: .prefix, count: 1...1_000), "Its public prefixes."),
            address: fields.optional(
                "address",
                .ipv4Address,
                "Where flows to it end.",
                default: "the first host address of its first IPv4 prefix"
            ),
            addressIPv6: fields.optional(
                "addressIPv6",
                .ipv6Address,
                "The same for IPv6.",
                default: "the first host address of its first IPv6 prefix"
            ),
            communities: fields.optional(
                "communities",
                .list(of: .community),
                "What its prefixes carry.",
                default: "those of service and region"
            )
        )
    }
}
