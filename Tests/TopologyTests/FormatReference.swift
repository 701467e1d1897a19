import NetworkTypes

@testable import Topology

/// The tables of keys in the documentation, from the same description as reader and schema.
enum FormatReference {
    static let marker = "<!-- Below this line: written by the tests. -->\n"

    static var markdown: String {
        guard case .object(let definitions) = Topology.jsonSchema["$defs"] else { return "" }
        return marker + definitions.map(section).joined()
    }

    private static func section(_ definition: JSON.Member) -> String {
        guard case .object(let properties) = definition.value["properties"] else { return "" }
        var required: [JSON] = []
        if case .array(let names) = definition.value["required"] { required = names }
        var text = "\n### \(definition.key)\n\n"
        if case .string(let doc) = definition.value["description"] { text += doc + "\n\n" }
        text += "| Key | Value | Meaning |\n| --- | --- | --- |\n"
        for property in properties {
            var doc = ""
            if case .string(let sentence) = property.value["description"] { doc = sentence }
            let isRequired = required.contains(.string(property.key))
            text += "| `\(property.key)`\(isRequired ? " (required)" : "") | \(shape(property.value)) | \(doc) |\n"
        }
        return text
    }

    private static func shape(_ schema: JSON) -> String {
        if case .string(let reference) = schema["$ref"] {
            let name = reference.dropFirst("#/$defs/".count)
            return "[\(name)](#\(name.lowercased()))"
        }
        if case .array(let alternatives) = schema["anyOf"] {
            let shapes = alternatives.map(shape).filter { $0 != "0" }
            return shapes.joined(separator: " or ")
        }
        if let items = schema["items"] { return "list of " + shape(items) }
        if case .array(let words) = schema["enum"] {
            var names: [String] = []
            for case .string(let word) in words
            where !names.contains(where: { $0.lowercased() == "`\(word)`".lowercased() }) {
                names.append("`\(word)`")
            }
            return names.joined(separator: ", ")
        }
        if case .string("boolean") = schema["type"] { return "true, false" }
        if case .string("integer") = schema["type"] {
            guard case .integer(let low) = schema["minimum"], case .integer(let high) = schema["maximum"] else {
                return "number"
            }
            return "\(low) to \(high)"
        }
        if case .string(let pattern) = schema["pattern"] { return names[pattern] ?? "text" }
        return "0"
    }

    private static let names: [String: String] = [
        Duration.topologyPattern: "duration", BitRate.topologyPattern: "bandwidth",
        Percentage.topologyPattern: "percentage", PacketRate.topologyPattern: "packet rate",
        Topology.Comparison<Duration>.topologyPattern: "bound, `<= 100ms`",
        Topology.Comparison<Int>.topologyPattern: "bound, `<= 10`",
        PrefixRun.topologyPattern: "prefix, `20.0.0.0/24 count 1000`",
        PolicyRule.PrefixMatch.topologyPattern: "prefix, `10.0.0.0/8 ge 16 le 24`",
        PolicyRule.Community.topologyPattern: "community", ASPathPattern.topologyPattern: "AS path pattern",
        "^[A-Za-z0-9][A-Za-z0-9._-]*$": "name", "^[A-Za-z]+/.+$": "path", "^[^/]+/[^/]+$": "`NAME/NAME`",
        "^[0-9.]+$": "IPv4 address", "^[0-9.]+/[0-9]+$": "IPv4 prefix", "^[0-9A-Fa-f:.]+$": "address",
        "^[0-9A-Fa-f:.]+/[0-9]+$": "prefix",
    ]
}
