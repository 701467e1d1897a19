internal import Convergence
internal import Network
internal import NetworkTypes

/// Writes `journal.jsonl` as it grows, so that a run that is killed leaves what it had.
struct JournalRecorder {
    private let directory: RunDirectory
    private let header: JournalHeader
    private var writer: JournalWriter?
    /// Events written or pending so far.
    private var count = 0
    private var pending: [UInt8] = []

    /// Octets that are kept back at most before they are handed to the system.
    private static let flushThreshold = 1 << 14

    init(directory: RunDirectory, header: JournalHeader) {
        self.directory = directory
        self.header = header
    }

    /// Takes over what has been added to the journal since the last call.
    mutating func record(_ journal: borrowing Network::Journal, timeZero: Instant) throws(ReplayError) {
        let writer = self.writer ?? start(timeZero)
        for event in journal.events[(count - journal.forgotten)...] { writer.append(event, to: &pending) }
        count = journal.nextID
        if pending.count >= Self.flushThreshold { try flush() }
    }

    /// Hands over everything to the system.
    mutating func flush() throws(ReplayError) {
        do throws(RunDirectoryError) { try directory.append(pending, to: .journal) } catch { throw .directory(error) }
        pending.removeAll(keepingCapacity: true)
    }

    private mutating func start(_ timeZero: Instant) -> JournalWriter {
        let writer = JournalWriter(timeZero: timeZero)
        writer.append(header, to: &pending)
        self.writer = writer
        return writer
    }
}
