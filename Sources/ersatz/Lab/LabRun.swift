import Control
import Convergence
import Foundation
import Lab
import Replay
import Synchronization
import Topology

/// A lab at work, until somebody wants it to end.
struct LabRun {
    private let file: TopologyFile
    private let options: RunOptions
    private let directory: RunDirectory
    private let socket: String?
    private let metrics: PageServer?
    private let isDetached: Bool

    init(
        _ file: TopologyFile,
        _ options: RunOptions,
        in directory: RunDirectory,
        socket: String?,
        metrics: PageServer?,
        isDetached: Bool
    ) {
        self.file = file
        self.options = options
        self.directory = directory
        self.socket = socket
        self.metrics = metrics
        self.isDetached = isDetached
    }

    func untilStopped() throws {
        let topology = file.topology.asLab()
        // Named for who the user is outside of any namespace.
        let runtime = RuntimeDirectory()
        try LiveReplay.prepareProcess()
        let replay = try LiveReplay(topology, options: options, directory: directory, base: file.folder)
        let lab = Lab(replay, topology, directory: directory.path)
        let server = try openSocket(for: lab, topology, in: runtime)
        defer { server.stop() }
        metrics?.start { lab.page(at: $0) }
        defer { metrics?.stop() }
        Interruption.watch()
        let (isDetached, directory, path, metrics) = (isDetached, directory, server.path, metrics)
        let text = file.text
        let report = try waitForTask {
            await replay.start()
            var isReady = false
            while !lab.isStopRequested, !Interruption.isRequested {
                try await replay.advance(by: .milliseconds(100))
                guard !isReady, await replay.progress.elapsed != nil else { continue }
                isReady = true
                Self.announce(lab, path, metrics)
                if isDetached { BackgroundLab.detach(logging: "\(directory.path)/lab.log") }
            }
            try await replay.end()
            let report = await replay.report()
            try await replay.finish(report, topologyText: text, isComplete: true)
            return report
        }
        guard !isDetached else { return }
        try report.print(.text)
        Console.note("\(directory.path)/: trace, journal and report of the lab")
    }

    private static func announce(_ lab: Lab, _ path: String, _ metrics: PageServer?) {
        let status = lab.status()
        Console.note(
            "\(status.topology) is up: \(status.sessionsUp) of \(status.sessions) sessions, process \(status.process)"
        )
        Console.note("  ersatz show bgp summary            what its routers think")
        Console.note("  ersatz fault cut link/… --for 10s  break something")
        if let metrics { Console.note("  http://\(metrics.endpoint)/metrics   what Azure would measure") }
        Console.note("  ersatz down                        end it; its files are in \(status.directory)/")
    }

    private func openSocket(for lab: Lab, _ topology: Topology, in runtime: RuntimeDirectory) throws -> ControlServer {
        do {
            if let socket { return try ControlServer(path: socket, router: lab) }
            try runtime.prepare()
            return try ControlServer(path: "\(runtime.path)/lab-\(topology.name).sock", router: lab)
        } catch ControlError.inUse(let path) {
            throw Failure("a lab of this name is up already, at \(path); `ersatz down` ends it")
        } catch {
            throw Failure(error.sentence, status: .lacking)
        }
    }
}
