/// A node of a YAML document, freed of aliases and tags.
struct YAMLNode: Sendable {
    struct Entry: Sendable {
        var key: Located<String>
        var value: YAMLNode
    }

    enum Content: Sendable {
        case scalar(Scalar)
        case sequence([YAMLNode])
        case mapping([Entry])
    }

    var content: Content
    var place: Place

    /// What the JSON Schema would call the node's type, in words for a person.
    var kind: String {
        switch content {
        case .sequence: "a list"
        case .mapping: "an object"
        case .scalar(let scalar):
            switch scalar.type {
            case .null: "nothing"
            case .boolean: "a boolean"
            case .integer, .number: "a number"
            case .string: "text"
            }
        }
    }
}

extension YAMLNode {
    /// A scalar with the type that the core schema of YAML 1.2 (§10.3.2) gives it.
    struct Scalar: Sendable {
        enum ScalarType: Sendable { case null, boolean, integer, number, string }

        var text: String
        var type: ScalarType

        init(text: String, isPlain: Bool) {
            self.text = text
            type = isPlain ? Self.resolve(text) : .string
        }

        private static func resolve(_ text: String) -> ScalarType {
            switch text {
            case "", "~", "null", "Null", "NULL": return .null
            case "true", "True", "TRUE", "false", "False", "FALSE": return .boolean
            case ".inf", ".Inf", ".INF", "-.inf", "+.inf", ".nan", ".NaN", ".NAN": return .number
            default: break
            }
            var rest = text.utf8[...]
            if rest.starts(with: "0x".utf8) || rest.starts(with: "0o".utf8) {
                let isHex = rest.dropFirst().first == UInt8(ascii: "x")
                let digits = rest.dropFirst(2)
                let areDigits = digits.allSatisfy { isHex ? isHexDigit($0) : (0x30...0x37).contains($0) }
                return !digits.isEmpty && areDigits ? .integer : .string
            }
            if let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") { rest = rest.dropFirst() }
            let whole = rest.prefix(while: isDigit)
            rest = rest.dropFirst(whole.count)
            if rest.isEmpty { return whole.isEmpty ? .string : .integer }
            var digits = whole.count
            if rest.first == UInt8(ascii: ".") {
                let fraction = rest.dropFirst().prefix(while: isDigit)
                rest = rest.dropFirst(1 + fraction.count)
                digits += fraction.count
            }
            if digits == 0 { return .string }
            if let mark = rest.first, mark == UInt8(ascii: "e") || mark == UInt8(ascii: "E") {
                rest = rest.dropFirst()
                if let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
                    rest = rest.dropFirst()
                }
                return !rest.isEmpty && rest.allSatisfy(isDigit) ? .number : .string
            }
            return rest.isEmpty ? .number : .string
        }

        private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

        private static func isHexDigit(_ byte: UInt8) -> Bool {
            isDigit(byte) || (0x41...0x46).contains(byte) || (0x61...0x66).contains(byte)
        }
    }
}
