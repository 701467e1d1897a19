internal import Convergence
internal import Network
internal import NetworkTypes
internal import Topology

/// What a run writes down, whichever engine runs it: the trace and the journal as they grow, the report at the end.
struct RunRecorder: ~Copyable {
    /// What differs between engines.
    struct Clock {
        /// As the report names it.
        var engine: String
        /// Wall-clock meaning of time zero, once that has come.
        var epoch: @Sendable (_ timeZero: Instant) -> String
        /// Wall-clock meaning of the trace's origin, in seconds since 1970.
        var traceSeconds: Int64
        /// The instant that stands for it; time zero unless given.
        var traceOrigin: Instant?
    }

    private let topology: Topology
    private let options: RunOptions
    private let clock: Clock
    private let directory: RunDirectory?
    private var trace: TraceRecorder?
    private var journalFile: JournalRecorder?
    private var metricsFile: MetricsRecorder?

    init(
        _ blueprint: Blueprint,
        _ options: RunOptions,
        _ clock: Clock,
        in directory: RunDirectory?
    ) throws(ReplayError) {
        var trace: TraceRecorder?
        if let directory, options.tracesFrames {
            trace = try TraceRecorder(
                path: directory.path(of: .trace),
                filter: options.filter,
                wires: blueprint.wires,
                names: blueprint.addressNames,
                epochSeconds: clock.traceSeconds
            )
        }
        self.init(blueprint.topology, options, clock, directory, trace)
    }

    private init(
        _ topology: Topology,
        _ options: RunOptions,
        _ clock: Clock,
        _ directory: RunDirectory?,
        _ trace: consuming TraceRecorder?
    ) {
        self.topology = topology
        self.options = options
        self.clock = clock
        self.directory = directory
        self.trace = trace
    }

    /// No frame is longer on one wire than this: the fate of older ones is certain.
    private static let longestFlight = Duration.seconds(2)

    /// Writes down what certainly happened: all of the network's journal, and its frames but the latest.
    mutating func record(_ network: inout Network, at now: Instant) throws(ReplayError) {
        guard let directory, let timeZero = network.timeZero ?? (network.isFinished ? now : nil) else { return }
        var journalFile = journalFile ?? JournalRecorder(directory: directory, header: header(timeZero))
        try journalFile.record(network.journal, timeZero: timeZero)
        // The report is made of the file where memory has given the journal up.
        if options.isEndless, network.isFinished { try journalFile.flush() }
        self.journalFile = journalFile
        if options.isEndless { network.forgetJournal() }
        var metricsFile = metricsFile ?? MetricsRecorder(directory: directory)
        try metricsFile.record(&network.meter, timeZero: timeZero)
        self.metricsFile = metricsFile
        guard var trace = trace.take() else { return }
        let origin = clock.traceOrigin ?? timeZero
        let horizon = network.isFinished ? Instant.distantFuture : now - Self.longestFlight
        try network.trace.drain(before: horizon) { frame throws(ReplayError) in
            try trace.record(frame, timeZero: origin)
        }
        self.trace = consume trace
    }

    private func header(_ timeZero: Instant) -> JournalHeader {
        JournalHeader(
            topology: topology.name,
            engine: clock.engine,
            seed: options.seed,
            epoch: clock.epoch(timeZero),
            version: Version.text
        )
    }

    /// What the run has shown so far.
    func report(_ network: borrowing Network, at now: Instant) -> Report {
        let expectations = topology.reportedExpectations
        if network.journal.forgotten > 0, let journal = readBack() {
            return Report(journal, expectations: expectations)
        }
        return Report(
            header: header(network.timeZero ?? now),
            events: network.journal.events,
            expectations: expectations
        )
    }

    /// The journal from its file, where memory has given it up.
    private func readBack() -> Convergence::Journal? {
        guard let directory, let bytes = try? directory.readPartial(.journal) else { return nil }
        return try? JournalReader(toleratesTruncation: true).read(bytes)
    }

    /// Writes the report and a copy of the topology, and gives all files their names.
    ///
    /// Without `isComplete` they keep the names that say that they are not.
    mutating func finish(
        _ report: Report,
        topologyText: String,
        timeZero: Instant?,
        at now: Instant,
        isComplete: Bool
    ) throws(ReplayError) {
        guard let directory else { return }
        try journalFile?.flush()
        try metricsFile?.flush()
        if var trace = trace.take() { try trace.close(at: now, timeZero: clock.traceOrigin ?? timeZero ?? now) }
        do throws(RunDirectoryError) {
            try directory.write(report.json(), to: .report)
            try directory.write(Array(topologyText.utf8), to: .topology)
            if isComplete { try directory.commit() }
        } catch {
            throw .directory(error)
        }
    }
}
