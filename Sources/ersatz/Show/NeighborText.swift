import Control

/// A neighbour as a short text.
enum NeighborText {
    static func text(_ row: NeighborRow) -> String {
        var lines = ["\(row.node.map { "\($0): " } ?? "")Neighbor \(row.neighbor), AS \(row.remoteAS)"]
        func add(_ name: String, _ value: String?) {
            if let value { lines.append("  \(name): \(value)") }
        }
        add("State", "\(row.state), \(row.upDown)")
        add("Local", "\(row.localAddress), AS \(row.localAS)")
        add("Identifier", row.routerID)
        if let hold = row.holdSeconds, let keepalive = row.keepaliveSeconds {
            add("Timers", hold > 0 ? "hold time \(seconds(hold)), keepalive \(seconds(keepalive))" : "none")
        }
        if let fourOctetAS = row.fourOctetAS, let routeRefresh = row.routeRefresh {
            let capabilities = [(fourOctetAS, "four-octet AS"), (routeRefresh, "route refresh")]
            add("Agreed", capabilities.filter(\.0).map(\.1).joined(separator: ", "))
        }
        for family in row.families {
            add("Prefixes, \(family.family)", "\(family.accepted) accepted, \(family.advertised) advertised")
        }
        add("UPDATEs", "\(row.updatesReceived) received, \(row.updatesSent) sent")
        if row.announcementsRejected > 0 { add("Announcements refused", "\(row.announcementsRejected)") }
        if row.treatedAsWithdraw > 0 { add("Malformed UPDATEs (RFC 7606)", "\(row.treatedAsWithdraw)") }
        if row.isBlocked { add("Blocked", "routes wait for the neighbor to read") }
        add("MD5", row.usesMD5 ? "yes" : nil)
        add("Least TTL", row.minimumTimeToLive.map { "\($0)" })
        add("BFD", row.bfd)
        add("Last end", row.lastDown)
        return lines.joined(separator: "\n")
    }

    private static func seconds(_ value: Double) -> String {
        value == value.rounded() ? "\(Int(value)) s" : "\(value) s"
    }
}
