import ArgumentParser
import Convergence
import Network

struct DiffCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: "Holds two runs against each other: end state, outages, course of events.",
        discussion: """
            A run is the directory that `ersatz run` left, or its journal.jsonl. Told are routes, paths and sessions \
            that differ at the end, the longest outage that each step cost each flow in both runs, and where the \
            course of events parts first, counted from the step that they follow. Expectations are judged too where \
            both directories hold the same topology.

              ersatz diff runs/metro-1 runs/metro-2                    two seeds
              ersatz diff --tolerance 5%,50ms virtual/ live/           two engines
              ersatz diff --format json a b | jq '.outages[] | select(.verdict == "worse")'

            Exit status: 0 if the second run is as good as the first, 1 if an outage is longer by more than the \
            tolerance, an expectation fails that the first run meets, or the end state is another; 2 if a run cannot \
            be read.
            """
    )

    @Argument(help: "The run to measure against.", completion: .directory)
    var first: String

    @Argument(help: "The run to judge.", completion: .directory)
    var second: String

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "What still counts as the same: a share, a time, or the larger of both.",
            valueName: "10%,20ms"
        ),
        transform: ToleranceArgument.parse
    )
    var tolerance = Tolerance.standard

    @Option(help: "How to tell: text for people, json for programs.")
    var format = OutputFormat.text

    func run() throws {
        let runs = (try RecordedRun(first), try RecordedRun(second))
        let comparison = RunComparison(
            runs.0.journal,
            runs.1.journal,
            expectations: runs.0.topologyText == runs.1.topologyText ? runs.0.expectations : [],
            tolerance: tolerance
        )
        if runs.0.journal.header.topology != runs.1.journal.header.topology {
            Console.note("ersatz: the runs are of different topologies; what has the same name is compared")
        }
        switch format {
        case .json: try Console.write(comparison.json())
        case .text:
            let style = TerminalStyle.standardOutput
            try Console.print(comparison.text(colour: style.hasColour, width: style.width, ascii: style.isASCII))
        }
        if comparison.isRegression { throw ExitStatus.expectationFailed.error }
    }
}
