extension Topology.Comparison {
    /// Splits `<= 100ms` into the relation and the rest.
    static func split(_ text: String) -> (Relation, String)? {
        // The longer signs first, since `<` begins `<=`.
        for relation in [Relation.lessOrEqual, .greaterOrEqual, .equal, .less, .greater] {
            if text.hasPrefix(relation.rawValue) {
                return (relation, String(text.dropFirst(relation.rawValue.count).drop { $0 == " " }))
            }
        }
        return nil
    }
}

extension Topology.Comparison where Value == Duration {
    static let topologyPattern = #"^(<=|>=|==|<|>) *[0-9]+(\.[0-9]+)?(ns|us|ms|s|m|h)$"#

    static func parseTopology(_ text: String) -> Parsed<Self> {
        guard let (relation, rest) = split(text) else { return .wrong("it begins with <, <=, ==, >= or >") }
        switch Duration.parseTopology(rest) {
        case .value(let bound) where bound < .zero: return .wrong("a negative bound")
        case .value(let bound): return .value(Self(relation, bound))
        case .wrong(let reason): return .wrong(reason ?? "'\(rest)' is not a duration")
        }
    }
}

extension Topology.Comparison where Value == Int {
    static let topologyPattern = "^(<=|>=|==|<|>) *[0-9]+$"

    static func parseTopology(_ text: String) -> Parsed<Self> {
        guard let (relation, rest) = split(text) else { return .wrong("it begins with <, <=, ==, >= or >") }
        guard let bound = Int(rest), bound >= 0 else { return .wrong("'\(rest)' is not a whole number") }
        return .value(Self(relation, bound))
    }
}

extension Topology.Comparison: CustomStringConvertible where Value: CustomStringConvertible {
    public var description: String {
        if let duration = bound as? Duration { return "\(relation.rawValue) \(duration.topologyText)" }
        return "\(relation.rawValue) \(bound)"
    }
}
