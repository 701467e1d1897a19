extension Format {
    /// Text that matches a pattern and means something.
    ///
    /// - Parameters:
    ///   - pattern: ECMA regular expression that every spelling of a value matches; it need not refuse all others.
    ///   - allowsIntegers: Whether unquoted whole numbers count as text.
    ///   - parse: The value, or a sentence that says what is wrong.
    static func text(
        _ summary: String,
        pattern: String,
        allowsIntegers: Bool = false,
        maximumLength: Int = 200,
        parse: @escaping @Sendable (String) -> Parsed<Value>
    ) -> Format {
        Format(
            summary: summary,
            kinds: allowsIntegers ? [.string, .number] : [.string],
            schema: { _ in
                .object([
                    "type": allowsIntegers ? .array([.string("string"), .string("integer")]) : .string("string"),
                    "pattern": .string(pattern),
                    "maxLength": .integer(maximumLength),
                ])
            },
            read: { node, problems in
                guard case .scalar(let scalar) = node.content else {
                    problems.wrongKind(node, summary)
                    return nil
                }
                switch scalar.type {
                case .string: break
                case .integer where allowsIntegers: break
                case .null:
                    problems.error(.structure, at: node.place, "the value is missing: expected \(summary)")
                    return nil
                case .integer, .number, .boolean:
                    problems.error(
                        .structure,
                        at: node.place,
                        "expected \(summary), found \(node.kind)",
                        notes: allowsIntegers ? ["quotes make it text: \"\(scalar.text)\""] : []
                    )
                    return nil
                }
                guard scalar.text.unicodeScalars.count <= maximumLength else {
                    problems.error(.structure, at: node.place, "longer than \(maximumLength) characters")
                    return nil
                }
                switch parse(scalar.text) {
                case .value(let value): return value
                case .wrong(let reason):
                    let shown = scalar.text.unicodeScalars.count > 60 ? "this text" : "'\(scalar.text)'"
                    problems.error(
                        .value,
                        at: node.place,
                        "\(shown) is not \(summary)" + (reason.map { ": \($0)" } ?? "")
                    )
                    return nil
                }
            }
        )
    }
}

/// Outcome of understanding a text.
enum Parsed<Value> {
    case value(Value)
    /// Not such a value, with a reason if there is more to say than that.
    case wrong(String?)

    init(_ value: Value?) {
        if let value { self = .value(value) } else { self = .wrong(nil) }
    }
}

extension Format where Value == Int {
    /// A whole number in decimal.
    static func integer(_ range: ClosedRange<Int>, _ summary: String = "a whole number") -> Format {
        let summary = "\(summary) from \(range.lowerBound) to \(range.upperBound)"
        return Format(
            summary: summary,
            kinds: [.number],
            schema: { _ in
                .object([
                    "type": .string("integer"), "minimum": .integer(range.lowerBound),
                    "maximum": .integer(range.upperBound),
                ])
            },
            read: { node, problems in
                guard case .scalar(let scalar) = node.content, scalar.type == .integer else {
                    problems.wrongKind(node, summary)
                    return nil
                }
                // Octal and hexadecimal numbers mean different things to different readers of YAML.
                guard let value = Int(scalar.text), String(value) == scalar.text, range.contains(value) else {
                    problems.error(.value, at: node.place, "\(scalar.text.prefix(60)) is not \(summary)")
                    return nil
                }
                return value
            }
        )
    }
}

extension Format where Value == Bool {
    /// `true` or `false`.
    static var boolean: Format {
        Format(
            summary: "true or false",
            kinds: [.boolean],
            schema: { _ in .object(["type": .string("boolean")]) },
            read: { node, problems in
                guard case .scalar(let scalar) = node.content, scalar.type == .boolean else {
                    problems.wrongKind(node, "true or false")
                    return nil
                }
                return scalar.text.first == "t" || scalar.text.first == "T"
            }
        )
    }
}

extension Format {
    /// One of some words.
    static func choice(_ words: [(String, Value)]) -> Format {
        let names = words.map(\.0)
        let summary = "one of \(names.joined(separator: ", "))"
        return Format(
            summary: summary,
            kinds: [.string],
            schema: { _ in .object(["enum": .array(names.map(JSON.string))]) },
            read: { node, problems in
                guard case .scalar(let scalar) = node.content, scalar.type == .string else {
                    problems.wrongKind(node, summary)
                    return nil
                }
                if let word = words.first(where: { $0.0 == scalar.text }) { return word.1 }
                problems.error(
                    .structure,
                    at: node.place,
                    "'\(scalar.text.prefix(60))' is not \(summary)",
                    suggestion: Suggestion.nearest(to: scalar.text, among: names)
                )
                return nil
            }
        )
    }

    /// One of the raw values of an enumeration.
    static func choice(of type: Value.Type = Value.self) -> Format
    where Value: CaseIterable & RawRepresentable, Value.RawValue == String {
        choice(type.allCases.map { ($0.rawValue, $0) })
    }

    /// One of the raw values of an enumeration, also in the portal's spelling with the other case in front.
    static func azureChoice(of type: Value.Type = Value.self, also aliases: [(String, Value)] = []) -> Format
    where Value: CaseIterable & RawRepresentable, Value.RawValue == String {
        let words = type.allCases.flatMap { value in
            let name = value.rawValue
            let first = name.prefix(1)
            let other = first == first.uppercased() ? first.lowercased() : first.uppercased()
            return [(name, value), (other + name.dropFirst(), value)]
        }
        return choice(words + aliases)
    }
}
