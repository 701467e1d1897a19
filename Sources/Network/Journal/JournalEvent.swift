public import NetworkTypes

/// One thing that happened in a run, in the words that the journal, the report and the trace share.
///
/// Events form a forest: `causedBy` names the earlier event that led to this one, across nodes as well as within
/// one, so that the critical path from a fault to the first packet on a new path is a walk towards the root.
public struct JournalEvent: Hashable, Sendable {
    /// The event's place in its journal, counted from 0.
    public var id: Int
    /// The run's own clock; renderers subtract time zero.
    public var time: Instant
    public var kind: Kind
    /// The path of the thing that it happened to, such as `session/cpe1/er-ams/primary`.
    public var subject: String
    /// The event that led to this one; always an earlier one.
    public var causedBy: Int?
    /// Further facts, in the order in which they are written.
    public var fields: [Field]

    public init(
        id: Int,
        time: Instant,
        kind: Kind,
        subject: String,
        causedBy: Int? = nil,
        fields: [Field] = []
    ) {
        self.id = id
        self.time = time
        self.kind = kind
        self.subject = subject
        self.causedBy = causedBy
        self.fields = fields
    }

    public struct Field: Hashable, Sendable {
        public var name: String
        public var value: Value

        public init(_ name: String, _ value: Value) {
            self.name = name
            self.value = value
        }
    }

    public enum Value: Hashable, Sendable {
        case string(String)
        case integer(Int)
        case boolean(Bool)
        /// A span of time, written as decimal seconds.
        case duration(Duration)
        /// A point of the run's clock, written as decimal seconds from time zero.
        case instant(Instant)
        case list([Value])
    }

    /// The first field called `name`, if there is one.
    public subscript(name: String) -> Value? { fields.first { $0.name == name }?.value }
}
