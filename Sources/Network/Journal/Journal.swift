public import NetworkTypes

/// The growing list of what happened in a run.
///
/// Ids are places in the list, so a later event can name the one that caused it at no cost.
public struct Journal: Sendable {
    public private(set) var events: [JournalEvent] = []

    public init() {}

    /// The id that the next event will have.
    public var nextID: Int { events.count }

    /// Records an event and returns its id.
    @discardableResult
    public mutating func record(
        _ kind: JournalEvent.Kind,
        _ subject: String,
        at time: Instant,
        causedBy cause: Int? = nil,
        _ fields: [JournalEvent.Field] = []
    ) -> Int {
        let id = events.count
        precondition(cause ?? -1 < id, "an event cannot be caused by a later one")
        events.append(
            JournalEvent(id: id, time: time, kind: kind, subject: subject, causedBy: cause, fields: fields)
        )
        return id
    }
}
