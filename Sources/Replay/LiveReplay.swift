internal import BGPSpeaker
public import Convergence
internal import Foundation
internal import LiveEngine
internal import Network
internal import NetworkTypes
public import Topology

/// A topology replayed in real time on the kernel's TCP, with the files that a run leaves.
///
/// It shares its queue with the engine, so what it writes down is always a whole state of the network.
public actor LiveReplay {
    nonisolated let engine: LiveEngine
    private let topology: Topology
    private let options: RunOptions
    private var recorder: RunRecorder
    private let realRouters: RealRouters
    private let nodePaths: [String]

    public nonisolated var unownedExecutor: UnownedSerialExecutor { engine.unownedExecutor }

    /// Gives an ordinary user's process the rights that a live run takes, where the system allows it.
    ///
    /// Call it while the process has a single thread, which alone can enter a user namespace.
    public static func prepareProcess() throws(ReplayError) {
        do throws(SystemError) { try UserNamespace.enterIfNeeded() } catch { throw .system(error) }
    }

    /// Makes namespaces, devices and sockets for a run that leaves its files in `directory`, or nowhere.
    ///
    /// - Parameter base: the folder that the topology's names of files are relative to.
    public init(
        _ topology: Topology,
        options: RunOptions,
        directory: RunDirectory?,
        base: String = "."
    ) throws(ReplayError) {
        let blueprint = Blueprint(topology)
        realRouters = try RealRouters(blueprint, in: directory, base: base)
        nodePaths = blueprint.nodes.map(\.path)
        self.topology = topology
        self.options = options
        var network = Network(blueprint, seed: options.seed, md5: nil, carriage: .engine)
        network.horizon = options.until
        network.trace.isEnabled = options.tracesFrames && directory != nil
        do throws(SystemError) {
            engine = try LiveEngine(network, devices: realRouters.configurations)
        } catch {
            realRouters.discard()
            throw .system(error)
        }
        recorder = try RunRecorder(blueprint, options, Self.clock(engine.clock.now), in: directory)
    }

    /// The trace bears wall-clock stamps: those of the engine's clock, which never jumps, set by the calendar once.
    private static func clock(_ now: Instant) -> RunRecorder.Clock {
        let start = Int64(Date().timeIntervalSince1970 * 1e9) - now.nanoseconds
        return RunRecorder.Clock(
            engine: "live",
            epoch: { timeZero in
                let nanoseconds = start + timeZero.nanoseconds
                return Date(timeIntervalSince1970: Double(nanoseconds) / 1e9).ISO8601Format(
                    Date.ISO8601FormatStyle(includingFractionalSeconds: true)
                )
            },
            traceSeconds: start / 1_000_000_000,
            traceOrigin: Instant(nanoseconds: -(start % 1_000_000_000))
        )
    }

    public func start() {
        realRouters.report(engine.assumeIsolated { $0.kernelSettings })
        engine.assumeIsolated { $0.start() }
    }

    /// Whether the run has ended and all of it is written down: it may end at any moment between two looks.
    public private(set) var isFinished = false

    public var progress: RunProgress {
        let duration = min(options.until ?? topology.scenario.duration, topology.scenario.duration)
        return engine.onQueue { network, now in
            RunProgress(
                elapsed: network.timeZero.map { now - $0 },
                duration: duration,
                frameHops: network.frameHops
            )
        }
    }

    /// Waits for a while of real time, or until the run ends, and writes down what certainly happened.
    public func advance(by step: Duration) async throws {
        try await Task.sleep(for: step)
        try record()
    }

    /// Ends the run before its time.
    public func interrupt() throws(ReplayError) { try stop(reason: "interrupted") }

    func stop(reason: String) throws(ReplayError) {
        engine.assumeIsolated { $0.stop(reason: reason) }
        try record()
    }

    /// What became of programs of real routers that should not have ended, and of packets that machines sent too fast, a sentence each.
    public var complaints: [String] {
        let lost = engine.assumeIsolated { $0.lostByKernels }
            .filter { $0.value > 0 }
            .sorted { $0.key.index < $1.key.index }
        return realRouters.complaints()
            + lost.map { node, count in
                "\(nodePaths[node.index]): \(count) packets of its programs came faster than this computer carries them, "
                    + "and were lost"
            }
    }

    private func record() throws(ReplayError) {
        if let failure = engine.assumeIsolated({ $0.failure }) { throw .system(failure) }
        let failure = engine.onQueue { network, now -> ReplayError? in
            do throws(ReplayError) {
                try recorder.record(&network, at: now)
                isFinished = network.isFinished
                return nil
            } catch {
                return error
            }
        }
        if let failure { throw failure }
    }

    /// What the run has shown so far.
    public func report() -> Report {
        engine.onQueue { network, now in recorder.report(network, at: now) }
    }

    /// Takes everything down, writes the report and a copy of the topology, and gives all files their names.
    ///
    /// Without `isComplete` they keep the names that say that they are not.
    public func finish(_ report: Report, topologyText: String, isComplete: Bool) throws(ReplayError) {
        engine.assumeIsolated { $0.shutDown() }
        realRouters.cleanUp()
        let (timeZero, now) = engine.onQueue { network, now in (network.timeZero, now) }
        try recorder.finish(
            report,
            topologyText: topologyText,
            timeZero: timeZero,
            at: now,
            isComplete: isComplete
        )
    }
}
