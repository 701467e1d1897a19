import NetworkTypes

/// The words that describe a neighbour, as keys of an object in a file or in a list on the command line.
enum NeighborWords {
    static let format = Format<SpeakerPlan.Neighbor>.object("neighbor", "a neighbor", "One BGP session.") { fields in
        let address = fields.required("address", .address, "The neighbour's address.")?.value
        let asn = fields.required("remote-as", .asn, "The neighbour's AS number.")?.value
        var neighbor = SpeakerPlan.Neighbor(address: address ?? .v4(IPv4Address(0, 0, 0, 0)), remoteASN: asn ?? ASN(0))
        readTransport(&neighbor, &fields)
        readTimers(&neighbor, &fields)
        readRestart(&neighbor, &fields)
        readRoutes(&neighbor, &fields)
        return neighbor
    }

    private static func readTransport(_ neighbor: inout SpeakerPlan.Neighbor, _ fields: inout Fields) {
        neighbor.isPassive = fields.optional("passive", .flag, "Waits for the neighbour to connect.")?.value ?? false
        neighbor.port =
            fields.optional("port", .integer(1...65_535, "a port"), "The neighbour's TCP port.", default: "179")
            .map { UInt16(clamping: $0.value) }
        neighbor.localAddress =
            fields.optional("local-address", .address, "The address to speak from.", default: "chosen by the system")?
            .value
        neighbor.sharedKey =
            fields.optional("md5", .sharedKey, "Password of the TCP session (RFC 2385).")?.value
        neighbor.hops =
            fields.optional(
                "multihop",
                .hops(255),
                "The neighbour is not on a connected network; at most this many hops away."
            )?
            .value ?? nil
        neighbor.trustedHops =
            fields.optional(
                "ttl-security",
                .hops(1),
                "Packets from further away than this many hops are dropped (RFC 5082)."
            )?.value ?? nil
        neighbor.bfd =
            fields.optional("bfd", .speakerBFD, "BFD beside the session; true stands for 300ms × 3.")?.value ?? nil
    }

    private static func readTimers(_ neighbor: inout SpeakerPlan.Neighbor, _ fields: inout Fields) {
        neighbor.holdTime =
            fields.optional("hold", .seconds, "Hold time to propose; 0, or 3s and more.", default: "180s")?.value
        neighbor.keepalive =
            fields.optional("keepalive", .seconds, "Time between keepalives.", default: "a third of the hold time")?
            .value
        neighbor.minimumHoldTime =
            fields.optional("minimum-hold", .seconds, "A neighbour that proposes less is refused.", default: "3s")?
            .value
        neighbor.connectRetry =
            fields.optional("connect-retry", .seconds, "How long an attempt to connect may take.", default: "5s")?.value
        neighbor.sendHoldTime =
            fields.optional(
                "send-hold",
                .seconds,
                "How long the neighbour may take in nothing (RFC 9687); at least twice the hold time.",
                default: "480s"
            )?.value
    }

    private static func readRestart(_ neighbor: inout SpeakerPlan.Neighbor, _ fields: inout Fields) {
        let restartTime = Format.either(
            Format<Duration>.seconds.map { Optional($0) },
            Format<Bool>.boolean.map { $0 ? Defaults.restartTime.value : nil }
        )
        neighbor.gracefulRestart =
            fields.optional(
                "graceful-restart",
                restartTime,
                "Its routes stay in use while it restarts (RFC 4724); the value is this end's own restart time, up to 4095s.",
                default: "false; true stands for \(Defaults.restartTime.text)"
            )?.value.map { Swift.min($0, .seconds(4_095)) } ?? nil
        neighbor.longLivedGracefulRestart =
            fields.optional(
                "long-lived-graceful-restart",
                .seconds,
                "And after that as a last resort (RFC 9494); the value is this end's own stale time."
            )?.value
    }

    private static func readRoutes(_ neighbor: inout SpeakerPlan.Neighbor, _ fields: inout Fields) {
        neighbor.families =
            fields.optional("families", .families, "Address families to exchange.", default: "that of the address")?
            .value
        neighbor.importsRoutes =
            fields.optional("import", .allOrNone, "Whether routes are taken.", default: "all")?.value ?? true
        neighbor.exportsRoutes =
            fields.optional("export", .allOrNone, "Whether routes are sent.", default: "all")?.value ?? true
        neighbor.maximumPrefixes =
            fields.optional(
                "max-prefix",
                .integer(1...100_000_000),
                "More prefixes than this of one family end the session (Cease/1)."
            )?.value
        neighbor.isReflectorClient =
            fields.optional("route-reflector-client", .flag, "Reflects routes to and from it (RFC 4456).")?.value
            ?? false
        neighbor.usesNextHopSelf =
            fields.optional("next-hop-self", .flag, "Puts itself into the next hop of routes from other ASes.")?.value
            ?? false
        neighbor.nextHopIPv4 =
            fields.optional("next-hop-ipv4", .ipv4Address, "Next hop of IPv4 routes on a session over IPv6.")?.value
        neighbor.nextHopIPv6 =
            fields.optional("next-hop-ipv6", .ipv6Address, "Next hop of IPv6 routes on a session over IPv4.")?.value
        neighbor.weight =
            fields.optional(
                "weight",
                .integer(0...65_535, "a weight"),
                "Weight of its routes; the highest wins.",
                default: "0"
            )
            .map { UInt32(clamping: $0.value) } ?? 0
    }
}

extension SpeakerPlan.Neighbor {
    /// Understands `ADDRESS,WORD,WORD=VALUE,…`, such as `127.0.0.2,remote-as=65010,passive`.
    ///
    /// - Parameter option: what the text is the value of, for messages only.
    public static func parse(
        _ text: String,
        option: String
    ) -> (neighbor: SpeakerPlan.Neighbor?, diagnostics: [Diagnostic]) {
        var problems = Problems(file: option)
        let neighbor = NeighborWords.format.read(node(of: text), &problems)
        return (problems.hasErrors ? nil : neighbor, problems.sorted())
    }

    /// The same as an object with the address as its first key.
    private static func node(of text: String) -> YAMLNode {
        var entries: [YAMLNode.Entry] = []
        var column = 1
        for word in text.split(separator: ",", omittingEmptySubsequences: false) {
            let length = word.unicodeScalars.count
            let place = Place(line: 1, column: column, length: max(1, length))
            let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if column == 1, parts.count == 1 {
                entries.append(entry("address", place, String(word), place))
            } else {
                let keyLength = parts[0].unicodeScalars.count
                let keyPlace = Place(line: 1, column: column, length: max(1, keyLength))
                let value = parts.count == 2 ? String(parts[1]) : "true"
                let valuePlace =
                    parts.count == 2
                    ? Place(line: 1, column: column + keyLength + 1, length: max(1, length - keyLength - 1)) : place
                entries.append(entry(String(parts[0]), keyPlace, value, valuePlace))
            }
            column += length + 1
        }
        return YAMLNode(content: .mapping(entries), place: Place(line: 1, column: 1, length: 1))
    }

    private static func entry(_ key: String, _ keyPlace: Place, _ value: String, _ place: Place) -> YAMLNode.Entry {
        let scalar = YAMLNode.Scalar(text: value, isPlain: true)
        return YAMLNode.Entry(
            key: Located(key, at: keyPlace),
            value: YAMLNode(content: .scalar(scalar), place: place)
        )
    }
}
