import ArgumentParser
import Convergence
import Foundation
import NetworkTypes
import Replay
import Topology

struct RunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "run", abstract: "Replays a topology's scenario.")

    @Argument var topology: String
    @Option var seed: UInt64 = 1
    @Option var output: String?
    @Option var filter: String?

    func run() throws {
        let text = try String(contentsOfFile: topology, encoding: .utf8)
        let (loaded, diagnostics) = Topology.load(text: text, file: topology)
        for diagnostic in diagnostics {
            FileHandle.standardError.write(Data((String(describing: diagnostic) + "\n").utf8))
        }
        guard let loaded else { throw ExitCode(2) }
        let directory = try output.map { try RunDirectory(at: $0) } ?? RunDirectory(name: loaded.name, seed: seed)
        var replay = try VirtualReplay(loaded, options: .init(seed: seed, filter: filter), directory: directory)
        while !replay.isFinished { try replay.advance(by: .seconds(1)) }
        print(TerminalRenderer().render(replay.report()))
        try replay.finish(in: directory, topologyText: text, isComplete: true)
    }
}
