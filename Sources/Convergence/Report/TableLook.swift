internal import Network
internal import NetworkTypes

/// What a router's table held of a prefix at a time that an expectation asked for.
public struct TableLook: Hashable, Sendable {
    public var node: String
    public var prefix: String
    public var at: Duration
    public var isPresent: Bool
    /// Of the paths in use, the best first.
    public var nextHops: [String]
    public var asPaths: [String]

    static func all(in index: JournalIndex) -> [TableLook] {
        index.events.filter { $0.kind == .tableLooked }.map { event in
            TableLook(
                node: event.subject,
                prefix: event.string("prefix") ?? "",
                at: index.sinceTimeZero(event.time),
                isPresent: event.boolean("present") ?? false,
                nextHops: event.strings("nextHops"),
                asPaths: event.strings("asPaths")
            )
        }
    }
}
