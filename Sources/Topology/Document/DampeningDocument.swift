/// `dampening` and `interfaceDampening`: an object, or a boolean.
struct DampeningDocument: Sendable {
    var isEnabled = true
    var halfLife: Located<Duration>?
    var reuse: Located<Int>?
    var suppress: Located<Int>?
    var maximumSuppress: Located<Duration>?

    private static let object = Format<DampeningDocument>.object(
        "dampening",
        "an object of dampening",
        "Each loss adds 1000 to a penalty, which halves again and again; above a threshold, what flaps is not used."
    ) { fields in
        let interface = Defaults.interfaceDampening.value
        let routes = Defaults.dampening.value
        func both(_ text: (Topology.Dampening) -> String) -> String {
            "\(text(routes)), of interfaces \(text(interface))"
        }
        return DampeningDocument(
            halfLife: fields.optional(
                "halfLife",
                .duration,
                "In this time the penalty halves.",
                default: both(\.halfLife.topologyText)
            ),
            reuse: fields.optional(
                "reuse",
                .integer(1...20_000),
                "Below this it is used again.",
                default: both { "\($0.reuse)" }
            ),
            suppress: fields.optional(
                "suppress",
                .integer(1...20_000),
                "Above this it is suppressed.",
                default: both { "\($0.suppress)" }
            ),
            maximumSuppress: fields.optional(
                "maximumSuppress",
                .duration,
                "Longest time that it stays suppressed once it is quiet.",
                default: both(\.maximumSuppress.topologyText)
            )
        )
    }

    static let format = Format.either(object, Format<Bool>.boolean.map { DampeningDocument(isEnabled: $0) })
}
