import Network
import NetworkTypes
import Replay
import Topology
import VirtualEngine

extension Topology {
    /// Replays the scenario in virtual time up to a moment, without files, and lends the network as it is then.
    ///
    /// - Parameter moment: time zero unless given, when everything has converged.
    func replayed<Result>(
        to moment: Duration?,
        seed: UInt64,
        _ body: (borrowing Network, Instant) throws -> Result
    ) throws -> Result {
        if let moment, moment > scenario.duration {
            throw Failure(
                "--at \(moment.topologyText) lies beyond the end of the scenario at \(scenario.duration.topologyText)"
            )
        }
        let options = RunOptions(seed: seed, until: moment ?? .zero, tracesFrames: false)
        do {
            var replay = try VirtualReplay(self, options: options, directory: nil)
            while !replay.isFinished { try replay.advance(by: .seconds(1)) }
            return try body(replay.engine.network, replay.engine.now)
        } catch let error as ReplayError {
            throw Failure(error)
        }
    }
}
