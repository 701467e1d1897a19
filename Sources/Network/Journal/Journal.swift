public import NetworkTypes

/// The growing list of what happened in a run.
///
/// Ids count events from 0, so a later event can name the one that caused it at no cost.
public struct Journal: Sendable {
    /// All events, or those since ``forget()``.
    public private(set) var events: [JournalEvent] = []
    /// How many events were forgotten.
    public private(set) var forgotten = 0

    public init() {}

    /// The id that the next event will have.
    public var nextID: Int { forgotten + events.count }

    /// Gives up the memory of what has been written down elsewhere; ids go on.
    public mutating func forget() {
        forgotten += events.count
        events.removeAll(keepingCapacity: true)
    }

    /// Records an event and returns its id.
    @discardableResult
    public mutating func record(
        _ kind: JournalEvent.Kind,
        _ subject: String,
        at time: Instant,
        causedBy cause: Int? = nil,
        _ fields: [JournalEvent.Field] = []
    ) -> Int {
        let id = nextID
        precondition(cause ?? -1 < id, "an event cannot be caused by a later one")
        events.append(
            JournalEvent(id: id, time: time, kind: kind, subject: subject, causedBy: cause, fields: fields)
        )
        return id
    }
}
