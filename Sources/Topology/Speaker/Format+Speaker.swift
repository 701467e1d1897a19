import NetworkTypes

extension Format where Value == Bool {
    /// A word that stands for itself, or true or false.
    static var flag: Format { .boolean }

    /// All routes, or none.
    static var allOrNone: Format { .choice([("all", true), ("none", false)]) }
}

extension Format where Value == Duration {
    /// A duration, or a number of seconds.
    static var seconds: Format {
        .either(Format<Int>.integer(0...86_400, "a number of seconds").map { Duration.seconds($0) }, .durationWithUnit)
    }

    private static var durationWithUnit: Format {
        .text(
            Duration.topologySummary,
            pattern: Duration.topologyPattern,
            maximumLength: 40,
            parse: Duration.parseTopology
        )
    }
}

extension Format where Value == UInt8? {
    /// A number of hops; true stands for `whole`, false for none.
    static func hops(_ whole: UInt8) -> Format {
        .either(
            Format<Int>.integer(1...255, "a number of hops").map { UInt8(clamping: $0) },
            Format<Bool>.boolean.map { $0 ? whole : nil }
        )
    }
}

extension Format where Value == [AddressFamily] {
    /// One family or both, as a list or joined by a plus sign.
    static var families: Format {
        .either(
            .text("ipv4, ipv6 or ipv4+ipv6", pattern: "^(ipv4|ipv6)(\\+(ipv4|ipv6))?$") { text in
                var families: [AddressFamily] = []
                for name in text.split(separator: "+", omittingEmptySubsequences: false) {
                    guard let family = AddressFamily.allCases.first(where: { $0.description == name }),
                        !families.contains(family)
                    else { return .wrong(nil) }
                    families.append(family)
                }
                return .value(families.sorted())
            },
            Format<[Located<AddressFamily>]>.list(
                of: .choice(AddressFamily.allCases.map { ($0.description, $0) }),
                count: 1...2
            ).map { Array(Set($0.map(\.value))).sorted() }
        )
    }
}

extension Format where Value == SpeakerPlan.BFD? {
    /// An object, a boolean, or an interval and a multiplier such as `50ms*3`.
    static var speakerBFD: Format {
        let object = Format<SpeakerPlan.BFD>.object("speakerBFD", "a BFD object", "Bidirectional forwarding detection.")
        {
            fields in
            SpeakerPlan.BFD(
                interval: fields.optional(
                    "interval",
                    .duration,
                    "Transmit and receive interval; the slower end wins.",
                    default: Defaults.bfdInterval.text
                )?.value ?? Defaults.bfdInterval.value,
                multiplier: UInt8(
                    clamping: fields.optional(
                        "multiplier",
                        .integer(1...255),
                        "Missed packets until the other end is given up.",
                        default: "\(Defaults.bfdMultiplier.value)"
                    )?.value ?? Int(Defaults.bfdMultiplier.value)
                ),
                isPassive: fields.optional("passive", .boolean, "Waits for the neighbour to speak.")?.value ?? false
            )
        }
        let short = Format<SpeakerPlan.BFD>.text(
            "an interval and a multiplier such as 50ms*3",
            pattern: #"^[^*]+\*[0-9]+$"#
        ) {
            text in
            let parts = text.split(separator: "*", omittingEmptySubsequences: false)
            guard parts.count == 2, let multiplier = UInt8(parts[1]), multiplier > 0 else { return .wrong(nil) }
            switch Duration.parseTopology(String(parts[0])) {
            case .value(let interval):
                guard interval > .zero else { return .wrong("the interval is zero") }
                return .value(SpeakerPlan.BFD(interval: interval, multiplier: multiplier, isPassive: false))
            case .wrong(let reason): return .wrong(reason)
            }
        }
        let standard = Format<Bool>.boolean.map { isOn in
            isOn
                ? SpeakerPlan.BFD(
                    interval: Defaults.bfdInterval.value,
                    multiplier: Defaults.bfdMultiplier.value,
                    isPassive: false
                ) : nil
        }
        return .either(.either(object.map { $0 }, short.map { $0 }), standard)
    }
}
