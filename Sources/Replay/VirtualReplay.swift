public import Convergence
internal import Crypto
public import Network
internal import NetworkTypes
public import Topology
internal import VirtualEngine

/// A topology replayed in virtual time, with the files that a run leaves.
///
/// The caller drives it second by second, so that it can show progress and stop early.
public struct VirtualReplay: ~Copyable {
    public struct Options: Sendable {
        public var seed: UInt64
        /// End of the run, from time zero; the scenario's duration unless given.
        public var until: Duration?
        /// Which frames are kept in the trace, an expression for libpcap.
        public var filter: String?
        /// Whether frames are kept at all.
        public var tracesFrames: Bool

        public init(seed: UInt64 = 1, until: Duration? = nil, filter: String? = nil, tracesFrames: Bool = true) {
            self.seed = seed
            self.until = until
            self.filter = filter
            self.tracesFrames = tracesFrames
        }
    }

    public let topology: Topology
    public let options: Options
    private var engine: VirtualEngine
    private var recorder: TraceRecorder?

    /// Wall-clock meaning of time zero: 2000-01-01T00:00:00Z, in seconds since 1970.
    static let epochSeconds: Int64 = 946_684_800
    static let epochText = "2000-01-01T00:00:00Z"

    /// Prepares a run that leaves its files in `directory`, or nowhere.
    public init(_ topology: Topology, options: Options, directory: RunDirectory?) throws(ReplayError) {
        self.topology = topology
        self.options = options
        let network = Network(Blueprint(topology), seed: options.seed, md5: Self.md5)
        engine = VirtualEngine(network, tracesFrames: options.tracesFrames && directory != nil)
        if let directory, options.tracesFrames {
            recorder = try TraceRecorder(
                path: directory.path(of: .trace),
                filter: options.filter,
                wires: engine.network.blueprint.wires,
                names: engine.network.blueprint.addressNames
            )
        }
    }

    /// The digest of RFC 2385; TCP's pure implementation has no cryptography of its own.
    private static let md5: @Sendable ([UInt8]) -> [UInt8] = { Array(Insecure.MD5.hash(data: $0)) }

    public var isFinished: Bool { engine.isFinished }

    /// Virtual time since time zero; `nil` while the network comes up.
    public var elapsed: Duration? { engine.network.timeZero.map { engine.now - $0 } }

    /// When the run will end, from time zero.
    public var duration: Duration {
        min(options.until ?? topology.scenario.duration, topology.scenario.duration)
    }

    public var journal: Network::Journal { engine.network.journal }

    /// Frames that have crossed wires so far.
    public var frameHops: UInt64 { engine.network.frameHops }

    /// Lets up to `step` of virtual time pass and writes down what certainly happened.
    public mutating func advance(by step: Duration) throws(ReplayError) {
        var step = step
        if let elapsed, duration - elapsed < step { step = duration - elapsed }
        engine.run(for: step)
        if let elapsed, elapsed >= duration, !engine.isFinished { engine.stop(reason: "until") }
        try record()
    }

    /// Ends the run before its time.
    public mutating func interrupt() throws(ReplayError) {
        engine.stop(reason: "interrupted")
        try record()
    }

    private mutating func record() throws(ReplayError) {
        guard recorder != nil, let timeZero = engine.network.timeZero ?? (isFinished ? engine.now : nil) else {
            return
        }
        var failure: ReplayError?
        var recorder = self.recorder.take()
        engine.drainTrace { frame in
            guard failure == nil else { return }
            do throws(ReplayError) {
                try recorder?.record(frame, timeZero: timeZero)
            } catch {
                failure = error
            }
        }
        self.recorder = recorder.take()
        if let failure { throw failure }
    }

    public var header: JournalHeader {
        JournalHeader(
            topology: topology.name,
            engine: "virtual",
            seed: options.seed,
            epoch: Self.epochText,
            version: Version.text
        )
    }

    public func report() -> Report {
        Report(
            header: header,
            events: engine.network.journal.events,
            expectations: topology.expectations.map { Convergence::Expectation($0, in: topology) }
        )
    }

    /// Writes journal, report and a copy of the topology, and gives all files their names.
    ///
    /// A run that was interrupted leaves them under names that say so.
    public mutating func finish(in directory: RunDirectory, topologyText: String, isComplete: Bool) throws(ReplayError)
    {
        do throws(ReplayError) {
            try write(in: directory, topologyText)
            if isComplete { try commit(directory) }
        } catch {
            recorder = nil
            throw error
        }
    }

    private mutating func write(in directory: RunDirectory, _ topologyText: String) throws(ReplayError) {
        let timeZero = engine.network.timeZero ?? engine.now
        if var recorder = recorder.take() { try recorder.close(at: engine.now, timeZero: timeZero) }
        let writer = JournalWriter(timeZero: timeZero)
        var bytes: [UInt8] = []
        writer.append(header, to: &bytes)
        for event in engine.network.journal.events { writer.append(event, to: &bytes) }
        let report = report().json()
        do throws(RunDirectoryError) {
            try directory.write(bytes, to: .journal)
            try directory.write(report, to: .report)
            try directory.write(Array(topologyText.utf8), to: .topology)
        } catch {
            throw .directory(error)
        }
    }

    private func commit(_ directory: RunDirectory) throws(ReplayError) {
        do throws(RunDirectoryError) { try directory.commit() } catch { throw .directory(error) }
    }
}
