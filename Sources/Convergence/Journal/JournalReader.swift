internal import Network
internal import NetworkTypes

/// Reads journal text back into events.
public struct JournalReader: Sendable {
    /// Whether a last line that breaks off, as a killed run leaves it, is passed over.
    public var toleratesTruncation: Bool

    public init(toleratesTruncation: Bool = false) { self.toleratesTruncation = toleratesTruncation }

    /// The journal in `bytes`; its instants count from time zero.
    ///
    /// Ids must count from 0, times must not decrease and causes must precede their effects. Linear in the number of
    /// bytes.
    public func read(_ bytes: [UInt8]) throws(JournalError) -> Journal {
        var journal: Journal?
        var line = 1
        var start = 0
        while start < bytes.count {
            let feed = bytes[start...].firstIndex(of: UInt8(ascii: "\n"))
            let range = start..<(feed ?? bytes.count)
            start = range.upperBound + 1
            do throws(JournalError) {
                let members = try members(of: bytes, in: range, line: line)
                if journal == nil {
                    journal = Journal(header: try header(members, line: line), events: [])
                } else {
                    let event = try event(members, line: line)
                    try check(event, follows: journal?.events.last, line: line)
                    journal?.events.append(event)
                }
            } catch {
                if toleratesTruncation, feed == nil, let journal { return journal }
                throw error
            }
            line += 1
        }
        guard let journal else { throw .empty }
        return journal
    }

    private func members(of bytes: [UInt8], in range: Range<Int>, line: Int) throws(JournalError) -> [JSONValue.Member]
    {
        var parser = JSONParser(bytes, in: range)
        let value: JSONValue
        do throws(JSONError) {
            value = try parser.parse()
        } catch {
            throw .notJSON(line: line, offset: parser.offset - range.lowerBound, error)
        }
        guard case .object(let members) = value else { throw .notAnObject(line: line) }
        for (index, member) in members.enumerated()
        where members[..<index].contains(where: { $0.name == member.name }) {
            throw .duplicateField(line: line, name: member.name)
        }
        return members
    }

    private func header(_ members: [JSONValue.Member], line: Int) throws(JournalError) -> JournalHeader {
        let fields = JournalLine(members: members, number: line)
        let version = try fields.integer("schemaVersion")
        guard version == JournalHeader.schemaVersion else { throw .unsupportedSchemaVersion(version) }
        return JournalHeader(
            topology: try fields.string("topology"),
            engine: try fields.string("engine"),
            seed: try fields.unsigned("seed"),
            epoch: try fields.string("epoch"),
            version: try fields.string("version")
        )
    }

    private func event(_ members: [JSONValue.Member], line: Int) throws(JournalError) -> JournalEvent {
        let fields = JournalLine(members: members, number: line)
        let name = try fields.string("kind")
        guard let kind = JournalEvent.Kind(rawValue: name) else { throw .unknownKind(line: line, kind: name) }
        var event = JournalEvent(
            id: try fields.integer("id"),
            time: try fields.instant("t"),
            kind: kind,
            subject: try fields.string("subject")
        )
        if fields["causedBy"] != nil { event.causedBy = try fields.integer("causedBy") }
        for member in members where !JournalLine.commonNames.contains(member.name) {
            let value = try fields.value(member.value, of: member.name, kind: kind)
            event.fields.append(JournalEvent.Field(member.name, value))
        }
        return event
    }

    private func check(
        _ event: JournalEvent,
        follows previous: JournalEvent?,
        line: Int
    ) throws(JournalError) {
        let expected = previous.map { $0.id + 1 } ?? 0
        guard event.id == expected else { throw .wrongID(line: line, expected: expected) }
        if let previous, event.time < previous.time { throw .timeGoesBack(line: line) }
        if let cause = event.causedBy, !(0..<event.id).contains(cause) { throw .causedByLater(line: line) }
    }
}
