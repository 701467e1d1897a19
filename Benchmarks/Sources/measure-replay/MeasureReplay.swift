import ArgumentParser
import Convergence
import Foundation
import Measuring
import Replay
import Topology

/// How many frames a second of processor time carries over wires in a whole run: probes, BGP, BFD and all.
@main
struct MeasureReplay: ParsableCommand {
    enum Workload: String, CaseIterable, ExpressibleByArgument {
        /// With every frame written to a file.
        case packetHops = "packet-hops"
        /// Without a trace.
        case packetHopsUntraced = "packet-hops-untraced"
        /// 500 circuits, 1,000 customer links and 50 gateways: until they have converged, and a location's loss.
        case manyCircuits = "many-circuits"
    }

    static let configuration = CommandConfiguration(commandName: "measure-replay")

    @Argument(help: "Workloads (default: all).") var workloads: [Workload] = []
    @OptionGroup var series: Series
    @Option(help: "A topology file to replay instead.") var topology: String?
    @Option(help: "Probes per second in each direction.") var rate = 20_000

    func run() throws {
        if series.once { return try runOnce() }
        try series.run(
            (workloads.isEmpty ? Workload.allCases : workloads).map(\.rawValue),
            arguments: ["--rate", String(rate)] + (topology.map { ["--topology", $0] } ?? [])
        )
    }

    private func runOnce() throws {
        guard let workload = workloads.first else { throw ExitCode.validationFailure }
        let own = workload == .manyCircuits ? Self.manyCircuits : Self.busyNetwork(rate: rate)
        let text = try topology.map { try String(contentsOfFile: $0, encoding: .utf8) } ?? own
        let (loaded, diagnostics) = Topology.load(text: text, file: topology ?? "busy.yaml")
        guard let loaded else {
            throw ValidationError(diagnostics.map(String.init(describing:)).joined(separator: "\n"))
        }
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("replay-\(getpid())")
        defer { try? FileManager.default.removeItem(at: folder) }
        let directory = try RunDirectory(at: folder.path)
        let isTraced = workload != .packetHopsUntraced
        var replay = try VirtualReplay(loaded, options: .init(tracesFrames: isTraced), directory: directory)
        var settling = Cost()
        while replay.progress.elapsed == nil { try settling.measure { try replay.advance(by: .seconds(1)) } }
        let before = replay.progress.frameHops
        var cost = Cost()
        while !replay.isFinished { try cost.measure { try replay.advance(by: .milliseconds(100)) } }
        let hops = Double(replay.progress.frameHops - before)
        try cost.measure { try replay.finish(replay.report(), topologyText: text, isComplete: true) }
        let trace = try? FileManager.default.attributesOfItem(atPath: directory.path(of: .trace))[.size] as? NSNumber
        var sample = Sample(workload.rawValue)
        sample.add("hops", hops, "")
        sample.add("run from time zero", cost)
        sample.add("million hops a second, processor", hops / cost.cpuSeconds / 1e6, "M/s")
        sample.add("until time zero", settling)
        sample.add("trace", (trace?.doubleValue ?? 0) / 1e6, "MB")
        sample.add("peak resident memory", Cost.peakResidentMegabytes, "MB")
        print(try sample.line())
    }
}
