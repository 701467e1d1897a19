@testable import Topology

/// Validates a YAML node against the keywords of JSON Schema that our schema uses, and complains about any other.
struct SchemaValidator {
    let root: JSON
    private(set) var unknownKeywords: Set<String> = []

    init(_ root: JSON) { self.root = root }

    mutating func accepts(_ node: YAMLNode) -> Bool { accepts(node, root) }

    private mutating func accepts(_ node: YAMLNode, _ schema: JSON) -> Bool {
        guard case .object(let members) = schema else { return false }
        var isAccepted = true
        // Every keyword is looked at, so that an unknown one is found whatever the others say.
        for member in members where !check(member, node, schema) { isAccepted = false }
        return isAccepted
    }

    private mutating func check(_ keyword: JSON.Member, _ node: YAMLNode, _ schema: JSON) -> Bool {
        switch (keyword.key, keyword.value) {
        case ("$schema", _), ("$defs", _), ("title", _), ("description", _): return true
        case ("$ref", .string(let reference)):
            let name = String(reference.dropFirst("#/$defs/".count))
            guard let target = root["$defs"]?[name] else { return false }
            return accepts(node, target)
        case ("type", .string(let type)): return types(of: node).contains(type)
        case ("type", .array(let alternatives)):
            return alternatives.contains {
                if case .string(let type) = $0 { types(of: node).contains(type) } else { false }
            }
        case ("enum", .array(let values)): return values.contains { equals(node, $0) }
        case ("const", let value): return equals(node, value)
        case ("pattern", .string(let pattern)):
            guard let text = string(of: node) else { return true }
            guard let regex = try? Regex(pattern) else { return false }
            return text.firstMatch(of: regex) != nil
        case ("maxLength", .integer(let limit)): return (string(of: node)?.unicodeScalars.count ?? 0) <= limit
        case ("minimum", .integer(let limit)): return integer(of: node).map { $0 >= limit } ?? true
        case ("maximum", .integer(let limit)): return integer(of: node).map { $0 <= limit } ?? true
        case ("items", let items):
            guard case .sequence(let nodes) = node.content else { return true }
            var isAccepted = true
            for node in nodes where !accepts(node, items) { isAccepted = false }
            return isAccepted
        case ("minItems", .integer(let limit)): return count(of: node).map { $0 >= limit } ?? true
        case ("maxItems", .integer(let limit)): return count(of: node).map { $0 <= limit } ?? true
        case ("properties", let properties):
            guard case .mapping(let entries) = node.content else { return true }
            var isAccepted = true
            for entry in entries {
                if let property = properties[entry.key.value], !accepts(entry.value, property) { isAccepted = false }
            }
            return isAccepted
        case ("additionalProperties", .boolean(false)):
            guard case .mapping(let entries) = node.content else { return true }
            return entries.allSatisfy { schema["properties"]?[$0.key.value] != nil }
        case ("additionalProperties", let other):
            guard case .mapping(let entries) = node.content else { return true }
            var isAccepted = true
            for entry in entries where schema["properties"]?[entry.key.value] == nil {
                if !accepts(entry.value, other) { isAccepted = false }
            }
            return isAccepted
        case ("maxProperties", .integer(let limit)):
            guard case .mapping(let entries) = node.content else { return true }
            return entries.count <= limit
        case ("required", .array(let names)):
            guard case .mapping(let entries) = node.content else { return true }
            return names.allSatisfy { name in entries.contains { .string($0.key.value) == name } }
        case ("anyOf", .array(let schemas)): return matches(node, schemas) >= 1
        case ("oneOf", .array(let schemas)): return matches(node, schemas) == 1
        default:
            unknownKeywords.insert(keyword.key)
            return false
        }
    }

    private mutating func matches(_ node: YAMLNode, _ schemas: [JSON]) -> Int {
        var count = 0
        for schema in schemas where accepts(node, schema) { count += 1 }
        return count
    }

    private func types(of node: YAMLNode) -> [String] {
        switch node.content {
        case .sequence: ["array"]
        case .mapping: ["object"]
        case .scalar(let scalar):
            switch scalar.type {
            case .null: ["null"]
            case .boolean: ["boolean"]
            case .integer: ["integer", "number"]
            case .number: ["number"]
            case .string: ["string"]
            }
        }
    }

    private func string(of node: YAMLNode) -> String? {
        guard case .scalar(let scalar) = node.content, scalar.type == .string else { return nil }
        return scalar.text
    }

    private func integer(of node: YAMLNode) -> Int? {
        guard case .scalar(let scalar) = node.content, scalar.type == .integer else { return nil }
        return Int(scalar.text)
    }

    private func count(of node: YAMLNode) -> Int? {
        guard case .sequence(let nodes) = node.content else { return nil }
        return nodes.count
    }

    private func equals(_ node: YAMLNode, _ value: JSON) -> Bool {
        switch value {
        case .string(let text): string(of: node) == text
        case .integer(let number): integer(of: node) == number
        default: false
        }
    }
}
