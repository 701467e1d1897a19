import NetworkTypes

extension Format where Value == Duration {
    /// A duration; plain 0 needs no unit.
    static var duration: Format {
        let text = Format.text(
            Duration.topologySummary,
            pattern: Duration.topologyPattern,
            maximumLength: 40,
            parse: Duration.parseTopology
        )
        return Format(
            summary: text.summary,
            kinds: [.string, .number],
            schema: { definitions in
                .object(["anyOf": .array([text.schema(&definitions), .object(["const": .integer(0)])])])
            },
            read: { node, problems in
                if case .scalar(let scalar) = node.content, scalar.type == .integer || scalar.type == .number {
                    if scalar.text == "0" { return .zero }
                    problems.error(
                        .structure,
                        at: node.place,
                        "'\(scalar.text.prefix(60))' has no unit",
                        suggestion: scalar.type == .integer ? "\(scalar.text.prefix(20))s" : nil,
                        notes: ["units are ns, us, ms, s, m and h"]
                    )
                    return nil
                }
                return text.read(node, &problems)
            }
        )
    }
}

extension Format where Value == TimeOfDay {
    static var timeOfDay: Format {
        .text(TimeOfDay.topologySummary, pattern: TimeOfDay.topologyPattern, parse: TimeOfDay.parseTopology)
    }
}

extension Format where Value == String {
    /// A name: letters, digits, dots, dashes and underscores.
    static var name: Format {
        .text(
            "a name of letters, digits, dots, dashes and underscores",
            pattern: "^[A-Za-z0-9][A-Za-z0-9._-]*$",
            allowsIntegers: true,
            maximumLength: 63
        ) { text in
            let areAllowed = text.utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F: true
                default: false
                }
            }
            guard areAllowed, let first = text.utf8.first, ![0x2D, 0x2E, 0x5F].contains(first) else {
                return .wrong(nil)
            }
            return .value(text)
        }
    }

    /// The name of a network interface, as Linux allows it: at most 15 octets, no slash, no white space.
    static var interfaceName: Format {
        .text("an interface such as eth1", pattern: "^[^/\\s]{1,15}$", maximumLength: 15) { text in
            text.isEmpty || text == "." || text == ".." || text.contains(where: { $0 == "/" || $0.isWhitespace })
                || text.utf8.count > 15 ? .wrong(nil) : .value(text)
        }
    }

    /// Any text.
    static func anyText(_ summary: String, maximumLength: Int = 200) -> Format {
        .text(summary, pattern: "^", allowsIntegers: true, maximumLength: maximumLength) { .value($0) }
    }
}

extension Format where Value == ASN {
    static var asn: Format { Format<Int>.integer(0...4_294_967_295, "an ASN").map { ASN(UInt32(clamping: $0)) } }
}

extension Format where Value == IPv4Address {
    static var ipv4Address: Format {
        .text("an IPv4 address such as 10.1.2.3", pattern: "^[0-9.]+$") { Parsed(IPv4Address($0)) }
    }
}

extension Format where Value == IPv6Address {
    static var ipv6Address: Format {
        .text("an IPv6 address such as fd00::1", pattern: "^[0-9A-Fa-f:.]+$") { Parsed(IPv6Address($0)) }
    }
}

extension Format where Value == IPAddress {
    static var address: Format {
        .text("an IPv4 or IPv6 address", pattern: "^[0-9A-Fa-f:.]+$") { Parsed(IPAddress($0)) }
    }
}

extension Format where Value == IPv4Prefix {
    static var ipv4Prefix: Format {
        .text("an IPv4 prefix such as 10.1.0.0/16", pattern: "^[0-9.]+/[0-9]+$") { text in
            IPv4Prefix(text).map { .value($0) } ?? .wrong(hostBitsHint(text))
        }
    }
}

extension Format where Value == IPv6Prefix {
    static var ipv6Prefix: Format {
        .text("an IPv6 prefix such as fd00:1::/48", pattern: "^[0-9A-Fa-f:.]+/[0-9]+$") { text in
            IPv6Prefix(text).map { .value($0) } ?? .wrong(hostBitsHint(text))
        }
    }
}

extension Format where Value == IPPrefix {
    static var prefix: Format {
        .text("a prefix such as 10.1.0.0/16 or fd00:1::/48", pattern: "^[0-9A-Fa-f:.]+/[0-9]+$") { text in
            IPPrefix(text).map { .value($0) } ?? .wrong(hostBitsHint(text))
        }
    }
}

extension Format where Value == PrefixRun {
    /// One prefix, or as many as `count` says.
    static var prefixRun: Format {
        .text(
            "a prefix, perhaps with a count of them, such as 20.0.0.0/24 count 1000",
            pattern: Value.topologyPattern,
            parse: Value.parseTopology
        )
    }
}

extension Format where Value == BitRate {
    static var bitRate: Format {
        .text(
            BitRate.topologySummary,
            pattern: BitRate.topologyPattern,
            maximumLength: 40,
            parse: BitRate.parseTopology
        )
    }
}

extension Format where Value == Percentage {
    static var percentage: Format {
        .text(
            Percentage.topologySummary,
            pattern: Percentage.topologyPattern,
            maximumLength: 40,
            parse: Percentage.parseTopology
        )
    }
}

extension Format where Value == PacketRate {
    static var packetRate: Format {
        .text(
            PacketRate.topologySummary,
            pattern: PacketRate.topologyPattern,
            maximumLength: 40,
            parse: PacketRate.parseTopology
        )
    }

    /// The same for routes that are put into a table.
    static var routeRate: Format {
        .text(
            PacketRate.routeSummary,
            pattern: PacketRate.topologyPattern,
            maximumLength: 40,
            parse: PacketRate.parseTopology
        )
    }
}

extension Format where Value == Topology.Comparison<Duration> {
    static var durationComparison: Format {
        .text(
            "a bound such as <= 100ms",
            pattern: Topology.Comparison<Duration>.topologyPattern,
            maximumLength: 40,
            parse: Topology.Comparison<Duration>.parseTopology
        )
    }
}

extension Format where Value == Topology.Comparison<Int> {
    /// A bound for a count; a plain number means equality.
    static var countComparison: Format {
        .either(
            .text(
                "a bound such as <= 10",
                pattern: Topology.Comparison<Int>.topologyPattern,
                maximumLength: 40,
                parse: Topology.Comparison<Int>.parseTopology
            ),
            Format<Int>.integer(0...1_000_000_000).map { Topology.Comparison(.equal, $0) }
        )
    }
}

extension Format where Value == PolicyRule.PrefixMatch {
    static var prefixMatch: Format {
        .text(
            "a prefix, perhaps with lengths, such as 10.0.0.0/8 le 24",
            pattern: Value.topologyPattern,
            parse: Value.parseTopology
        )
    }
}

extension Format where Value == PolicyRule.Community {
    static var community: Format {
        .text(
            "a community such as 12076:50002, or a large one such as 65010:1:2",
            pattern: Value.topologyPattern,
            parse: Value.parseTopology
        )
    }
}

extension Format where Value == ASPathPattern {
    static var asPath: Format {
        .text(
            "a pattern of ASNs, `.` for any one and `...` for any number",
            pattern: Value.topologyPattern,
            allowsIntegers: true,
            parse: Value.parseTopology
        )
    }
}

extension Format where Value == ObjectPath {
    static var objectPath: Format {
        .text(
            "a path such as link/er-ams/primary or router/cpe1",
            pattern: "^[A-Za-z]+/.+$"
        ) { text in
            switch ObjectPath.parse(text) {
            case .success(let path): .value(path)
            case .failure(let failure): .wrong(failure.sentence)
            }
        }
    }
}

/// A name with a role or another name behind a slash.
struct PairName: Hashable, Sendable {
    var first: String
    var second: String

    var text: String { "\(first)/\(second)" }
}

extension Format where Value == PairName {
    static func pair(_ summary: String) -> Format {
        .text(summary, pattern: "^[^/]+/[^/]+$") { text in
            let parts = text.split(separator: "/", omittingEmptySubsequences: false)
            guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else { return .wrong(nil) }
            return .value(PairName(first: String(parts[0]), second: String(parts[1])))
        }
    }
}
