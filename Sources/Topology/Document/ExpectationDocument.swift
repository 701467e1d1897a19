import NetworkTypes

struct ExpectationDocument: Sendable {
    enum Directions: String, CaseIterable, Sendable {
        case forward, reverse, both

        var only: Topology.Expectation.Direction? {
            switch self {
            case .forward: .forward
            case .reverse: .reverse
            case .both: nil
            }
        }
    }

    var start: Place
    var flow: Located<String>?
    var step: Located<Int>?
    var phase: Located<Topology.Expectation.Phase>?
    var direction: Located<Directions>?
    var outage: List<Topology.Comparison<Duration>>?
    var lost: List<Topology.Comparison<Int>>?
    var detection: List<Topology.Comparison<Duration>>?
    var detectedBy: List<Topology.Expectation.Detector>?
    var moved: List<Topology.Comparison<Int>>?
    var stall: List<Topology.Comparison<Duration>>?
    var roundTrip: List<Topology.Comparison<Duration>>?
    var broken: List<Topology.Comparison<Int>>?
    var failed: List<Topology.Comparison<Int>>?
    var delayed: List<Topology.Comparison<Int>>?
    var path: List<ObjectPath>?
    var symmetric: Located<Bool>?
    var table: Located<ObjectPath>?
    var domain: Located<String>?
    var prefix: Located<IPPrefix>?
    var at: Located<Duration>?
    var present: Located<Bool>?
    var nextHop: Located<IPAddress>?
    var asPath: Located<String>?

    /// The keys that speak of a flow, and those that speak of a table.
    var flowKeys: [Place] {
        [
            step?.place, phase?.place, direction?.place, outage?.place, lost?.place, detection?.place,
            detectedBy?.place,
            moved?.place, stall?.place, roundTrip?.place, broken?.place, failed?.place, delayed?.place, path?.place,
            symmetric?.place,
        ].compactMap(\.self)
    }
    var tableKeys: [Place] {
        [domain?.place, prefix?.place, at?.place, present?.place, nextHop?.place, asPath?.place].compactMap(\.self)
    }

    static let format = Format<ExpectationDocument>.object(
        "expectation",
        "an expectation",
        "What a run must show; a list of bounds holds if all of them do."
    ) { fields in
        let expectation = ExpectationDocument(
            start: fields.start,
            flow: fields.optional("flow", .name, "Name of the flow.", default: "none, where it is about a table"),
            step: fields.optional("step", .integer(1...10_000), "Number of the step.", default: "the whole run"),
            phase: fields.optional("phase", .choice(), "The step's fault or its restoration.", default: "fault"),
            direction: fields.optional("direction", .choice(), "forward is from `from` to `to`.", default: "forward"),
            outage: fields.optional("outage", .oneOrMany(.durationComparison), "The longest interruption."),
            lost: fields.optional("lost", .oneOrMany(.countComparison), "Packets that never arrived."),
            detection: fields.optional(
                "detection",
                .oneOrMany(.durationComparison),
                "From the fault to its detection."
            ),
            detectedBy: fields.optional("detectedBy", .oneOrMany(.choice()), "Any of these noticed first."),
            moved: fields.optional("moved", .oneOrMany(.countComparison), "5-tuples that changed path."),
            stall: fields.optional(
                "stall",
                .oneOrMany(.durationComparison),
                "With tcp, the longest wait for something that was written."
            ),
            roundTrip: fields.optional(
                "roundTrip",
                .oneOrMany(.durationComparison),
                "There and back when the next step begins."
            ),
            broken: fields.optional(
                "broken",
                .oneOrMany(.countComparison),
                "With tcp, connections that ended without being closed."
            ),
            failed: fields.optional("failed", .oneOrMany(.countComparison), "Requests that were never answered."),
            delayed: fields.optional(
                "delayed",
                .oneOrMany(.countComparison),
                "Requests that were answered to a later try."
            ),
            path: fields.optional(
                "path",
                .oneOrMany(.objectPath),
                "Devices that every 5-tuple passes, in this order, when the next step begins."
            ),
            symmetric: fields.optional(
                "symmetric",
                .boolean,
                "Whether every 5-tuple comes back over the same customer routers and MSEEs when the next step begins."
            ),
            table: fields.optional(
                "table",
                .objectPath,
                "Instead of a flow: a router, core, MSEE or gateway instance whose table is looked at."
            ),
            domain: fields.optional(
                "domain",
                .anyText("text", maximumLength: 200),
                "Routing domain of the table, such as the circuit of an MSEE.",
                default: "the first one"
            ),
            prefix: fields.optional("prefix", .prefix, "What is looked for in the table."),
            at: fields.optional("at", .duration, "When, from time zero.", default: "0s"),
            present: fields.optional("present", .boolean, "Whether there is a route.", default: "true"),
            nextHop: fields.optional("nextHop", .address, "Next hop of one of the paths in use."),
            asPath: fields.optional(
                "asPath",
                .anyText("text", maximumLength: 500),
                "AS path of the best path, such as 12076 65010."
            )
        )
        fields.atLeastOne(
            of: [
                "outage", "lost", "detection", "detectedBy", "moved", "stall", "roundTrip", "broken", "failed",
                "delayed",
                "path", "symmetric", "table",
            ],
            "what is expected"
        )
        return expectation
    }
}
