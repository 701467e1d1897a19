import ArgumentParser
import Foundation
import FullTable
import Measuring

/// What a full table costs: from UPDATE octets of one peer to UPDATE octets for another, in memory, on one core.
@main
struct MeasureTables: ParsableCommand {
    enum Workload: String, CaseIterable, ExpressibleByArgument {
        case decodeFullTable = "decode-full-table"
        case load = "load-1M"
        case peerLoss = "peer-loss-1M"
    }

    static let configuration = CommandConfiguration(commandName: "measure-tables")

    @Argument(help: "Workloads (default: all).") var workloads: [Workload] = []
    @OptionGroup var series: Series
    @Option(help: "Routes of the table that is made up.") var routes = 1_000_000
    @Option(help: "Seed of the table that is made up.") var seed: UInt64 = 1
    @Option(help: "A file of BGP messages of AS 65001 to use instead.") var primary: String?
    @Option(help: "A file of BGP messages of AS 65002 to use instead, with the same prefixes.") var backup: String?

    func run() throws {
        if series.once { return try runOnce() }
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("tables-\(getpid())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let table = primary == nil || backup == nil ? FullTable(routes: routes, seed: seed) : nil
        func file(_ given: String?, _ name: String, _ announcer: FullTable.Announcer) throws -> String {
            if let given { return given }
            let url = folder.appendingPathComponent(name)
            try Data(table?.messages(of: announcer) ?? []).write(to: url)
            return url.path
        }
        try series.run(
            (workloads.isEmpty ? Workload.allCases : workloads).map(\.rawValue),
            arguments: [
                "--primary", try file(primary, "primary", Speaker.primaryAnnouncer),
                "--backup", try file(backup, "backup", Speaker.backupAnnouncer),
            ]
        )
    }

    private func runOnce() throws {
        guard let workload = workloads.first, let primary, let backup else { throw ExitCode.validationFailure }
        var sample = Sample(workload.rawValue)
        switch workload {
        case .decodeFullTable: try decode(primary, &sample)
        case .load: try load(primary, &sample)
        case .peerLoss: try losePeer(primary, backup, &sample)
        }
        sample.add("peak resident memory", Cost.peakResidentMegabytes, "MB")
        print(try sample.line())
    }
}
