import BGPWire
import NetworkTypes
import Topology

/// Route maps and the lists that they refer to, in the words that FRR, IOS-XE and EOS share.
struct RouteMaps {
    enum Variant { case frr, iosxe, eos }

    private let variant: Variant
    private let filters: [RouteFilter]
    /// The patterns of all filters, each once; a pattern's list is called after its place here.
    private let patterns: [ASPathPattern]

    init(_ filters: [RouteFilter], _ variant: Variant) {
        self.variant = variant
        self.filters = filters
        var patterns: [ASPathPattern] = []
        for case let pattern? in filters.flatMap(\.clauses).map(\.asPath) where !patterns.contains(pattern) {
            patterns.append(pattern)
        }
        self.patterns = patterns
    }

    func write(to lines: inout Lines) {
        for pattern in patterns { writeList(pattern, to: &lines) }
        for filter in filters {
            for clause in filter.clauses { writeLists(of: clause, in: filter, to: &lines) }
        }
        for filter in filters { writeRouteMap(filter, to: &lines) }
    }

    // MARK: Lists

    private func writeList(_ pattern: ASPathPattern, to lines: inout Lines) {
        let expression = ASPathExpression(pattern)
        switch variant {
        case .frr: lines.add("bgp as-path access-list \(name(of: pattern)) permit \(expression)")
        case .iosxe: lines.add("ip as-path access-list \(name(of: pattern)) permit \(expression)")
        case .eos: lines.add("ip as-path access-list \(name(of: pattern)) permit \(expression) any")
        }
        lines.add("!")
    }

    /// IOS-XE numbers these lists.
    private func name(of pattern: ASPathPattern) -> String {
        let number = (patterns.firstIndex(of: pattern) ?? 0) + 1
        return variant == .iosxe ? "\(number)" : "as-path-\(number)"
    }

    private func writeLists(of clause: RouteFilter.Clause, in filter: RouteFilter, to lines: inout Lines) {
        let name = "\(filter.name)-\(clause.number)"
        writePrefixList(clause.prefixes, name, to: &lines)
        let keyword = variant == .frr ? "bgp" : "ip"
        let standard = variant == .eos ? "" : "standard "
        if !clause.communities.isEmpty {
            let members = clause.communities.map(community).joined(separator: " ")
            lines.add("\(keyword) community-list \(standard)\(name) permit \(members)")
            lines.add("!")
        }
        if !clause.largeCommunities.isEmpty {
            let members = clause.largeCommunities.map(\.description).joined(separator: " ")
            lines.add("\(keyword) large-community-list \(standard)\(name) permit \(members)")
            lines.add("!")
        }
    }

    private func writePrefixList(_ prefixes: [PolicyRule.PrefixMatch], _ name: String, to lines: inout Lines) {
        guard let family = prefixes.first?.prefix.family else { return }
        let head = "\(family == .ipv4 ? "ip" : "ipv6") prefix-list \(name)"
        let entries = prefixes.enumerated().map { index, match in
            "seq \(index + 1) permit \(match.prefix)\(Self.lengths(of: match))"
        }
        if variant == .eos, family == .ipv6 {
            lines.block(head) { lines in
                for entry in entries { lines.add(entry) }
            }
        } else {
            for entry in entries { lines.add("\(head) \(entry)") }
        }
        lines.add("!")
    }

    /// `ge` has to be more than the prefix's own length in all three.
    private static func lengths(of match: PolicyRule.PrefixMatch) -> String {
        let (low, high) = (match.lengths.lowerBound, match.lengths.upperBound)
        let isExact = low == match.prefix.length && high == low
        if isExact { return "" }
        return (low > match.prefix.length ? " ge \(low)" : "") + " le \(high)"
    }

    // MARK: Route maps

    private func writeRouteMap(_ filter: RouteFilter, to lines: inout Lines) {
        for clause in filter.clauses {
            lines.block("route-map \(filter.name) \(clause.rejects ? "deny" : "permit") \(clause.number)") { lines in
                writeMatches(clause, "\(filter.name)-\(clause.number)", to: &lines)
                writeChanges(clause, to: &lines)
            }
            lines.add("!")
        }
        if filter.isOpen {
            lines.add("route-map \(filter.name) permit 65535")
            lines.add("!")
        }
    }

    private func writeMatches(_ clause: RouteFilter.Clause, _ name: String, to lines: inout Lines) {
        if let family = clause.prefixes.first?.prefix.family {
            lines.add("match \(family == .ipv4 ? "ip" : "ipv6") address prefix-list \(name)")
        }
        if !clause.communities.isEmpty { lines.add("match community \(name)") }
        if !clause.largeCommunities.isEmpty { lines.add("match large-community \(name)") }
        if let pattern = clause.asPath { lines.add("match as-path \(self.name(of: pattern))") }
    }

    private func writeChanges(_ clause: RouteFilter.Clause, to lines: inout Lines) {
        if let value = clause.localPreference { lines.add("set local-preference \(value)") }
        if let value = clause.med { lines.add("set metric \(value)") }
        if !clause.prepended.isEmpty {
            lines.add("set as-path prepend \(clause.prepended.map(\.description).joined(separator: " "))")
        }
        if !clause.addedCommunities.isEmpty {
            let members = clause.addedCommunities.map(community).joined(separator: " ")
            lines.add("set community \(members) additive")
        }
        if !clause.addedLargeCommunities.isEmpty {
            let members = clause.addedLargeCommunities.map(\.description).joined(separator: " ")
            lines.add("set large-community \(members) additive")
        }
    }

    private func community(_ community: Community) -> String {
        switch community {
        case .noExport: "no-export"
        case .noAdvertise: "no-advertise"
        case .noExportSubconfed: variant == .eos ? "local-as" : "local-AS"
        default: "\(community)"
        }
    }
}
