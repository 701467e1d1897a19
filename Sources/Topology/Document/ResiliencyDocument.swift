import NetworkTypes

struct ValidationDocument: Sendable {
    var peeringLocation: Located<String>?
    var daysAgo: Located<Int>?
    var outcome: Located<Topology.Gateway.Outcome>?

    static let format = Format<ValidationDocument>.object(
        "validation",
        "a validation",
        "A site failover test of the past, for the resiliency index."
    ) { fields in
        ValidationDocument(
            peeringLocation: fields.required("peeringLocation", .name, "The site that the gateway was taken from."),
            daysAgo: fields.required("daysAgo", .integer(0...10_000), "How long ago it ended, in days."),
            outcome: fields.optional("outcome", .azureChoice(), "What its operator said of it.", default: "success")
        )
    }
}
