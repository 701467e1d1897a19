import Forwarding
import NetworkTypes
import RIB

/// How routes get into a forwarder that takes its time.
extension Router {
    /// Puts a choice in line; packets follow the route before until its turn comes.
    ///
    /// `false` if there is nothing to put there: what changes nothing in the forwarding table takes no place in the line. That is so of
    /// prefixes of the router's own, and of those on its links, which are in force before BGP says anything.
    mutating func enqueue(
        _ prefix: IPPrefix,
        _ handle: NextHopSetHandle,
        domain: Int,
        because decision: Int,
        at now: Instant
    ) -> Bool {
        guard fibQueue.isInUse, configuration.hasDataPlane, !installer.hasStaticRoute(prefix, domain: domain) else {
            return false
        }
        let table = forwardingDomains[domain]
        guard !forwarder.isConnected(prefix, in: table) else { return false }
        let group = handle == .none ? nil : group(of: handle, domain: domain)
        if group == nil, !fibQueue.holds(prefix, domain: domain), forwarder.route(of: prefix, in: table) == nil {
            return false
        }
        if let group { forwarder.retain(group) }
        if let replaced = fibQueue.add(prefix, domain: domain, group, because: decision, at: now) {
            forwarder.release(replaced)
        }
        return true
    }

    /// Installs what is due, and says so decision by decision.
    mutating func program(at now: Instant, into output: inout RouterOutput) {
        guard fibQueue.isInUse else { return }
        let entries = fibQueue.take(at: now)
        var start = entries.startIndex
        while start < entries.endIndex {
            var end = start
            while end < entries.endIndex, entries[end].cause == entries[start].cause,
                entries[end].domain == entries[start].domain
            {
                program(entries[end])
                end += 1
            }
            let first = entries[start]
            output.log(
                .routesInstalled(
                    domain: first.domain,
                    count: end - start,
                    sample: entries[start..<end].prefix(4).map(\.prefix),
                    nextHops: first.group.map { texts(of: $0) } ?? []
                ),
                because: first.cause,
                after: SettingCost(.fib, now - first.since)
            )
            for entry in entries[start..<end] { if let group = entry.group { forwarder.release(group) } }
            start = end
        }
    }

    private mutating func program(_ entry: FIBQueue.Entry) {
        guard !installer.hasStaticRoute(entry.prefix, domain: entry.domain) else { return }
        let domain = forwardingDomains[entry.domain]
        if let group = entry.group {
            forwarder.setRoute(entry.prefix, in: domain, to: group)
        } else {
            forwarder.removeRoute(entry.prefix, in: domain)
        }
    }

    private func texts(of group: GroupIndex) -> [String] {
        forwarder.members(of: group).map { member in
            switch member.nextHop {
            case .neighbor(_, let address): address.description
            case .tunnel(let tunnel): "\(tunnel.remote) label \(tunnel.networkIdentifier)"
            case .attached: "connected"
            case .local: "local"
            case .discard: "discard"
            }
        }
    }
}
