import NetworkTypes

/// The subnets of a peering's two connections: the customer has the first host address of each, the MSEE the second.
struct PeeringSubnets: Sendable {
    var primarySubnet: Located<IPv4Prefix>?
    var secondarySubnet: Located<IPv4Prefix>?
    var subnet: Located<IPv4Prefix>?
    var primarySubnetIPv6: Located<IPv6Prefix>?
    var secondarySubnetIPv6: Located<IPv6Prefix>?
    var subnetIPv6: Located<IPv6Prefix>?

    /// Those that are written, in both families.
    var written: [Located<IPPrefix>] {
        [primarySubnet, secondarySubnet, subnet].compactMap { $0.map { Located(.v4($0.value), at: $0.place) } }
            + [primarySubnetIPv6, secondarySubnetIPv6, subnetIPv6].compactMap {
                $0.map { Located(.v6($0.value), at: $0.place) }
            }
    }

    static func read(_ fields: inout Fields) -> PeeringSubnets {
        PeeringSubnets(
            primarySubnet: fields.optional("primarySubnet", .ipv4Prefix, "The /30 of the primary connection."),
            secondarySubnet: fields.optional("secondarySubnet", .ipv4Prefix, "The /30 of the secondary connection."),
            subnet: fields.optional("subnet", .ipv4Prefix, "A /29 whose halves are the two /30."),
            primarySubnetIPv6: fields.optional("primarySubnetIPv6", .ipv6Prefix, "The /126 of the primary connection."),
            secondarySubnetIPv6: fields.optional(
                "secondarySubnetIPv6",
                .ipv6Prefix,
                "The /126 of the secondary connection."
            ),
            subnetIPv6: fields.optional("subnetIPv6", .ipv6Prefix, "A /125 whose halves are the two /126.")
        )
    }
}

struct PrivatePeeringDocument: Sendable {
    var start: Place
    var peerASN: Located<ASN>?
    var subnets: PeeringSubnets
    var vlan: Located<Int>?
    var sTag: Located<Int>?
    var sharedKey: Located<String>?
    var prefixLimit: Located<Int>?
    var prefixLimitIPv6: Located<Int>?
    var enabled: Located<Bool>?

    static let format = Format<PrivatePeeringDocument>.object(
        "privatePeering",
        "a private peering",
        "What both connections of a circuit have in common. The customer has the first host address of each subnet, "
            + "the MSEE the second."
    ) { fields in
        PrivatePeeringDocument(
            start: fields.start,
            peerASN: fields.peerASN(),
            subnets: PeeringSubnets.read(&fields),
            vlan: fields.required("vlan", .integer(1...4094, "a VLAN"), "The customer's 802.1Q tag."),
            sTag: fields.optional(
                "sTag",
                .integer(1...4094, "a VLAN"),
                "The 802.1ad tag around it between provider and MSEE.",
                default: "none"
            ),
            sharedKey: fields.peeringKey(),
            prefixLimit: fields.optional(
                "prefixLimit",
                .integer(1...10_000_000),
                "IPv4 prefixes accepted per session.",
                default: "4000, premium 10000"
            ),
            prefixLimitIPv6: fields.optional(
                "prefixLimitIPv6",
                .integer(1...10_000_000),
                "IPv6 prefixes accepted per session.",
                default: "100"
            ),
            enabled: fields.optional("enabled", .boolean, "A disabled peering has no sessions.", default: "true")
        )
    }
}

struct MicrosoftPeeringDocument: Sendable {
    var start: Place
    var peerASN: Located<ASN>?
    var subnets: PeeringSubnets
    var vlan: Located<Int>?
    var sharedKey: Located<String>?
    var advertisedPrefixes: List<IPPrefix>?
    var prefixState: Located<Topology.MicrosoftPeering.PrefixState>?
    var routeFilter: List<PolicyRule.Community>?
    var prefixLimit: Located<Int>?
    var prefixLimitIPv6: Located<Int>?
    var enabled: Located<Bool>?

    static let format = Format<MicrosoftPeeringDocument>.object(
        "microsoftPeering",
        "a Microsoft peering",
        "A circuit's second routing domain, towards Microsoft's public services, with subnets and a VLAN of its own."
    ) { fields in
        MicrosoftPeeringDocument(
            start: fields.start,
            peerASN: fields.peerASN(),
            subnets: PeeringSubnets.read(&fields),
            vlan: fields.required(
                "vlan",
                .integer(1...4094, "a VLAN"),
                "The customer's 802.1Q tag, another than the private peering's."
            ),
            sharedKey: fields.peeringKey(),
            advertisedPrefixes: fields.required(
                "advertisedPrefixes",
                .list(of: .prefix, count: 1...200),
                "The customer's public prefixes, which Microsoft validates; nothing else is accepted."
            ),
            prefixState: fields.optional(
                "prefixState",
                .azureChoice(),
                "What came of the validation; the sessions need configured.",
                default: "configured; with a private peerASN validationNeeded"
            ),
            routeFilter: fields.optional(
                "routeFilter",
                .list(of: .community),
                "Communities of the services that Microsoft advertises here, such as 12076:52002.",
                default: "none: nothing is advertised"
            ),
            prefixLimit: fields.optional(
                "prefixLimit",
                .integer(1...10_000_000),
                "IPv4 prefixes accepted per session.",
                default: "\(Defaults.microsoftPrefixLimit.value)"
            ),
            prefixLimitIPv6: fields.optional(
                "prefixLimitIPv6",
                .integer(1...10_000_000),
                "The same for IPv6.",
                default: "\(Defaults.microsoftPrefixLimit.value)"
            ),
            enabled: fields.optional("enabled", .boolean, "A disabled peering has no sessions.", default: "true")
        )
    }
}

extension Fields {
    /// Keys that both kinds of peering have.
    fileprivate mutating func peerASN() -> Located<ASN>? {
        optional(
            "peerASN",
            .asn,
            "The customer's ASN as Microsoft knows it.",
            default: "the ASN of the router on the primary connection"
        )
    }

    fileprivate mutating func peeringKey() -> Located<String>? {
        optional("sharedKey", .sharedKey, "MD5 key of both sessions.", default: "the key of the customer's link")
    }
}
