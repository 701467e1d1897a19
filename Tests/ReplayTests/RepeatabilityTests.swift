import Convergence
import Foundation
import NetworkTypes
import Replay
import Testing
import Topology

@Suite("Repeatability") struct RepeatabilityTests {
    /// The files of a run that is long enough for its first fault.
    private func files(seed: UInt64) throws -> [RunFile: Data] {
        let place = FileManager.default.temporaryDirectory.appendingPathComponent("ersatz-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: place) }
        let topology = try BundledTopology.named("maximum-resiliency.yaml")
        let directory = try RunDirectory(at: place.path)
        let options = VirtualReplay.Options(seed: seed, until: .seconds(12))
        var replay = try VirtualReplay(topology, options: options, directory: directory)
        while !replay.isFinished { try replay.advance(by: .seconds(1)) }
        try replay.finish(replay.report(), topologyText: "", isComplete: true)
        var files: [RunFile: Data] = [:]
        for file in [RunFile.trace, .journal, .report] {
            files[file] = try Data(contentsOf: URL(fileURLWithPath: directory.path(of: file)))
        }
        return files
    }

    @Test func `the same seed gives the same octets, another seed others`() throws {
        let first = try files(seed: 1)
        let second = try files(seed: 1)
        let other = try files(seed: 2)
        for file in [RunFile.trace, .journal, .report] {
            let octets = try #require(first[file])
            #expect(!octets.isEmpty)
            #expect(octets == second[file], "\(file.rawValue) differs between two runs")
            #expect(octets != other[file], "\(file.rawValue) does not depend on the seed")
        }
    }
}
