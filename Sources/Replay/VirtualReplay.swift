public import Convergence
internal import Crypto
public import Network
internal import NetworkTypes
public import Topology
public import VirtualEngine

/// A topology replayed in virtual time, with the files that a run leaves.
///
/// The caller drives it piece by piece, so that it can show progress and stop early.
public struct VirtualReplay: ~Copyable {
    public typealias Options = RunOptions

    public let topology: Topology
    public let options: RunOptions
    /// The network at work, to be looked at.
    public private(set) var engine: VirtualEngine
    private var recorder: RunRecorder

    /// Virtual time has no place in the calendar; its zero is 2000-01-01T00:00:00Z.
    private static let clock = RunRecorder.Clock(
        engine: "virtual",
        epoch: { _ in "2000-01-01T00:00:00Z" },
        traceSeconds: 946_684_800,
        traceOrigin: nil
    )

    /// Prepares a run that leaves its files in `directory`, or nowhere.
    public init(_ topology: Topology, options: Options, directory: RunDirectory?) throws(ReplayError) {
        if let router = topology.routers.first(where: { $0.kind != .emulated }) { throw .realRouter(router.name) }
        let blueprint = Blueprint(topology)
        let recorder = try RunRecorder(blueprint, options, Self.clock, in: directory)
        self.init(blueprint, options, recorder, tracesFrames: options.tracesFrames && directory != nil)
    }

    private init(
        _ blueprint: Blueprint,
        _ options: Options,
        _ recorder: consuming RunRecorder,
        tracesFrames: Bool
    ) {
        topology = blueprint.topology
        self.options = options
        self.recorder = recorder
        var network = Network(blueprint, seed: options.seed, md5: Self.md5)
        network.horizon = options.until
        engine = VirtualEngine(network, tracesFrames: tracesFrames)
    }

    /// The digest of RFC 2385; TCP's pure implementation has no cryptography of its own.
    private static let md5: @Sendable ([UInt8]) -> [UInt8] = { Array(Insecure.MD5.hash(data: $0)) }

    public var isFinished: Bool { engine.isFinished }

    public var progress: RunProgress {
        RunProgress(
            elapsed: engine.network.timeZero.map { engine.now - $0 },
            duration: min(options.until ?? topology.scenario.duration, topology.scenario.duration),
            frameHops: engine.network.frameHops
        )
    }

    public var journal: Network::Journal { engine.network.journal }

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
        let now = engine.now
        try engine.withNetwork { network throws(ReplayError) in try recorder.record(&network, at: now) }
    }

    /// What the run has shown so far.
    public func report() -> Report { recorder.report(engine.network, at: engine.now) }

    /// Writes the report and a copy of the topology, and gives all files their names.
    ///
    /// Without `isComplete` they keep the names that say that they are not.
    public mutating func finish(
        _ report: Report,
        topologyText: String,
        isComplete: Bool
    ) throws(ReplayError) {
        try recorder.finish(
            report,
            topologyText: topologyText,
            timeZero: engine.network.timeZero,
            at: engine.now,
            isComplete: isComplete
        )
    }
}
