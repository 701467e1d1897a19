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
        var communities: [UInt32] = []
        var largeCommunities: [LargeCommunity] = []
        /// The whole path fits this pattern, if it has elements.
        var asPath: [PolicyRule.ASPathPattern.Element] = []

        var localPreference: UInt32?
        var med: UInt32?
        /// Put in front of the AS path.
        var prepended: [ASN] = []
        var addedCommunities: [UInt32] = []
        var addedLargeCommunities: [LargeCommunity] = []

        /// Whether it matches every route.
        var matchesAll: Bool {
            prefixes.isEmpty && communities.isEmpty && largeCommunities.isEmpty && asPath.isEmpty
        }
    }

    /// Whether the last clause leaves something for the acceptance at the end.
    var isOpen: Bool { clauses.last?.matchesAll != true }
}

/// Three numbers of 32 bits (RFC 8092).
struct LargeCommunity: Hashable, Sendable, CustomStringConvertible {
    var global: UInt32
    var first: UInt32
    var second: UInt32

    var description: String { "\(global):\(first):\(second)" }
}

extension RouteFilter {
    /// Which way the routes of a filter go: import towards the router, export away from it.
    enum Direction { case `import`, export }

    /// The clauses of rules that concern a family; those that no route reaches are left out.
    ///
    /// - Parameter asn: whose number `prepend` repeats.
    static func clauses(
        _ rules: [PolicyRule],
        _ family: AddressFamily,
        _ direction: Direction,
        prepending asn: ASN
    ) -> [Clause] {
        var clauses: [Clause] = []
        for rule in rules {
            let prefixes = rule.prefixes.filter { $0.prefix.family == family }
            guard rule.prefixes.isEmpty || !prefixes.isEmpty else { continue }
            var clause = Clause(rejects: rule.rejects, prefixes: prefixes, asPath: rule.asPath?.elements ?? [])
            for community in rule.communities {
                community.sort(into: &clause.communities, &clause.largeCommunities)
            }
            if !rule.rejects {
                // LOCAL_PREF ends at the border of the AS (RFC 4271 §5.1.5).
                clause.localPreference = direction == .import ? rule.localPreference : nil
                clause.med = rule.med
                clause.prepended = Array(repeating: asn, count: Int(rule.prepend))
                for community in rule.addedCommunities {
                    community.sort(into: &clause.addedCommunities, &clause.addedLargeCommunities)
                }
            }
            clauses.append(clause)
            if clause.matchesAll { break }
        }
        return clauses
    }

    /// Numbers the clauses in tens, or closer if there are very many.
    init?(name: String, _ clauses: [Clause]) {
        guard !clauses.isEmpty else { return nil }
        let step = Swift.max(1, Swift.min(10, 65_000 / clauses.count))
        self.name = name
        self.clauses = clauses
        for index in clauses.indices { self.clauses[index].number = (index + 1) * step }
    }
}

extension RouteFilter.Clause {
    /// Keeps out what an AS had a part in.
    static func rejecting(routesThrough asn: ASN) -> Self {
        Self(rejects: true, asPath: [.anyNumber, .asn(asn), .anyNumber])
    }
}

extension PolicyRule.Community {
    fileprivate func sort(into standard: inout [UInt32], _ large: inout [LargeCommunity]) {
        switch self {
        case .standard(let value): standard.append(value)
        case .large(let a, let b, let c): large.append(LargeCommunity(global: a, first: b, second: c))
        }
    }
}
