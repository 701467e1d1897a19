/// The keys of one kind of object, declared by reading them.
///
/// The function that reads an object asks for each of its keys by name, format and meaning. Run over a node, it yields
/// values and problems; run over nothing, it yields the object's JSON Schema. What it did not ask for is unknown.
struct Fields {
    struct Declaration {
        var name: String
        var schema: JSON
        var isRequired: Bool
        var doc: String
    }

    /// Keys of which one should be there.
    private struct Absence {
        var names: [String]
        var message: String
        var note: String
    }

    private enum Mode {
        case reading([YAMLNode.Entry])
        case describing(SchemaDefinitions)
    }

    private var mode: Mode
    private var place: Place
    private(set) var declarations: [Declaration] = []
    private var alternatives: [JSON.Member] = []
    private var absences: [Absence] = []
    var problems: Problems

    /// Where the object begins.
    var start: Place { place }

    /// A key that may be left out; `fallback` says what holds then.
    mutating func optional<Value>(
        _ name: String,
        _ format: Format<Value>,
        _ doc: String,
        default fallback: String? = nil
    ) -> Located<Value>? {
        field(name, format, doc + (fallback.map { " Default: \($0)." } ?? ""), isRequired: false)
    }

    /// A key that must be there.
    mutating func required<Value>(_ name: String, _ format: Format<Value>, _ doc: String) -> Located<Value>? {
        let value = field(name, format, doc, isRequired: true)
        if case .reading(let entries) = mode, !entries.contains(where: { $0.key.value == name }) {
            absences.append(Absence(names: [name], message: "the key '\(name)' is missing", note: "\(name): \(doc)"))
        }
        return value
    }

    private mutating func field<Value>(
        _ name: String,
        _ format: Format<Value>,
        _ doc: String,
        isRequired: Bool
    ) -> Located<Value>? {
        switch mode {
        case .describing(var definitions):
            let schema = format.schema(&definitions)
            mode = .describing(definitions)
            declarations.append(Declaration(name: name, schema: schema, isRequired: isRequired, doc: doc))
            return nil
        case .reading(let entries):
            declarations.append(Declaration(name: name, schema: .null, isRequired: isRequired, doc: doc))
            guard let entry = entries.first(where: { $0.key.value == name }) else { return nil }
            return format.read(entry.value, &problems).map { Located($0, at: entry.value.place) }
        }
    }

    /// Whether a key was written, and where.
    func keyPlace(_ name: String) -> Place? {
        guard case .reading(let entries) = mode else { return nil }
        return entries.first { $0.key.value == name }?.key.place
    }

    /// Exactly one of these keys must be there.
    mutating func exactlyOne(of names: [String], _ what: String) {
        alternatives.append(.init("oneOf", .array(names.map { .object(["required": .array([.string($0)])]) })))
        guard case .reading(let entries) = mode else { return }
        let present = entries.filter { names.contains($0.key.value) }
        if present.isEmpty {
            absences.append(
                Absence(names: names, message: "\(what) is missing", note: "one of \(names.joined(separator: ", "))")
            )
        }
        for extra in present.dropFirst() {
            problems.error(
                .structure,
                at: extra.key.place,
                "\(what) is already given by '\(present[0].key.value)'"
            )
        }
    }

    /// At least one of these keys must be there.
    mutating func atLeastOne(of names: [String], _ what: String) {
        alternatives.append(.init("anyOf", .array(names.map { .object(["required": .array([.string($0)])]) })))
        guard case .reading(let entries) = mode else { return }
        if !entries.contains(where: { names.contains($0.key.value) }) {
            absences.append(
                Absence(names: names, message: "\(what) is missing", note: "one of \(names.joined(separator: ", "))")
            )
        }
    }
}

extension Fields {
    /// Reads an object.
    static func read<Value>(
        _ node: YAMLNode,
        _ name: String,
        _ problems: inout Problems,
        _ body: (inout Fields) -> Value
    ) -> Value? {
        guard case .mapping(let entries) = node.content else {
            problems.wrongKind(node, name)
            return nil
        }
        var fields = Fields(mode: .reading(entries), place: node.place, problems: problems)
        let value = body(&fields)
        let known = fields.declarations.map(\.name)
        var misspelt: [String] = []
        for entry in entries where !known.contains(entry.key.value) {
            let suggestion = Suggestion.nearest(to: entry.key.value, among: known)
            if let suggestion { misspelt.append(suggestion) }
            fields.problems.error(
                .structure,
                at: entry.key.place,
                "unknown key '\(entry.key.value)' in \(name)",
                suggestion: suggestion,
                notes: entry.key.value == "<<" ? ["merge keys are not supported"] : []
            )
        }
        // A misspelt key is not missing as well.
        for absence in fields.absences where !absence.names.contains(where: misspelt.contains) {
            fields.problems.error(.structure, at: node.place, absence.message, notes: [absence.note])
        }
        problems = fields.problems
        return value
    }

    /// Describes an object as JSON Schema.
    static func describe<Value>(
        _ doc: String,
        _ definitions: inout SchemaDefinitions,
        _ body: (inout Fields) -> Value
    ) -> JSON {
        var fields = Fields(mode: .describing(definitions), place: .file, problems: Problems(file: ""))
        _ = body(&fields)
        if case .describing(let changed) = fields.mode { definitions = changed }
        var members: [JSON.Member] = [
            .init("description", .string(doc)),
            .init("type", .string("object")),
            .init("additionalProperties", .boolean(false)),
            .init("properties", .object(fields.declarations.map { .init($0.name, $0.documentedSchema) })),
        ]
        let required = fields.declarations.filter(\.isRequired).map { JSON.string($0.name) }
        if !required.isEmpty { members.append(.init("required", .array(required))) }
        return .object(members + fields.alternatives)
    }
}

extension Fields.Declaration {
    /// The key's schema with its sentence in front.
    var documentedSchema: JSON {
        guard case .object(let members) = schema else { return schema }
        return .object([.init("description", .string(doc))] + members)
    }
}

extension Format {
    /// An object with keys of its own; `name` as in "unknown key 'x' in `name`".
    static func object(
        _ definition: String,
        _ name: String,
        _ doc: String,
        _ body: @escaping @Sendable (inout Fields) -> Value
    ) -> Format {
        Format(
            summary: name,
            kinds: [.object],
            schema: { definitions in
                definitions.reference(definition) { Fields.describe(doc, &$0, body) }
            },
            read: { node, problems in Fields.read(node, name, &problems, body) }
        )
    }
}
