import BGPWire
import NetworkTypes
import Topology

/// A policy for one address family, ready to be written down: the first clause that matches decides, and what none
/// matches is accepted as it is.
struct RouteFilter: Hashable, Sendable {
    /// Such as `er-ams-pri-import`; filters of one router that have the same name are the same.
    var name: String
    var clauses: [Clause]

    struct Clause: Hashable, Sendable {
        /// Grows from clause to clause; at most 65,000.
        var number = 0
        var rejects = false

        /// Any of these, if there are any.
        var prefixes: [PolicyRule.PrefixMatch] = []
        /// All of these.
        var communities: [Community] = []
        var largeCommunities: [LargeCommunity] = []
        var asPath: ASPathPattern?

        var localPreference: UInt32?
        var med: UInt32?
        /// Put in front of the AS path.
        var prepended: [ASN] = []
        var addedCommunities: [Community] = []
        var addedLargeCommunities: [LargeCommunity] = []

        /// Whether it matches every route.
        var matchesAll: Bool {
            prefixes.isEmpty && communities.isEmpty && largeCommunities.isEmpty && asPath == nil
        }
    }

    /// Whether the last clause leaves something for the acceptance at the end.
    var isOpen: Bool { clauses.last?.matchesAll != true }
}
