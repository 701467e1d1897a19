import BGPWire
import NetworkTypes
import Topology

extension BIRDConfiguration {
    var importFilters: [RouteFilter] { unique(router.neighbors.compactMap(\.importFilter)) }
    private var exportFilters: [RouteFilter] { unique(router.neighbors.map(\.exportFilter)) }

    private func unique(_ filters: [RouteFilter]) -> [RouteFilter] {
        var names: Set<String> = []
        return filters.filter { names.insert($0.name).inserted }
    }

    /// A route may be announced if BGP brought it or if it is one of the router's own prefixes.
    static let announced = "source = RTS_BGP || defined(originated)"

    func writeExports(to lines: inout Lines) {
        for filter in exportFilters { write(filter, accepting: Self.announced, to: &lines) }
    }

    static func symbol(_ name: String) -> String {
        let symbol = String(name.map { $0 == "-" ? "_" : $0 })
        return symbol.first?.isNumber == true ? "_" + symbol : symbol
    }

    /// - Parameter condition: what a route must be at all, before the clauses look at it.
    func write(_ filter: RouteFilter, accepting condition: String?, to lines: inout Lines) {
        lines.braces("filter \(Self.symbol(filter.name))") { lines in
            if let condition { lines.add("if !(\(condition)) then reject;") }
            for clause in filter.clauses { write(clause, to: &lines) }
            if filter.isOpen { lines.add("accept;") }
        }
        lines.add("")
    }

    private func write(_ clause: RouteFilter.Clause, to lines: inout Lines) {
        let conditions = conditions(of: clause)
        let statements = changes(of: clause) + [clause.rejects ? "reject;" : "accept;"]
        guard !conditions.isEmpty else {
            for statement in statements { lines.add(statement) }
            return
        }
        let head = "if \(conditions.joined(separator: " && ")) then"
        if statements.count == 1 {
            lines.add("\(head) \(statements[0])")
        } else {
            lines.braces(head) { lines in
                for statement in statements { lines.add(statement) }
            }
        }
    }

    private func conditions(of clause: RouteFilter.Clause) -> [String] {
        var conditions: [String] = []
        if !clause.prefixes.isEmpty {
            let set = clause.prefixes.map { match in
                let (low, high) = (match.lengths.lowerBound, match.lengths.upperBound)
                let isExact = low == match.prefix.length && high == low
                return "\(match.prefix)" + (isExact ? "" : "{\(low),\(high)}")
            }
            conditions.append("net ~ [ \(set.joined(separator: ", ")) ]")
        }
        conditions += clause.communities.map { "\(Self.text(of: $0)) ~ bgp_community" }
        conditions += clause.largeCommunities.map { "\(Self.text(of: $0)) ~ bgp_large_community" }
        if let pattern = clause.asPath { conditions.append("bgp_path ~ \(Self.mask(of: pattern))") }
        return conditions
    }

    private func changes(of clause: RouteFilter.Clause) -> [String] {
        var changes: [String] = []
        if let value = clause.localPreference { changes.append("bgp_local_pref = \(value);") }
        if let value = clause.med { changes.append("bgp_med = \(value);") }
        changes += clause.prepended.map { "bgp_path.prepend(\($0));" }
        changes += clause.addedCommunities.map { "bgp_community.add(\(Self.text(of: $0)));" }
        changes += clause.addedLargeCommunities.map { "bgp_large_community.add(\(Self.text(of: $0)));" }
        return changes
    }

    private static func text(of community: Community) -> String {
        "(\(community.rawValue >> 16),\(community.rawValue & 0xFFFF))"
    }

    private static func text(of community: LargeCommunity) -> String {
        "(\(community.globalAdministrator),\(community.localData1),\(community.localData2))"
    }

    private static func mask(of pattern: ASPathPattern) -> String {
        let words = pattern.elements.map { element in
            switch element {
            case .asn(let asn): "\(asn)"
            case .any: "?"
            case .anyNumber: "*"
            }
        }
        return "[= \(words.joined(separator: " ")) =]"
    }
}
