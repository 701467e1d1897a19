internal import Network
internal import NetworkTypes

extension TableLook {
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
