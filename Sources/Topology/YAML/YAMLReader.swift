import Yams

/// Turns text into a ``YAMLNode``, within limits that no honest file comes near.
///
/// A file is hostile until shown otherwise: its size, its depth and what its aliases expand to are bounded before
/// anything is made of them.
struct YAMLReader {
    static let maximumBytes = 1 << 20
    static let maximumDepth = 32
    static let maximumNodes = 200_000
    static let tooLarge = "the file is larger than \(maximumBytes / 1024) KiB, as no topology is"

    private let text: String
    private var remaining = Self.maximumNodes

    /// The root of the only document in `text`; `nil`, with the reason in `problems`, if there is none.
    static func read(_ text: String, problems: inout Problems) -> YAMLNode? {
        var reader = YAMLReader(text: text)
        return reader.root(&problems)
    }

    private init(text: String) { self.text = text }

    private mutating func root(_ problems: inout Problems) -> YAMLNode? {
        guard text.utf8.count <= Self.maximumBytes else {
            problems.error(.syntax, at: .file, Self.tooLarge)
            return nil
        }
        if let place = AliasGuard.firstComplexKey(in: text) {
            problems.error(.syntax, at: place, "a key must be plain text, not an alias, a list or an object")
            return nil
        }
        let node: Node?
        do {
            // Without rules for types the resolver costs nothing; types are resolved here.
            node = try Parser(yaml: text, resolver: .basic, encoding: .utf8).singleRoot()
        } catch let error as YamlError {
            report(error, &problems)
            return nil
        } catch {
            problems.error(.syntax, at: .file, "the file cannot be read as YAML")
            return nil
        }
        guard let node else {
            problems.error(
                .syntax,
                at: Place(line: 1, column: 1, length: 1),
                text.isEmpty ? "the file is empty" : "the file has nothing in it but comments and blank lines",
                notes: ["a topology has a name, regions and customerSites; docs/topology-format.md lists its keys"]
            )
            return nil
        }
        return convert(node, depth: 0, &problems)
    }

    private mutating func convert(_ node: Node, depth: Int, _ problems: inout Problems) -> YAMLNode? {
        let place = node.mark.map { Place(line: $0.line, column: $0.column, length: 1) } ?? .file
        guard depth < Self.maximumDepth else {
            problems.error(.syntax, at: place, "nested more than \(Self.maximumDepth) levels deep")
            return nil
        }
        guard remaining > 0 else {
            problems.error(.syntax, at: place, "the file expands to more than \(Self.maximumNodes) values")
            return nil
        }
        remaining -= 1
        switch node {
        case .scalar(let scalar): return convert(scalar, at: place)
        case .alias:
            problems.error(.syntax, at: place, "this alias cannot be resolved")
            return nil
        case .sequence(let sequence):
            var elements: [YAMLNode] = []
            for element in sequence {
                guard let converted = convert(element, depth: depth + 1, &problems) else { return nil }
                elements.append(converted)
            }
            return YAMLNode(content: .sequence(elements), place: place)
        case .mapping(let mapping):
            var entries: [YAMLNode.Entry] = []
            for (key, value) in mapping {
                guard case .scalar(let scalar) = key else {
                    problems.error(.syntax, at: place, "a key must be plain text, not an alias, a list or an object")
                    return nil
                }
                guard let converted = convert(value, depth: depth + 1, &problems) else { return nil }
                let keyPlace = key.mark.map { Place(line: $0.line, column: $0.column, length: 1) } ?? place
                let length = convert(scalar, at: keyPlace).place.length
                let name = Located(
                    scalar.string,
                    at: Place(line: keyPlace.line, column: keyPlace.column, length: length)
                )
                entries.append(YAMLNode.Entry(key: name, value: converted))
            }
            return YAMLNode(content: .mapping(entries), place: place)
        }
    }

    private func convert(_ scalar: Node.Scalar, at place: Place) -> YAMLNode {
        var place = place
        let isPlain: Bool
        switch scalar.style {
        case .any, .plain:
            isPlain = true
            place.length = scalar.string.unicodeScalars.count
        case .singleQuoted, .doubleQuoted:
            isPlain = false
            place.length = scalar.string.unicodeScalars.count + 2
        case .literal, .folded: isPlain = false
        }
        place.length = Swift.max(1, place.length)
        return YAMLNode(content: .scalar(.init(text: scalar.string, isPlain: isPlain)), place: place)
    }

    private func report(_ error: YamlError, _ problems: inout Problems) {
        switch error {
        case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
            .composer(let context, let problem, let mark, _):
            var notes: [String] = []
            if let context, context.text.hasPrefix("while ") {
                notes.append("\(context.text) that begins in line \(context.mark.line)")
            }
            let place = Place(line: mark.line, column: mark.column, length: 1)
            if startsWithComparator(place) || startsWithComparator(context.map(\.mark)) {
                notes.append("a value that begins with > needs quotes: \">= 120s\"")
            }
            problems.error(.syntax, at: place, problem, notes: notes)
        case .duplicatedKeysInMapping(let duplicates, let context):
            let key = duplicates.first ?? ""
            let first = Place(line: context.mark.line, column: context.mark.column, length: key.unicodeScalars.count)
            let second = secondOccurrence(of: key, after: first)
            problems.error(
                .syntax,
                at: second ?? first,
                "the key '\(key)' is written twice in one object",
                notes: second == nil ? [] : ["the first one stands in line \(first.line)"]
            )
        case .reader(let problem, _, _, _): problems.error(.syntax, at: .file, "not a text in UTF-8: \(problem)")
        default: problems.error(.syntax, at: .file, "the file cannot be read as YAML")
        }
    }

    private func startsWithComparator(_ mark: Mark?) -> Bool {
        mark.map { startsWithComparator(Place(line: $0.line, column: $0.column, length: 1)) } ?? false
    }

    private func startsWithComparator(_ place: Place) -> Bool {
        guard let line = SourceLines(text).line(place.line) else { return false }
        return line.dropFirst(Swift.max(0, place.column - 1)).first == ">" || line.contains(": >")
    }

    /// Where a key of a block mapping is written again: the next line that begins with it in the same column.
    private func secondOccurrence(of key: String, after first: Place) -> Place? {
        let lines = SourceLines(text)
        var number = first.line + 1
        while let line = lines.line(number) {
            let indentation = line.prefix { $0 == " " }.count
            if indentation == first.column - 1, line.dropFirst(indentation).hasPrefix(key + ":") {
                return Place(line: number, column: first.column, length: first.length)
            }
            number += 1
        }
        return nil
    }
}
