import ArgumentParser
import Convergence
import Lab
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

            Exit status: 0 once the lab is up, 2 if the input is wrong, 4 if the system lacks something.
            """
    )

    @Argument(help: "The topology file, or - for standard input.", completion: .file(extensions: ["yaml", "yml"]))
    var topology: String

    @OptionGroup var recording: RecordingOptions

    @Option(help: ArgumentHelp("Where `ersatz show` finds this lab.", valueName: "path"))
    var socket: String?

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
            try LabRun(file, options, in: directory, socket: socket, isDetached: isDetached).untilStopped()
        } catch let error as ReplayError {
            directory.discard()
            throw Failure(error)
        } catch let failure as Failure {
            // Another lab has the name.
            directory.discard()
            throw failure
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
