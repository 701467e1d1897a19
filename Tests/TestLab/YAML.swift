/// A YAML value that tests write as a literal, change by subscript, and turn into a topology file.
public indirect enum YAML: Hashable, Sendable {
    case text(String)
    case list([YAML])
    case mapping([Pair])

    public struct Pair: Hashable, Sendable {
        public var key: String
        public var value: YAML
    }

    /// The value of a key.
    ///
    /// Setting `nil` removes the key; a key that is not there is added at the end.
    public subscript(key: String) -> YAML? {
        get {
            guard case .mapping(let pairs) = self else { return nil }
            return pairs.first { $0.key == key }?.value
        }
        set {
            guard case .mapping(var pairs) = self else { preconditionFailure("\(self) has no keys") }
            let place = pairs.firstIndex { $0.key == key }
            switch (place, newValue) {
            case (let place?, let value?): pairs[place].value = value
            case (let place?, nil): pairs.remove(at: place)
            case (nil, let value?): pairs.append(Pair(key: key, value: value))
            case (nil, nil): break
            }
            self = .mapping(pairs)
        }
    }

    /// An element of a list under a key, such as the second circuit.
    public subscript(key: String, index: Int) -> YAML {
        get {
            guard case .list(let values)? = self[key] else { preconditionFailure("'\(key)' is no list") }
            return values[index]
        }
        set {
            guard case .list(var values)? = self[key] else { preconditionFailure("'\(key)' is no list") }
            values[index] = newValue
            self[key] = .list(values)
        }
    }

    /// Adds to the list under a key, which is made if it isn't there.
    public mutating func append(_ value: YAML, to key: String) {
        guard case .list(let values)? = self[key] else {
            self[key] = .list([value])
            return
        }
        self[key] = .list(values + [value])
    }

    /// The whole file: a line or more for each key, and one for each element of its lists.
    public var file: String {
        guard case .mapping(let pairs) = self else { return flow + "\n" }
        var text = ""
        for pair in pairs {
            if case .list(let values) = pair.value, !values.isEmpty {
                text += "\(pair.key):\n" + values.map { "  - \($0.flow)\n" }.joined()
            } else {
                text += "\(pair.key): \(pair.value.flow)\n"
            }
        }
        return text
    }

    /// The value on one line.
    private var flow: String {
        switch self {
        case .text(let text): Self.isPlain(text) ? text : "\"\(text)\""
        case .list(let values): "[" + values.map(\.flow).joined(separator: ", ") + "]"
        case .mapping(let pairs): "{ " + pairs.map { "\($0.key): \($0.value.flow)" }.joined(separator: ", ") + " }"
        }
    }

    /// Whether a text can do without quotation marks inside brackets and braces.
    private static func isPlain(_ text: String) -> Bool {
        !text.isEmpty && !text.contains { ",[]{}:#&*!|>'\"%@`".contains($0) } && text.first != "-"
    }
}

extension YAML: ExpressibleByStringInterpolation {
    public init(stringLiteral text: String) { self = .text(text) }
}

extension YAML: ExpressibleByIntegerLiteral {
    public init(integerLiteral value: Int) { self = .text(String(value)) }
}

extension YAML: ExpressibleByBooleanLiteral {
    public init(booleanLiteral value: Bool) { self = .text(String(value)) }
}

extension YAML: ExpressibleByArrayLiteral {
    public init(arrayLiteral values: YAML...) { self = .list(values) }
}

extension YAML: ExpressibleByDictionaryLiteral {
    public init(dictionaryLiteral pairs: (String, YAML)...) {
        self = .mapping(pairs.map { Pair(key: $0.0, value: $0.1) })
    }
}
