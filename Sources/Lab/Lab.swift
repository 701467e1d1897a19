public import Control
internal import Network
internal import NetworkTypes
public import Replay
import Synchronization
public import Topology

/// A live network without a scenario, for people who break things by hand and look.
///
/// It answers ``ControlRequest``s on threads that may wait.
public final class Lab: ControlledRouter {
    let replay: LiveReplay
    let directory: String
    /// The topology with the steps taken so far.
    let topology: Mutex<Topology>
    private let stopRequest = Atomic(false)

    /// - Parameters:
    ///   - replay: a replay of `topology`.
    ///   - topology: as ``Topology/asLab()`` makes it.
    ///   - directory: where the replay leaves its files.
    public init(_ replay: LiveReplay, _ topology: Topology, directory: String) {
        self.replay = replay
        self.topology = Mutex(topology)
        self.directory = directory
    }

    /// Whether somebody has asked for the end.
    public var isStopRequested: Bool { stopRequest.load(ordering: .acquiring) }

    func requestStop() { stopRequest.store(true, ordering: .releasing) }
}
