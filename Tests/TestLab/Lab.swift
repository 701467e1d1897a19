public import Convergence
import Crypto
import Network
import NetworkTypes
public import Topology
public import VirtualEngine

/// A topology at work in virtual time, with nothing written to files: tests let time pass and ask what came of it.
public final class Lab {
    /// A topology file that the parser refuses.
    public struct Refused: Error, CustomStringConvertible {
        public var description: String
    }

    public let topology: Topology
    public var engine: VirtualEngine
    private let seed: UInt64

    public convenience init(_ yaml: YAML, seed: UInt64 = 1) throws {
        try self.init(text: yaml.file, seed: seed)
    }

    public init(text: String, seed: UInt64 = 1) throws {
        let (topology, diagnostics) = Topology.load(text: text, file: "lab.yaml")
        guard let topology else {
            throw Refused(description: diagnostics.map { "\($0)\n" }.joined() + text)
        }
        self.topology = topology
        self.seed = seed
        engine = VirtualEngine(
            Network(Blueprint(topology), seed: seed, md5: { Array(Insecure.MD5.hash(data: $0)) }),
            tracesFrames: false
        )
    }

    /// Lets time pass until `instant` of the scenario, which begins when the network has settled.
    public func run(to instant: Duration) {
        engine.runToTimeZero()
        guard let timeZero = engine.network.timeZero else { return }
        engine.run(for: timeZero + instant - engine.now)
    }

    /// Runs to the end of the scenario.
    public func finish(expecting expectations: [Convergence::Expectation] = []) -> Report {
        engine.runToEnd()
        return report(expecting: expectations)
    }

    /// What `report.json` would say if the run ended here.
    public var report: Report { report(expecting: []) }

    private func report(expecting expectations: [Convergence::Expectation]) -> Report {
        Report(
            header: JournalHeader(topology: topology.name, engine: "virtual", seed: seed, epoch: "", version: ""),
            events: engine.network.journal.events,
            expectations: expectations
        )
    }
}
