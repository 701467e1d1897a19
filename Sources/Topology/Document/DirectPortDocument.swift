import NetworkTypes

struct DirectPortDocument: Sendable {
    enum Speed: String, CaseIterable, Sendable {
        case ten = "10Gbps"
        case hundred = "100Gbps"

        var value: BitRate { BitRate(bitsPerSecond: self == .ten ? 10_000_000_000 : 100_000_000_000) }
    }

    var start: Place
    var name: Located<String>?
    var peeringLocation: Located<String>?
    var bandwidth: Located<Speed>?
    var encapsulation: Located<Topology.DirectPort.Encapsulation>?
    var fastPathLimit: Located<Int>?

    static let format = Format<DirectPortDocument>.object(
        "directPort",
        "a port pair",
        "A port pair of ExpressRoute Direct: one cable to each MSEE of a location, which several circuits share."
    ) { fields in
        DirectPortDocument(
            start: fields.start,
            name: fields.required("name", .name, "Unique among the port pairs."),
            peeringLocation: fields.required("peeringLocation", .name, "Where the ports are."),
            bandwidth: fields.required("bandwidth", .choice(), "Of each of the two ports."),
            encapsulation: fields.optional(
                "encapsulation",
                .azureChoice(),
                "dot1Q: one tag per peering, unique on the port pair; qinQ: a tag of the circuit's around it.",
                default: "qinQ"
            ),
            fastPathLimit: fields.optional(
                "fastPathLimit",
                .integer(0...1_000_000),
                "Addresses for which FastPath bypasses gateways, those of all circuits of the pair together.",
                default: "100000 at 10Gbps, 200000 at 100Gbps"
            )
        )
    }
}
