internal import Network
internal import NetworkTypes

/// The members of one journal line, looked up by name and checked for type.
struct JournalLine {
    /// The members that every event has, `causedBy` apart; all others are fields of their kind.
    static let commonNames = ["t", "id", "kind", "subject", "causedBy"]

    let members: [JSONValue.Member]
    let number: Int

    subscript(name: String) -> JSONValue? { members.first { $0.name == name }?.value }

    func string(_ name: String) throws(JournalError) -> String {
        guard case .string(let value) = try required(name) else { throw bad(name) }
        return value
    }

    func integer(_ name: String) throws(JournalError) -> Int {
        guard case .number(let value) = try required(name), let integer = value.scaled(byDigits: 0) else {
            throw bad(name)
        }
        return Int(integer)
    }

    func unsigned(_ name: String) throws(JournalError) -> UInt64 {
        guard case .number(let value) = try required(name), let integer = value.unsigned else { throw bad(name) }
        return integer
    }

    func instant(_ name: String) throws(JournalError) -> Instant {
        guard case .number(let value) = try required(name), let nanoseconds = value.scaled(byDigits: 9) else {
            throw bad(name)
        }
        return Instant(nanoseconds: nanoseconds)
    }

    /// The value of a field, whose numbers mean what the event's kind says.
    func value(
        _ value: JSONValue,
        of name: String,
        kind: JournalEvent.Kind
    ) throws(JournalError) -> JournalEvent.Value {
        switch value {
        case .string(let text): return .string(text)
        case .boolean(let flag): return .boolean(flag)
        case .null, .object: throw bad(name)
        case .array(let elements):
            var values: [JournalEvent.Value] = []
            for element in elements { values.append(try self.value(element, of: name, kind: kind)) }
            return .list(values)
        case .number(let number):
            let meaning = kind.meaning(ofNumberIn: name)
            guard let scaled = number.scaled(byDigits: meaning == .integer ? 0 : 9) else { throw bad(name) }
            switch meaning {
            case .integer: return .integer(Int(scaled))
            case .duration: return .duration(.nanoseconds(scaled))
            case .instant: return .instant(Instant(nanoseconds: scaled))
            }
        }
    }

    private func required(_ name: String) throws(JournalError) -> JSONValue {
        guard let value = self[name] else { throw .missingField(line: number, name: name) }
        return value
    }

    private func bad(_ name: String) -> JournalError { .badField(line: number, name: name) }
}
