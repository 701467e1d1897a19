import NetworkTypes

/// What every router forwards by when the run ends.
extension Network {
    /// Routes of one table that are written down; the digest covers all of them.
    private static let listedRoutes = 200

    mutating func recordFinalTables(at now: Instant) {
        for (number, node) in blueprint.nodes.enumerated() {
            let index = NodeIndex(number)
            guard nodes[number].isAlive else { continue }
            for (domain, name) in domains(of: index).enumerated() {
                let routes = forwardingTable(of: index, domain: domain)
                guard !routes.isEmpty else { continue }
                var digest = FNV1a()
                var listed: [JournalEvent.Value] = []
                for (place, route) in routes.enumerated() {
                    let line = route.line
                    digest.combine(line)
                    if place < Self.listedRoutes { listed.append(.string(line)) }
                }
                journal.record(
                    .tableFinal,
                    node.path,
                    at: now,
                    [
                        JournalEvent.Field("domain", .string(name)),
                        JournalEvent.Field("count", .integer(routes.count)),
                        JournalEvent.Field("digest", .string(digest.text)),
                        JournalEvent.Field("routes", .list(listed)),
                    ]
                )
            }
        }
    }
}

extension ForwardingRoute {
    /// Such as `10.10.0.0/16 via 172.16.1.2, 172.16.1.6`.
    fileprivate var line: String {
        "\(prefix) via \(nextHops.map { "\($0.kind)" + ($0.isAlive ? "" : " (dead)") }.joined(separator: ", "))"
    }
}

/// The 64-bit FNV-1a hash of lines: equal tables have equal ones on every machine.
private struct FNV1a {
    private var state: UInt64 = 0xCBF2_9CE4_8422_2325

    mutating func combine(_ line: String) {
        for byte in line.utf8 { add(byte) }
        add(UInt8(ascii: "\n"))
    }

    private mutating func add(_ byte: UInt8) { state = (state ^ UInt64(byte)) &* 0x100_0000_01B3 }

    var text: String {
        let digits = String(state, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
