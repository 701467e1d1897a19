public import NetworkTypes

/// Writes a journal as text: the header's line, then one JSON object per event and line.
///
/// Times are decimal seconds from time zero, so events can be written from that moment on; those before it are kept
/// until then.
/// A run that never reaches it takes any instant of its own, such as its start.
public struct JournalWriter: Sendable {
    public let timeZero: Instant

    public init(timeZero: Instant) { self.timeZero = timeZero }

    /// Appends the first line.
    public func append(_ header: JournalHeader, to bytes: inout [UInt8]) {
        line(in: &bytes) {
            $0.member("schemaVersion", JournalHeader.schemaVersion)
            $0.member("topology", header.topology)
            $0.member("engine", header.engine)
            $0.member("seed", header.seed)
            $0.member("epoch", header.epoch)
            $0.member("version", header.version)
        }
    }

    /// Appends the line of one event.
    public func append(_ event: JournalEvent, to bytes: inout [UInt8]) {
        line(in: &bytes) {
            $0.member("t", seconds: event.time - timeZero)
            $0.member("id", event.id)
            $0.member("kind", event.kind.rawValue)
            $0.member("subject", event.subject)
            for field in event.fields {
                $0.key(field.name)
                write(field.value, to: &$0)
            }
            if let causedBy = event.causedBy { $0.member("causedBy", causedBy) }
        }
    }

    private func write(_ value: JournalEvent.Value, to json: inout JSONWriter) {
        switch value {
        case .string(let value): json.string(value)
        case .integer(let value): json.integer(value)
        case .boolean(let value): json.boolean(value)
        case .duration(let value): json.seconds(value)
        case .instant(let value): json.seconds(value - timeZero)
        case .list(let values): json.array { json in for value in values { write(value, to: &json) } }
        }
    }

    /// Lends the caller's array to a JSON writer and takes it back, without a copy.
    private func line(in bytes: inout [UInt8], _ members: (inout JSONWriter) -> Void) {
        var json = JSONWriter(layout: .line)
        swap(&json.bytes, &bytes)
        json.object(members)
        json.endLine()
        swap(&json.bytes, &bytes)
    }
}
