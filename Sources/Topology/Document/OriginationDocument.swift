import NetworkTypes

/// A prefix, or a run of them, that a router advertises always, or as long as something holds.
struct OriginationDocument: Sendable {
    var run: Located<PrefixRun>?
    var whileCondition: Located<ConditionName>?
    var unlessCondition: Located<ConditionName>?

    private static let object = Format<OriginationDocument>.object(
        "origination",
        "an origination",
        "A prefix that a router advertises as long as something holds."
    ) { fields in
        OriginationDocument(
            run: fields.required("prefix", .prefixRun, "What is advertised."),
            whileCondition: fields.optional("while", .condition, "Advertised only while this holds."),
            unlessCondition: fields.optional("unless", .condition, "Advertised only while this does not hold.")
        )
    }

    /// The short form is the prefix alone.
    static let format = Format.either(
        Format<OriginationDocument>(
            summary: Format.prefixRun.summary,
            kinds: Format.prefixRun.kinds,
            schema: Format.prefixRun.schema
        ) { node, problems in
            Format.prefixRun.read(node, &problems).map { OriginationDocument(run: Located($0, at: node.place)) }
        },
        object
    )
}

struct AggregateDocument: Sendable {
    var prefix: Located<IPPrefix>?
    var summaryOnly: Located<Bool>?

    private static let object = Format<AggregateDocument>.object(
        "aggregate",
        "an aggregate",
        "A prefix that a router advertises as long as it knows a longer one inside of it."
    ) { fields in
        AggregateDocument(
            prefix: fields.required("prefix", .prefix, "The aggregate."),
            summaryOnly: fields.optional(
                "summaryOnly",
                .boolean,
                "Keep the longer ones from Microsoft.",
                default: "false"
            )
        )
    }

    /// The short form is the prefix alone.
    static let format = Format.either(
        Format<AggregateDocument>(
            summary: Format.prefix.summary,
            kinds: Format.prefix.kinds,
            schema: Format.prefix.schema
        ) { node, problems in
            Format.prefix.read(node, &problems).map { AggregateDocument(prefix: Located($0, at: node.place)) }
        },
        object
    )
}

/// What a router watches, as it is written.
enum ConditionName: Hashable, Sendable {
    case path(ObjectPath)
    /// `lan/core`, `lan/cpe2`: a member of the router's own LAN.
    case member(String)
    case route(IPPrefix)
}

extension Format where Value == ConditionName {
    static var condition: Format {
        .text(
            "a wire, session or neighbour of the router such as lan/headquarters/cpe1 or lan/core, or a prefix",
            pattern: "^[0-9A-Za-z:.]+/.+$"
        ) { text in
            if let prefix = IPPrefix(text) { return .value(.route(prefix)) }
            let parts = text.split(separator: "/", omittingEmptySubsequences: false)
            if parts.count == 2, parts[0] == "lan", !parts[1].isEmpty { return .value(.member(String(parts[1]))) }
            return switch ObjectPath.parse(text) {
            case .success(let path): .value(.path(path))
            case .failure(let failure): .wrong(failure.sentence)
            }
        }
    }
}
