public import Convergence
internal import Crypto
public import Network
internal import NetworkTypes
public import Topology
public import VirtualEngine

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
    /// The network at work, to be looked at.
    public private(set) var engine: VirtualEngine
    private let directory: RunDirectory?
    private var trace: TraceRecorder?
    private var journalFile: JournalRecorder?

    /// Wall-clock meaning of time zero: 2000-01-01T00:00:00Z, in seconds since 1970.
    static let epochSeconds: Int64 = 946_684_800
    static let epochText = "2000-01-01T00:00:00Z"

    /// Prepares a run that leaves its files in `directory`, or nowhere.
    public init(_ topology: Topology, options: Options, directory: RunDirectory?) throws(ReplayError) {
        if let router = topology.routers.first(where: { $0.kind != .emulated }) { throw .realRouter(router.name) }
        let blueprint = Blueprint(topology)
        let trace = try Self.traceRecorder(for: blueprint, options, in: directory)
        self.init(blueprint, options, directory, trace)
    }

    private init(
        _ blueprint: Blueprint,
        _ options: Options,
        _ directory: RunDirectory?,
        _ trace: consuming TraceRecorder?
    ) {
        topology = blueprint.topology
        self.options = options
        self.directory = directory
        self.trace = trace
        journalFile = directory.map { JournalRecorder(directory: $0, header: Self.header(blueprint.topology, options)) }
        var network = Network(blueprint, seed: options.seed, md5: Self.md5)
        network.horizon = options.until
        engine = VirtualEngine(network, tracesFrames: options.tracesFrames && directory != nil)
    }

    private static func traceRecorder(
        for blueprint: Blueprint,
        _ options: Options,
        in directory: RunDirectory?
    ) throws(ReplayError) -> TraceRecorder? {
        guard let directory, options.tracesFrames else { return nil }
        return try TraceRecorder(
            path: directory.path(of: .trace),
            filter: options.filter,
            wires: blueprint.wires,
            names: blueprint.addressNames
        )
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
        engine.run(for: step)
        try record()
    }

    /// Ends the run before its time.
    public mutating func interrupt() throws(ReplayError) {
        engine.stop(reason: "interrupted")
        try record()
    }

    private mutating func record() throws(ReplayError) {
        guard directory != nil, let timeZero = engine.network.timeZero ?? (isFinished ? engine.now : nil) else {
            return
        }
        try journalFile?.record(engine.network.journal, timeZero: timeZero)
        guard var trace = trace.take() else { return }
        var failure: ReplayError?
        engine.drainTrace { frame in
            guard failure == nil else { return }
            do throws(ReplayError) {
                try trace.record(frame, timeZero: timeZero)
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
        self.trace = consume trace
    }

    private static func header(_ topology: Topology, _ options: Options) -> JournalHeader {
        JournalHeader(
            topology: topology.name,
            engine: "virtual",
            seed: options.seed,
            epoch: epochText,
            version: Version.text
        )
    }

    /// What the run has shown so far.
    public func report() -> Report {
        Report(
            header: Self.header(topology, options),
            events: engine.network.journal.events,
            expectations: topology.expectations.map { Convergence::Expectation($0, in: topology) }
        )
    }

    /// Writes the report and a copy of the topology, and gives all files their names.
    ///
    /// Without `isComplete` they keep the names that say that they are not.
    public mutating func finish(
        _ report: Report,
        topologyText: String,
        isComplete: Bool
    ) throws(ReplayError) {
        guard let directory else { return }
        try journalFile?.flush()
        if var trace = trace.take() {
            try trace.close(at: engine.now, timeZero: engine.network.timeZero ?? engine.now)
        }
        do throws(RunDirectoryError) {
            try directory.write(report.json(), to: .report)
            try directory.write(Array(topologyText.utf8), to: .topology)
            if isComplete { try directory.commit() }
        } catch {
            throw .directory(error)
        }
    }
}
