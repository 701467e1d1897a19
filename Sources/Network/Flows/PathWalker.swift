import Forwarding
import NetworkTypes

/// Room that is used again for every walk.
struct PathWalker {
    var output = ForwarderOutput()
    /// The present, for what is remembered for some time only.
    var now = Instant.zero
    /// No path is longer; a packet that goes on beyond is in a loop.
    static let hopLimit = 128
}
