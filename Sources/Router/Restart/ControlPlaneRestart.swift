import BGPWire
import NetworkTypes

/// What a router whose control plane starts anew has still to do (RFC 4724 §4.1).
struct ControlPlaneRestart: Sendable {
    enum Stage: Sendable {
        /// The process is not there.
        case stopped
        /// Routes come in, but nothing is chosen before all neighbours have sent theirs, or the timer expires.
        case deferring(until: Instant)
        /// Everything is chosen for the first time.
        case choosing
        /// Routes from before that were not chosen again leave the forwarder.
        case sweeping
    }

    var stage = Stage.stopped
    /// Whether the forwarder kept its routes.
    var preservesForwarding: Bool
    /// The routes of the former life that the forwarder still has.
    var leftovers: [(domain: Int, prefix: IPPrefix)]
    /// How many of them were removed.
    var removedCount = 0

    /// Whether routes wait to be chosen.
    var holdsSelection: Bool {
        switch stage {
        case .stopped, .deferring: true
        case .choosing, .sweeping: false
        }
    }
}
