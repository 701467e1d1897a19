import ArgumentParser
import Convergence
import Replay
import Topology

struct RunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Replays a topology's scenario and reports what each failure cost.",
        discussion: """
            Brings the network up, starts its flows once everything has been quiet for five seconds (that is time \
            zero), breaks what the scenario says, and leaves four files: trace.pcapng for Wireshark, journal.jsonl \
            with every event and its cause, report.json, and a copy of the topology. They get these names when the \
            run is over; a run that is stopped leaves NAME.partial.

            In virtual time, the same file, seed and options give the same octets, on any machine. With --live the \
            routers speak BGP over the kernel's TCP, each in network namespaces of its own, and nothing is left \
            behind when the run ends.

              ersatz run Topologies/metro.yaml
              ersatz run --seed 7 --output /tmp/run my.yaml      another seed, another place
              ersatz run --until 15s my.yaml                     stop 15 s after time zero
              ersatz run --filter 'tcp port 179' my.yaml         trace BGP only, inside tags and VXLAN too
              sudo ersatz run --live my.yaml                     in real time, on the kernel's TCP
              ersatz run --format json --no-trace my.yaml | jq '.convergence[] | [.step, .flow, .detectedBy]'

            Exit status: 0 if all expectations of the file hold, 1 if not, 3 if they do and there were warnings, \
            2 if the input is wrong, 130 if stopped by Ctrl-C.
            """
    )

    @Argument(help: "The topology file, or - for standard input.", completion: .file(extensions: ["yaml", "yml"]))
    var topology: String

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("End the run this long after time zero, such as 15s.", valueName: "duration"),
        transform: RunLength.parse
    )
    var until: Duration?

    @OptionGroup var recording: RecordingOptions

    @Option(help: "What to print: a report for people, or report.json.")
    var format = OutputFormat.text

    @Flag(help: "Run in real time on the kernel's TCP (Linux; root, or where user namespaces are allowed).")
    var live = false

    @Flag(name: .shortAndLong, help: "Print nothing but problems: no report, no progress.")
    var quiet = false

    func run() throws {
        let file = try TopologyFile(topology)
        try checkUntil(file.topology)
        let directory = try recording.prepareDirectory(file.topology)
        do {
            try replay(file, in: directory)
        } catch let error as ReplayError {
            directory.discard()
            throw Failure(error)
        }
    }

    private func replay(_ file: TopologyFile, in directory: RunDirectory) throws {
        let options = RunOptions(
            seed: recording.seed,
            until: until,
            filter: recording.filter,
            tracesFrames: !recording.leavesNoTrace
        )
        let stopwatch = ContinuousClock.now
        let outcome =
            try live
            ? replayLive(file, options, in: directory) : replayVirtually(file, options, in: directory)
        guard outcome.isComplete else {
            let place = outcome.progress.elapsed.map { "after \(Quantity.seconds($0)) s" } ?? "before time zero"
            Console.note("ersatz: interrupted \(place); what there is stands in \(directory.path)/*.partial")
            throw ExitStatus.interrupted.error
        }
        let report = outcome.report
        for complaint in outcome.complaints { Console.warn(complaint) }
        if !quiet {
            try report.print(format)
            RunSummary(outcome.progress, in: directory, after: ContinuousClock.now - stopwatch).tell()
        }
        if report.hasFailedExpectation { throw ExitStatus.expectationFailed.error }
        if report.hasWarning || file.hasWarnings || !outcome.complaints.isEmpty { throw ExitStatus.warningsOnly.error }
    }

    /// How a run ended.
    private struct Outcome {
        var report: Report
        var progress: RunProgress
        var isComplete: Bool
        /// Of real routers.
        var complaints: [String] = []
    }

    private func replayVirtually(
        _ file: TopologyFile,
        _ options: RunOptions,
        in directory: RunDirectory
    ) throws -> Outcome {
        var replay = try VirtualReplay(file.topology, options: options, directory: directory)
        var bar = ProgressBar(isQuiet: quiet)
        Interruption.watch()
        while !replay.isFinished, !Interruption.isRequested {
            try replay.advance(by: .milliseconds(100))
            bar.update(replay.progress)
        }
        bar.clear()
        let (progress, isComplete) = (replay.progress, replay.isFinished)
        if !isComplete { try replay.interrupt() }
        let report = replay.report()
        try replay.finish(report, topologyText: file.text, isComplete: isComplete)
        return Outcome(report: report, progress: progress, isComplete: isComplete)
    }

    private func replayLive(
        _ file: TopologyFile,
        _ options: RunOptions,
        in directory: RunDirectory
    ) throws -> Outcome {
        try LiveReplay.prepareProcess()
        let quiet = quiet
        return try waitForTask {
            let replay = try LiveReplay(
                file.topology,
                options: options,
                directory: directory,
                base: file.folder
            )
            var bar = ProgressBar(isQuiet: quiet)
            Interruption.watch()
            await replay.start()
            while await !replay.isFinished, !Interruption.isRequested {
                try await replay.advance(by: .milliseconds(100))
                bar.update(await replay.progress)
            }
            bar.clear()
            let (progress, isComplete) = (await replay.progress, await replay.isFinished)
            if !isComplete { try await replay.interrupt() }
            let report = await replay.report()
            try await replay.finish(report, topologyText: file.text, isComplete: isComplete)
            return Outcome(
                report: report,
                progress: progress,
                isComplete: isComplete,
                complaints: await replay.complaints
            )
        }
    }

    private func checkUntil(_ topology: Topology) throws(Failure) {
        let end = topology.scenario.duration
        guard let until, until > end else { return }
        throw Failure(
            "--until \(until.topologyText) lies beyond the end of the scenario at \(end.topologyText); "
                + "raise scenario.duration in the file"
        )
    }
}
