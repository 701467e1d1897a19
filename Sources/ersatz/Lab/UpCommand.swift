import ArgumentParser
import Capture
import Control
import Convergence
import Foundation
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

    @Option(
        parsing: .unconditional,
        help: "Number that all chance derives from: jitter, ports, loss.",
        transform: Seed.parse
    )
    var seed: UInt64 = 1

    @Option(
        help: ArgumentHelp("Leave the files in this directory (default: runs/NAME-SEED).", valueName: "dir"),
        completion: .directory
    )
    var output: String?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Keep only frames that match, as in tcpdump.", valueName: "expression")
    )
    var filter: String?

    @Flag(name: .customLong("no-trace"), help: "Leave no trace.pcapng: a lab that stays up for days fills a disk.")
    var leavesNoTrace = false

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
        if let filter {
            do throws(CaptureFilter.InvalidExpression) { _ = try CaptureFilter(filter) } catch { throw Failure(error) }
        }
        let directory = try makeDirectory(file.topology)
        do {
            try LabRun(file, options, in: directory, socket: socket, isDetached: isDetached).untilStopped()
        } catch let error as ReplayError {
            directory.discard()
            throw Failure(error)
        }
    }

    private var options: RunOptions {
        var options = RunOptions(seed: seed, filter: filter, tracesFrames: !leavesNoTrace)
        options.isEndless = true
        return options
    }

    private func makeDirectory(_ topology: Topology) throws(Failure) -> RunDirectory {
        do throws(RunDirectoryError) {
            guard let output else { return try RunDirectory(name: topology.name, seed: seed) }
            return try RunDirectory(at: output)
        } catch {
            throw Failure(error)
        }
    }
}
