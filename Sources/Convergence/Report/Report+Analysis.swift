public import Network

extension Report {
    /// Works out what a journal shows, and judges the expectations by it.
    ///
    /// Never fails: what a journal does not tell stays `nil` or empty.
    public init(_ journal: Journal, expectations: [Expectation] = []) {
        self.init(header: journal.header, events: journal.events, expectations: expectations)
    }

    /// The same from events still in memory, whose instants are the run's own clock.
    public init(header: JournalHeader, events: [JournalEvent], expectations: [Expectation] = []) { fatalError() }
}
