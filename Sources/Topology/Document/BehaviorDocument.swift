import NetworkTypes

/// The keys that say how a router differs from an ideal one, or from what its profile says.
struct BehaviorDocument: Sendable {
    var profile: Located<Topology.Profile>?
    var maximumPaths: Located<MaximumPathsDocument>?
    var nextHopDelay: Located<Duration>?
    var decisionDelay: Located<Duration>?
    var fib: Located<FIBDocument>?
    var ecmp: Located<Topology.ECMPHash>?
    var carrierFallover: Located<Topology.CarrierFallover>?
    var bfdForwarding: Located<Bool>?
    var arp: Located<ARPDocument>?
    var idleHold: Located<Duration>?
    var retryBackoff: Located<Bool>?
    var firstUpdateDelay: Located<Duration>?
    var sessionStartDelay: Located<Duration>?
    var restartWaits: Located<Topology.RestartWait>?
    var bfdRestart: Located<Bool>?

    static func read(_ fields: inout Fields) -> BehaviorDocument {
        BehaviorDocument(
            profile: fields.optional(
                "profile",
                .choice(),
                "Whose habits the router has, in virtual time and in what `ersatz cpe` writes; docs/profiles.md has the figures.",
                default: "ideal"
            ),
            maximumPaths: fields.optional(
                "maximumPaths",
                MaximumPathsDocument.format,
                "Equal paths that are used together: a number, or one each for eBGP and iBGP.",
                default: profileDefault
            ),
            nextHopDelay: fields.optional(
                "nextHopDelay",
                .duration,
                "From a change of an interface until BGP looks at its next hops again (next-hop tracking).",
                default: profileDefault
            ),
            decisionDelay: fields.optional(
                "decisionDelay",
                .duration,
                "From the first change until BGP decides anew.",
                default: profileDefault
            ),
            fib: fields.optional(
                "fib",
                FIBDocument.format,
                "How fast routes reach forwarding.",
                default: profileDefault
            ),
            ecmp: fields.optional(
                "ecmp",
                .choice(),
                "How a flow's hash chooses among next hops, and which flows move when one of these goes.",
                default: profileDefault
            ),
            carrierFallover: fields.optional(
                "carrierFallover",
                .choice(),
                "Sessions that end as soon as their interface loses carrier; others wait for BFD or the hold timer.",
                default: profileDefault
            ),
            bfdForwarding: fields.optional(
                "bfdForwarding",
                .boolean,
                "BFD takes a next hop out of forwarding at once, before BGP has decided.",
                default: profileDefault
            ),
            arp: fields.optional(
                "arp",
                ARPDocument.format,
                "How long a neighbour found by ARP is believed: a duration, or an object.",
                default: profileDefault
            ),
            idleHold: fields.optional(
                "idleHold",
                .duration,
                "How long a BGP session that ended rests before the next attempt.",
                default: profileDefault
            ),
            retryBackoff: fields.optional(
                "retryBackoff",
                .boolean,
                "Waits between attempts begin short, grow, and are jittered; else they are idleHold and connectRetry, to the dot.",
                default: profileDefault
            ),
            firstUpdateDelay: fields.optional(
                "firstUpdateDelay",
                .duration,
                "From the start of a session until the first routes are announced over it.",
                default: profileDefault
            ),
            sessionStartDelay: fields.optional(
                "sessionStartDelay",
                .duration,
                "From the return of a port until the BGP sessions that it carries are tried anew.",
                default: profileDefault
            ),
            restartWaits: fields.optional(
                "restartWaits",
                .choice(),
                "Whose routes a router that restarts waits for before it chooses: all neighbours', or those of sessions that are up.",
                default: profileDefault
            ),
            bfdRestart: fields.optional(
                "bfdRestart",
                .boolean,
                "BFD that fails without the C bit counts as a restart where graceful restart was agreed on (RFC 5882 §4.3).",
                default: profileDefault
            )
        )
    }

    static let profileDefault = "the profile's"
}

/// `maximumPaths`: an object, or a number for both.
struct MaximumPathsDocument: Sendable {
    var ebgp: Located<Int>?
    var ibgp: Located<Int>?
    var mixesASPaths: Located<Bool>?

    /// Members that a group of next hops can have.
    private static let limit = 64

    private static let object = Format<MaximumPathsDocument>.object(
        "maximumPaths",
        "an object with ebgp and ibgp",
        "Equal paths that are used together."
    ) { fields in
        MaximumPathsDocument(
            ebgp: fields.optional(
                "ebgp",
                .integer(1...limit),
                "If the best one was learned by eBGP.",
                default: BehaviorDocument.profileDefault
            ),
            ibgp: fields.optional(
                "ibgp",
                .integer(1...limit),
                "If the best one was learned by iBGP.",
                default: BehaviorDocument.profileDefault
            ),
            mixesASPaths: fields.optional(
                "mixesASPaths",
                .boolean,
                "Whether their AS paths may differ, as long as they are equally long.",
                default: BehaviorDocument.profileDefault
            )
        )
    }

    static let format = Format.either(
        object,
        Format<MaximumPathsDocument>(
            summary: number.summary,
            kinds: number.kinds,
            schema: number.schema
        ) { node, problems in
            number.read(node, &problems).map {
                MaximumPathsDocument(ebgp: Located($0, at: node.place), ibgp: Located($0, at: node.place))
            }
        }
    )

    private static let number = Format<Int>.integer(1...limit)
}

struct FIBDocument: Sendable {
    var delay: Located<Duration>?
    var rate: Located<PacketRate>?

    static let format = Format<FIBDocument>.object(
        "fib",
        "an object with delay and rate",
        "How fast routes reach the forwarding table; until then packets follow the old ones."
    ) { fields in
        FIBDocument(
            delay: fields.optional(
                "delay",
                .duration,
                "From a decision until its first route is there.",
                default: BehaviorDocument.profileDefault
            ),
            rate: fields.optional(
                "rate",
                .routeRate,
                "Routes that are put there one after another.",
                default: BehaviorDocument.profileDefault
            )
        )
    }
}

/// `arp`: an object, or a duration.
struct ARPDocument: Sendable {
    var timeout: Located<Duration>?
    var refresh: Located<Bool>?

    private static let object = Format<ARPDocument>.object(
        "arp",
        "an object with timeout and refresh",
        "How long a neighbour found by ARP is believed; a lost carrier ends that anyway."
    ) { fields in
        ARPDocument(
            timeout: fields.optional(
                "timeout",
                .duration,
                "Since its last ARP packet; 0 for ever.",
                default: BehaviorDocument.profileDefault
            ),
            refresh: fields.optional(
                "refresh",
                .boolean,
                "Whether it is asked then, and used until three requests are unanswered; else the next packet asks and waits.",
                default: BehaviorDocument.profileDefault
            )
        )
    }

    static let format = Format.either(
        object,
        Format<ARPDocument>(
            summary: Format.duration.summary,
            kinds: Format.duration.kinds,
            schema: Format.duration.schema
        ) { node, problems in
            Format.duration.read(node, &problems).map { ARPDocument(timeout: Located($0, at: node.place)) }
        }
    )
}

/// `carrierDelay`: an object, or a duration for both directions.
struct CarrierDelayDocument: Sendable {
    var down: Located<Duration>?
    var up: Located<Duration>?

    private static let object = Format<CarrierDelayDocument>.object(
        "carrierDelay",
        "an object with down and up",
        "How long a change of carrier is not believed; one that is undone before is not noticed at all."
    ) { fields in
        CarrierDelayDocument(
            down: fields.optional(
                "down",
                .duration,
                "Of a carrier that is lost.",
                default: BehaviorDocument.profileDefault
            ),
            up: fields.optional(
                "up",
                .duration,
                "Of a carrier that is back.",
                default: BehaviorDocument.profileDefault
            )
        )
    }

    static let format = Format.either(
        object,
        Format<CarrierDelayDocument>(
            summary: Format.duration.summary,
            kinds: Format.duration.kinds,
            schema: Format.duration.schema
        ) { node, problems in
            Format.duration.read(node, &problems).map {
                CarrierDelayDocument(down: Located($0, at: node.place), up: Located($0, at: node.place))
            }
        }
    )
}
