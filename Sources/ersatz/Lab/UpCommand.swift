import ArgumentParser
import Control
import Convergence
import Lab
import NetworkTypes
import Replay
import Topology

struct UpCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "up",
        abstract: "Starts a live lab that stays up until `ersatz down`.",
        discussion: """
            The network of a topology file in real time, as `ersatz run --live` has it, without its scenario: flows run, \
            and you break things by hand. The command returns when all has settled; the lab goes on in the background \
            and leaves trace, journal and report when it ends. Faults that are left are gone with it.

              sudo ersatz up Topologies/maximum-resiliency.yaml
              sudo ersatz show bgp summary
              sudo ersatz fault cut link/er-ams/primary --for 10s
              sudo ersatz show flows
              sudo ersatz down

            With --metrics 127.0.0.1:9464, Azure's metrics of the lab stand at http://127.0.0.1:9464/metrics.

            Exit status: 0 once the lab is up, 2 if the input is wrong, 4 if the system lacks something.
            """
    )

    @Argument(help: "The topology file, or - for standard input.", completion: .file(extensions: ["yaml", "yml"]))
    var topology: String

    @OptionGroup var recording: RecordingOptions

    @Option(help: ArgumentHelp("Where `ersatz show` finds this lab.", valueName: "path"))
    var socket: String?

    @Option(
        help: ArgumentHelp(
            "Serve metrics in Prometheus' text format over HTTP, such as 127.0.0.1:9464.",
            valueName: "address"
        )
    )
    var metrics: String?

    @Flag(help: "Stay in the foreground until Ctrl-C or `ersatz down`.")
    var foreground = false

    /// The command starts itself anew with this, so that the lab has a process of its own.
    @Flag(name: .customLong("detached"), help: .hidden)
    var isDetached = false

    func run() throws {
        guard foreground || isDetached else { return try BackgroundLab.start() }
        let file = try TopologyFile(topology)
        let directory = try recording.prepareDirectory(file.topology)
        do {
            try run(file, in: directory)
        } catch let error as ReplayError {
            directory.discard()
            throw Failure(error)
        } catch let failure as Failure {
            // Another lab has the name.
            directory.discard()
            throw failure
        }
    }

    private func run(_ file: TopologyFile, in directory: RunDirectory) throws {
        let server = try metrics.map(Self.metricsServer)
        try LabRun(file, options, in: directory, socket: socket, metrics: server, isDetached: isDetached).untilStopped()
    }

    /// Listens at once, where the caller's addresses are.
    private static func metricsServer(at text: String) throws -> PageServer {
        guard let endpoint = Endpoint(text.hasPrefix(":") ? "127.0.0.1\(text)" : text, defaultPort: 9464) else {
            throw Failure("--metrics needs an address and a port, such as 127.0.0.1:9464")
        }
        do {
            return try PageServer(at: endpoint)
        } catch {
            throw Failure("metrics cannot be served at \(endpoint): \(error.sentence)", status: .lacking)
        }
    }

    private var options: RunOptions {
        var options = RunOptions(
            seed: recording.seed,
            filter: recording.filter,
            tracesFrames: !recording.leavesNoTrace
        )
        options.isEndless = true
        return options
    }
}
