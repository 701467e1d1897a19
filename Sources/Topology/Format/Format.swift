/// How a value is written in a topology file: one description for the reader and for the JSON Schema.
///
/// A format is both at once, so that neither can know a key, a spelling or a shape that the other does not.
struct Format<Value: Sendable>: Sendable {
    /// The value of a node; `nil` after the reason was added to the problems.
    let read: @Sendable (YAMLNode, inout Problems) -> Value?
    /// The JSON Schema of such a node; objects are added to the definitions.
    let schema: @Sendable (inout SchemaDefinitions) -> JSON
    /// What a value looks like, for messages: `a duration such as 300ms`.
    let summary: String
    /// Which kinds of node can hold a value, to choose between alternatives.
    let kinds: Set<NodeKind>

    init(
        summary: String,
        kinds: Set<NodeKind>,
        schema: @escaping @Sendable (inout SchemaDefinitions) -> JSON,
        read: @escaping @Sendable (YAMLNode, inout Problems) -> Value?
    ) {
        self.summary = summary
        self.kinds = kinds
        self.schema = schema
        self.read = read
    }

    /// The same spelling, another value.
    func map<Other: Sendable>(_ transform: @escaping @Sendable (Value) -> Other) -> Format<Other> {
        Format<Other>(summary: summary, kinds: kinds, schema: schema) { node, problems in
            read(node, &problems).map(transform)
        }
    }
}

/// A key of the author's own, and what stands under it.
struct Entry<Value: Sendable>: Sendable {
    var key: Located<String>
    var value: Located<Value>
}

/// The kinds of node that alternatives are told apart by.
enum NodeKind: Hashable, Sendable {
    case null, boolean, number, string, list, object
}

extension YAMLNode {
    var nodeKind: NodeKind {
        switch content {
        case .sequence: .list
        case .mapping: .object
        case .scalar(let scalar):
            switch scalar.type {
            case .null: .null
            case .boolean: .boolean
            case .integer, .number: .number
            case .string: .string
            }
        }
    }
}

/// The named objects of a schema, in the order in which they were met.
struct SchemaDefinitions {
    private(set) var members: [JSON.Member] = []

    /// A reference to the definition called `name`, which is made at its first use.
    mutating func reference(_ name: String, _ make: (inout SchemaDefinitions) -> JSON) -> JSON {
        if !members.contains(where: { $0.key == name }) {
            let index = members.count
            members.append(JSON.Member(name, .null))  // Holds the place while the object's own parts are described.
            let definition = make(&self)
            members[index].value = definition
        }
        return .object(["$ref": .string("#/$defs/\(name)")])
    }
}

extension Format {
    /// A list of values; a bad element is left out of what is read.
    static func list<Element>(
        of element: Format<Element>,
        count: ClosedRange<Int> = 0...10_000
    ) -> Format<[Located<Element>]> where Value == [Located<Element>] {
        Format(
            summary: "a list, each element \(element.summary)",
            kinds: [.list],
            schema: { definitions in
                var members = [
                    JSON.Member("type", .string("array")),
                    JSON.Member("items", element.schema(&definitions)),
                ]
                if count.lowerBound > 0 { members.append(.init("minItems", .integer(count.lowerBound))) }
                members.append(.init("maxItems", .integer(count.upperBound)))
                return .object(members)
            },
            read: { node, problems in
                guard case .sequence(let nodes) = node.content else {
                    problems.wrongKind(node, "a list, each element \(element.summary)")
                    return nil
                }
                guard count.contains(nodes.count) else {
                    let wanted =
                        nodes.count < count.lowerBound
                        ? "at least \(count.lowerBound)" : "at most \(count.upperBound)"
                    problems.error(.structure, at: node.place, "\(nodes.count) elements, but \(wanted) are needed here")
                    return nil
                }
                return nodes.compactMap { node in
                    element.read(node, &problems).map { Located($0, at: node.place) }
                }
            }
        )
    }

    /// An object whose keys are names of the author's own, in the order of the file.
    static func table<Element>(
        _ summary: String,
        of element: Format<Element>,
        maximumCount: Int = 256
    ) -> Format<[Entry<Element>]> where Value == [Entry<Element>] {
        Format(
            summary: "an object \(summary)",
            kinds: [.object],
            schema: { definitions in
                .object([
                    .init("type", .string("object")),
                    .init("additionalProperties", element.schema(&definitions)),
                    .init("maxProperties", .integer(maximumCount)),
                ])
            },
            read: { node, problems in
                guard case .mapping(let entries) = node.content else {
                    problems.wrongKind(node, "an object \(summary)")
                    return nil
                }
                guard entries.count <= maximumCount else {
                    problems.error(
                        .structure,
                        at: node.place,
                        "\(entries.count) keys, but at most \(maximumCount) are needed here"
                    )
                    return nil
                }
                return entries.compactMap { entry in
                    element.read(entry.value, &problems)
                        .map { Entry(key: entry.key, value: Located($0, at: entry.value.place)) }
                }
            }
        )
    }

    /// One value, or a list of them.
    static func oneOrMany<Element>(
        _ element: Format<Element>,
        count: ClosedRange<Int> = 1...10_000
    ) -> Format<[Located<Element>]> where Value == [Located<Element>] {
        let single = Format<[Located<Element>]>(
            summary: element.summary,
            kinds: element.kinds,
            schema: element.schema
        ) { node, problems in
            element.read(node, &problems).map { [Located($0, at: node.place)] }
        }
        return .either(single, .list(of: element, count: count))
    }

    /// Whichever of two formats fits the kind of the node.
    static func either(_ first: Format, _ second: Format) -> Format {
        Format(
            summary: "\(first.summary), or \(second.summary)",
            kinds: first.kinds.union(second.kinds),
            schema: { definitions in
                .object(["anyOf": .array([first.schema(&definitions), second.schema(&definitions)])])
            },
            read: { node, problems in
                if first.kinds.contains(node.nodeKind) { return first.read(node, &problems) }
                if second.kinds.contains(node.nodeKind) { return second.read(node, &problems) }
                problems.wrongKind(node, "\(first.summary), or \(second.summary)")
                return nil
            }
        )
    }
}

extension Problems {
    mutating func wrongKind(_ node: YAMLNode, _ expected: String) {
        error(.structure, at: node.place, "expected \(expected), found \(node.kind)")
    }
}
