public import NetworkTypes

/// What a network wants to be reminded of: filled while it handles an event, emptied by the engine afterwards.
public struct Agenda: Sendable {
    public struct Entry: Sendable, BitwiseCopyable {
        public var instant: Instant
        public var event: NetworkEvent
    }

    public private(set) var entries: [Entry] = []

    public init() {}

    public mutating func schedule(_ event: NetworkEvent, at instant: Instant) {
        entries.append(Entry(instant: instant, event: event))
    }

    /// Hands every entry to `body` in the order of scheduling and forgets it; the memory is kept for the next round.
    public mutating func drain(_ body: (Entry) -> Void) {
        for entry in entries { body(entry) }
        entries.removeAll(keepingCapacity: true)
    }
}
