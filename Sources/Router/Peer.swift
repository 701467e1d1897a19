import BGPSession
import BGPWire
import NetworkTypes
import RIB

/// A neighbour as it is at present: its session, its place in the RIB, and how far the exchange of routes has come.
struct Peer: Sendable {
    var session: BGPSession
    let index: PeerIndex
    /// The connection that carries routes; `nil` unless Established.
    var slot: ConnectionSlot?
    /// The transport has no room: nothing more is encoded until it has.
    var isBlocked = false
    var sentUpdates = 0
    var receivedUpdates = 0
    /// The event that the next UPDATE is a consequence of.
    var exportCause: Int?
    /// Nothing is sent before this: after an UPDATE (RFC 4271 §9.2.1.1, MinRouteAdvertisementInterval), or as the session starts.
    var heldUntil: Instant?
    var heldBy = RouterSetting.advertisementInterval
    /// Since when, and because of what, something waits for that.
    var waitingExport: (since: Instant, cause: Int?)?
    /// When the session is tried anew, since its port is back.
    var startsAt: Instant?
    /// The operator wants no session: whatever would start one is ignored.
    var isShutDown = false
    /// Prefixes that the neighbour is not told of, whatever its export policy says.
    var withheld: [IPPrefix] = []
    /// What is advertised to the neighbour by mistake.
    var leak: Neighbor.Leak?
    /// The session will be shut down: routes over it, in either direction, are the last to be chosen (RFC 8326).
    var isShuttingDown = false
    /// Routes are advertised as the last to be chosen.
    var isDrained = false
    /// The liveness of the neighbour as the data plane knows it.
    var isAlive = true
    /// When the session last came up or went down; `nil` if it never was up.
    var changedAt: Instant?
    /// Why the last session or attempt ended.
    var lastDown: DownReason?
    /// What the present session, or the last one, agreed on for restarts.
    var agreement: RestartAgreement?
    /// What is done for the neighbour while it restarts.
    var helper: RestartHelper?
    /// Families of which the neighbour has sent everything.
    var endsOfRIB: RouteFamilySet = []
    /// Set while the owner takes the session down for a reason that the session itself has no word for.
    var ownerCause: SessionDownCause?
}
