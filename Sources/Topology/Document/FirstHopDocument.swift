import NetworkTypes

/// The virtual router of a LAN.
struct VirtualRouterDocument: Sendable {
    var start: Place
    var id: Located<Int>?
    var address: Located<IPv4Address>?
    var addressIPv6: Located<IPv6Address>?
    var interval: Located<Duration>?
    var acceptMode: Located<Bool>?

    static let format = Format<VirtualRouterDocument>.object(
        "virtualRouter",
        "a virtual router",
        "What hosts of a LAN with `routing: vrrp` have as their first hop."
    ) { fields in
        VirtualRouterDocument(
            start: fields.start,
            id: fields.optional("id", .integer(1...255), "VRID.", default: "\(Defaults.virtualRouterID.value)"),
            address: fields.optional("address", .ipv4Address, "IPv4 address.", default: "the subnet's first one"),
            addressIPv6: fields.optional(
                "addressIPv6",
                .ipv6Address,
                "IPv6 address.",
                default: "the subnet's first one"
            ),
            interval: fields.optional(
                "interval",
                .duration,
                "Time between two advertisements, in hundredths of a second.",
                default: Defaults.advertisementOfMaster.text
            ),
            acceptMode: fields.optional(
                "acceptMode",
                .boolean,
                "The master answers packets to the virtual address, such as pings.",
                default: "false"
            )
        )
    }
}

/// A router's part in the virtual router of its LAN.
struct FirstHopDocument: Sendable {
    var start: Place
    var priority: Located<Int>?
    var preempt: Located<Bool>?
    var preemptDelay: Located<Duration>?
    var track: List<TrackingDocument>?

    static let format = Format<FirstHopDocument>.object(
        "firstHop",
        "a router's part in VRRP",
        "A router's part in the virtual router of its LAN."
    ) { fields in
        FirstHopDocument(
            start: fields.start,
            priority: fields.optional(
                "priority",
                .integer(1...254),
                "The highest is master; of equals the higher address.",
                default: "\(Defaults.firstHopPriority.value)"
            ),
            preempt: fields.optional(
                "preempt",
                .boolean,
                "Take over from a master of lower priority.",
                default: "true"
            ),
            preemptDelay: fields.optional(
                "preemptDelay",
                .duration,
                "Time that such a master is left alone for.",
                default: "0s"
            ),
            track: fields.optional("track", .list(of: TrackingDocument.format, count: 0...64), "What costs priority.")
        )
    }
}

struct TrackingDocument: Sendable {
    var start: Place
    var condition: Located<ConditionName>?
    var decrement: Located<Int>?

    static let format = Format<TrackingDocument>.object(
        "tracking",
        "something tracked",
        "A condition that costs a router priority as long as it does not hold."
    ) { fields in
        TrackingDocument(
            start: fields.start,
            condition: fields.required("while", .condition, "The condition."),
            decrement: fields.optional(
                "decrement",
                .integer(1...254),
                "What it costs.",
                default: "\(Defaults.trackingDecrement.value)"
            )
        )
    }
}
