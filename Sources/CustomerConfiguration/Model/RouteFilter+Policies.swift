import BGPWire
import NetworkTypes
import Topology

extension RouteFilter {
    /// The import policy of a session with an MSEE; `nil` if there is none.
    static func from(
        _ microsoft: ASN,
        _ rules: [PolicyRule],
        _ stem: String,
        _ family: AddressFamily
    ) -> RouteFilter? {
        let filter = RouteFilter("\(stem)-import", family) { family in
            clauses(rules, family, .import, prepending: microsoft)
        }
        return filter.clauses.isEmpty ? nil : filter
    }

    /// The export policy of a session with an MSEE: a site announces what is its own, never what Microsoft told it.
    static func to(
        _ microsoft: ASN,
        _ rules: [PolicyRule],
        prepending asn: ASN,
        _ stem: String,
        _ family: AddressFamily
    ) -> RouteFilter {
        let isCommon = rules.isEmpty
        return RouteFilter(isCommon ? "to-microsoft" : "\(stem)-export", family) { family in
            [Clause(rejects: true, asPath: path(through: microsoft))]
                + clauses(rules, family, .export, prepending: asn)
        }
    }

    /// What a router tells its site: what Microsoft told it.
    ///
    /// What it announces by itself is meant for Microsoft.
    static func toSite(_ microsoft: ASN) -> RouteFilter {
        RouteFilter("to-site", .ipv4) { _ in
            [Clause(asPath: path(through: microsoft)), Clause(rejects: true)]
        }
    }

    private static func path(through asn: ASN) -> ASPathPattern {
        ASPathPattern(elements: [.anyNumber, .asn(asn), .anyNumber])
    }

    /// A filter for one family; the families share one if they can.
    private init(_ name: String, _ family: AddressFamily, _ clauses: (AddressFamily) -> [Clause]) {
        let own = clauses(family)
        let isShared = own == clauses(family == .ipv4 ? .ipv6 : .ipv4)
        self.init(name: isShared || family == .ipv4 ? name : name + "-v6", own)
    }

    /// Numbers the clauses in tens, or closer if there are very many.
    private init(name: String, _ clauses: [Clause]) {
        let step = Swift.max(1, Swift.min(10, 65_000 / Swift.max(1, clauses.count)))
        self.name = name
        self.clauses = clauses
        for index in clauses.indices { self.clauses[index].number = (index + 1) * step }
    }
}

extension RouteFilter {
    /// Which way the routes of a filter go: import towards the router, export away from it.
    private enum Direction { case `import`, export }

    /// The clauses of rules that concern a family; those that no route reaches are left out.
    ///
    /// - Parameter asn: whose number `prepend` repeats.
    private static func clauses(
        _ rules: [PolicyRule],
        _ family: AddressFamily,
        _ direction: Direction,
        prepending asn: ASN
    ) -> [Clause] {
        var clauses: [Clause] = []
        for rule in rules {
            let prefixes = rule.prefixes.filter { $0.prefix.family == family }
            guard rule.prefixes.isEmpty || !prefixes.isEmpty else { continue }
            var clause = Clause(rejects: rule.rejects, prefixes: prefixes, asPath: rule.asPath)
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
}

extension PolicyRule.Community {
    fileprivate func sort(into standard: inout [BGPWire::Community], _ large: inout [LargeCommunity]) {
        switch self {
        case .standard(let value): standard.append(BGPWire::Community(rawValue: value))
        case .large(let a, let b, let c): large.append(LargeCommunity(a, b, c))
        }
    }
}
