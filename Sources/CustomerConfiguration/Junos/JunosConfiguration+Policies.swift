import BGPWire
import NetworkTypes
import Topology

extension JunosConfiguration {
    func writePolicies(to lines: inout Lines) {
        for filter in router.filters { writePolicy(filter, to: &lines) }
        writeAnnounced(to: &lines)
        writeDampening(to: &lines)
        if router.neighbors.contains(where: \.nextHopSelf) {
            lines.add("policy-statement next-hop-self { then { next-hop self; next policy; } }")
        }
        if router.balances {
            lines.add("policy-statement balance { then { load-balance per-packet; } }")
        }
        for filter in router.filters {
            for clause in filter.clauses { writeLists(of: clause, "\(filter.name)-\(clause.number)", to: &lines) }
        }
    }

    /// What the router announces at all: routes of BGP and its own prefixes; the next policy may say no.
    private func writeAnnounced(to lines: inout Lines) {
        lines.braces("policy-statement announced") { lines in
            lines.add("term bgp { from protocol bgp; then next policy; }")
            for family in router.families where !router.originations(family).isEmpty {
                lines.braces("term \(JunosConfiguration.family(family))") { lines in
                    lines.braces("from") { lines in
                        lines.add("protocol static;")
                        for prefix in router.originations(family) { lines.add("route-filter \(prefix) exact;") }
                    }
                    lines.add("then next policy;")
                }
            }
            lines.add("term other { then reject; }")
        }
    }

    private func writePolicy(_ filter: RouteFilter, to lines: inout Lines) {
        lines.braces("policy-statement \(filter.name)") { lines in
            for clause in filter.clauses {
                let name = "\(filter.name)-\(clause.number)"
                lines.braces("term \(clause.number)") { lines in
                    if !clause.matchesAll { lines.braces("from") { writeConditions(clause, name, to: &$0) } }
                    lines.braces("then") { lines in
                        writeChanges(clause, name, to: &lines)
                        lines.add(clause.rejects ? "reject;" : "accept;")
                    }
                }
            }
            if filter.isOpen { lines.add("then accept;") }
        }
    }

    private func writeConditions(_ clause: RouteFilter.Clause, _ name: String, to lines: inout Lines) {
        for match in clause.prefixes {
            let (low, high) = (match.lengths.lowerBound, match.lengths.upperBound)
            let isExact = low == match.prefix.length && high == low
            let range = isExact ? "exact" : "prefix-length-range /\(low)-/\(high)"
            lines.add("route-filter \(match.prefix) \(range);")
        }
        // Several members of one community are all wanted, several communities any of them.
        if !clause.communities.isEmpty || !clause.largeCommunities.isEmpty { lines.add("community \(name);") }
        if clause.asPath != nil { lines.add("as-path \(name);") }
    }

    private func writeChanges(_ clause: RouteFilter.Clause, _ name: String, to lines: inout Lines) {
        if let value = clause.localPreference { lines.add("local-preference \(value);") }
        if let value = clause.med { lines.add("metric \(value);") }
        if !clause.prepended.isEmpty {
            lines.add("as-path-prepend \"\(clause.prepended.map(\.description).joined(separator: " "))\";")
        }
        if !clause.addedCommunities.isEmpty || !clause.addedLargeCommunities.isEmpty {
            lines.add("community add \(name)-added;")
        }
    }

    private func writeLists(of clause: RouteFilter.Clause, _ name: String, to lines: inout Lines) {
        writeCommunity(name, clause.communities, clause.largeCommunities, to: &lines)
        writeCommunity(name + "-added", clause.addedCommunities, clause.addedLargeCommunities, to: &lines)
        guard let pattern = clause.asPath else { return }
        let words = pattern.elements.map { element in
            switch element {
            case .asn(let asn): "\(asn)"
            case .any: "."
            case .anyNumber: ".*"
            }
        }
        lines.add("as-path \(name) \"\(words.joined(separator: " "))\";")
    }

    private func writeCommunity(
        _ name: String,
        _ communities: [Community],
        _ large: [LargeCommunity],
        to lines: inout Lines
    ) {
        let members = communities.map(Self.text) + large.map { "large:\($0)" }
        guard !members.isEmpty else { return }
        lines.add("community \(name) members [ \(members.joined(separator: " ")) ];")
    }

    private static func text(of community: Community) -> String {
        switch community {
        case .noExport: "no-export"
        case .noAdvertise: "no-advertise"
        case .noExportSubconfed: "no-export-subconfed"
        default: "\(community)"
        }
    }
}
