import NetworkTypes
import Packets

/// Which packets an interface drops for where they claim to come from (RFC 3704 §2).
public enum ReversePathFilter: UInt8, Hashable, Sendable, BitwiseCopyable {
    case off
    /// No route leads to the source, or only one that discards.
    case loose
    /// None of the ways to the source is the interface that the packet came in by.
    case strict
}

extension Forwarder {
    /// Whether a packet's source passes the filter of the interface that it came in by.
    func passesReversePath(_ walk: Walk, _ filter: ReversePathFilter) -> Bool {
        // What stays on its link, and ARP's and ND's unspecified source, has no route to be looked for.
        guard filter != .off, let ingress = walk.ingress, !walk.summary.isScoped else { return true }
        guard let value = tables.lookup(walk.summary.source, in: walk.domain)?.value else { return false }
        let group = GroupIndex(rawValue: value)
        return filter == .loose ? groups.leadsSomewhere(group) : groups.leads(group, through: ingress)
    }
}
