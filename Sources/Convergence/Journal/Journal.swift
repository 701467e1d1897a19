public import Network

/// A journal in memory: the first line and the events, which are in time order and numbered from 0.
public struct Journal: Hashable, Sendable {
    public var header: JournalHeader
    public var events: [JournalEvent]

    public init(header: JournalHeader, events: [JournalEvent]) {
        self.header = header
        self.events = events
    }
}
