import Network

/// The nodes that the user wants to see.
struct NodeSelection {
    private let patterns: [String]

    /// Takes paths and, with a slash at their ends, beginnings of paths; none at all stands for every node.
    init(_ patterns: [String], in blueprint: Blueprint) throws(Failure) {
        self.patterns = patterns
        for pattern in patterns where !blueprint.nodes.contains(where: { Self.matches($0.path, pattern) }) {
            let kinds = blueprint.nodes.map(\.path)
            let example = kinds.prefix(6).joined(separator: ", ")
            throw Failure("there is no node '\(pattern)'; there are \(kinds.count), such as \(example)")
        }
    }

    func contains(_ path: String) -> Bool {
        patterns.isEmpty || patterns.contains { Self.matches(path, $0) }
    }

    private static func matches(_ path: String, _ pattern: String) -> Bool {
        pattern.hasSuffix("/") ? path.hasPrefix(pattern) : path == pattern
    }
}
