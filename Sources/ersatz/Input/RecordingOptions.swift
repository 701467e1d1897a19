import ArgumentParser
import Capture
import Convergence
import Topology

/// What every run may be told about chance, and about the files that it leaves.
struct RecordingOptions: ParsableArguments {
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

    @Flag(name: .customLong("no-trace"), help: "Leave no trace.pcapng: faster, and no disk fills.")
    var leavesNoTrace = false

    func validate() throws {
        if leavesNoTrace, filter != nil {
            throw ValidationError("--filter chooses frames for the trace, and --no-trace leaves none.")
        }
    }

    /// The directory for the files of a run, made if it is not there; the filter is looked at before.
    func prepareDirectory(_ topology: Topology) throws(Failure) -> RunDirectory {
        if let filter {
            do throws(CaptureFilter.InvalidExpression) { _ = try CaptureFilter(filter) } catch { throw Failure(error) }
        }
        do throws(RunDirectoryError) {
            guard let output else { return try RunDirectory(name: topology.name, seed: seed) }
            return try RunDirectory(at: output)
        } catch {
            throw Failure(error)
        }
    }
}
