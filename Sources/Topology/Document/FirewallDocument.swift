import NetworkTypes

struct FirewallDocument: Sendable {
    /// Who may open connections.
    enum Permission: String, CaseIterable, Sendable {
        case outbound, both
    }

    var start: Place
    var name: Located<String>?
    var router: Located<String>?
    var permit: Located<Permission>?
    var sharesState: Located<Bool>?
    var synchronization: Located<Duration>?
    var sourceNAT: Located<IPv4Address>?
    var connections: Located<Int>?
    var timeouts: Located<ConnectionTimeoutsDocument>?
    var linkLossForwarding: Located<Bool>?

    static let format = Format<FirewallDocument>.object(
        "firewall",
        "a firewall",
        "A stateful device on the wire between a router and its LAN. Neither of them sees it."
    ) { fields in
        FirewallDocument(
            start: fields.start,
            name: fields.required("name", .name, "Unique among all firewalls."),
            router: fields.required("router", .name, "The router in front of which it stands."),
            permit: fields.optional(
                "permit",
                .choice(),
                "Who opens connections: outbound, the site only; both, Microsoft's side too.",
                default: "outbound"
            ),
            sharesState: fields.optional(
                "sharesState",
                .boolean,
                "It and the others of the site that say so know each other's connections.",
                default: "false"
            ),
            synchronization: fields.optional(
                "synchronization",
                .duration,
                "How long it takes until the others know.",
                default: Defaults.stateSynchronization.text
            ),
            sourceNAT: fields.optional(
                "sourceNAT",
                .text("an IPv4 address such as 10.1.2.3 (IPv6 is not translated)", pattern: "^[0-9.]+$") {
                    Parsed(IPv4Address($0))
                },
                "Source of IPv4 packets that leave the site through it; its router advertises the address.",
                default: "no translation"
            ),
            connections: fields.optional(
                "connections",
                .integer(1...1_000_000),
                "Room for connections; new ones beyond it are dropped.",
                default: "\(Defaults.connections.value)"
            ),
            timeouts: fields.optional(
                "timeouts",
                ConnectionTimeoutsDocument.format,
                "How long connections are remembered without a packet."
            ),
            linkLossForwarding: fields.optional(
                "linkLossForwarding",
                .boolean,
                "Carrier lost on one of its sides is taken from the other.",
                default: "false"
            )
        )
    }
}

struct ConnectionTimeoutsDocument: Sendable {
    var udp: Located<Duration>?
    var tcp: Located<Duration>?
    var tcpTransitory: Located<Duration>?
    var icmp: Located<Duration>?

    static let format = Format<ConnectionTimeoutsDocument>.object(
        "connectionTimeouts",
        "timeouts of connections",
        "How long connections are remembered without a packet."
    ) { fields in
        ConnectionTimeoutsDocument(
            udp: fields.optional("udp", .duration, "UDP.", default: Defaults.udpConnection.text),
            tcp: fields.optional("tcp", .duration, "TCP, established.", default: Defaults.tcpConnection.text),
            tcpTransitory: fields.optional(
                "tcpTransitory",
                .duration,
                "TCP, opening or closing.",
                default: Defaults.tcpTransitory.text
            ),
            icmp: fields.optional("icmp", .duration, "ICMP queries.", default: Defaults.icmpConnection.text)
        )
    }
}
