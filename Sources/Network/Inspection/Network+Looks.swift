import BGPWire
import NetworkTypes
import RIB
import Topology

/// Looks at routing tables that expectations ask for.
extension Network {
    mutating func scheduleLooks(from timeZero: Instant) {
        for (index, look) in topology.tableLooks.enumerated() {
            agenda.schedule(.look(UInt32(index)), at: timeZero + look.at)
        }
    }

    mutating func look(_ index: Int, at now: Instant) {
        let look = topology.tableLooks[index]
        guard let node = nodes(of: look.router).first else { return }
        guard nodes[node.index].role != .machine else { return lookAtEffectiveRoutes(of: node, look, at: now) }
        let family: RouteFamily = look.prefix.family == .ipv4 ? .ipv4Unicast : .ipv6Unicast
        // Domain 0 of Microsoft's devices is the underlay, which has no BGP.
        let names = domains(of: node)
        let domain = look.domain.flatMap { names.firstIndex(of: $0) } ?? min(names.count - 1, isCustomers(node) ? 0 : 1)
        let route = routes(at: node, domain: domain, family).first { $0.prefix.prefix == look.prefix }
        let paths = (route?.paths ?? []).filter { $0.isBest || $0.isMultipath }
        let inUse = paths.filter(\.isBest) + paths.filter { !$0.isBest }
        journal.record(
            .tableLooked,
            nodes[node.index].path,
            at: now,
            [
                JournalEvent.Field("prefix", .string(look.prefix.description)),
                JournalEvent.Field("present", .boolean(!inUse.isEmpty)),
                JournalEvent.Field(
                    "nextHops",
                    .list(inUse.map { .string($0.nextHop.text) })
                ),
                JournalEvent.Field("asPaths", .list(inUse.map { .string($0.attributes.asPath.text) })),
            ]
        )
    }

    /// A machine has no BGP: what it forwards by is what its host was programmed with, and system routes.
    private mutating func lookAtEffectiveRoutes(of node: NodeIndex, _ look: Topology.TableLook, at now: Instant) {
        let domain = look.domain.flatMap { domains(of: node).firstIndex(of: $0) } ?? virtualNetworkDomain
        let route = forwardingTable(of: node, domain: domain).first { $0.prefix == look.prefix }
        let nextHops = (route?.nextHops ?? []).map { JournalEvent.Value.string("\($0.kind)") }
        journal.record(
            .tableLooked,
            nodes[node.index].path,
            at: now,
            [
                JournalEvent.Field("prefix", .string(look.prefix.description)),
                JournalEvent.Field("present", .boolean(route != nil)),
                JournalEvent.Field("nextHops", .list(nextHops)),
                JournalEvent.Field("asPaths", .list([])),
            ]
        )
    }

    private func isCustomers(_ node: NodeIndex) -> Bool {
        switch nodes[node.index].role {
        case .router, .core: true
        default: false
        }
    }
}

extension ProtocolNextHop {
    fileprivate var text: String {
        switch self {
        case .local: "itself"
        case .address(let address, _): "\(address)"
        case .vpn(let endpoint, _): "\(endpoint)"
        }
    }
}
