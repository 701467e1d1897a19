public import BGPSession
public import NetworkTypes
public import RIB

/// What a router asks of its owner.
public enum RouterAction: Sendable {
    /// Begin to connect to a neighbour.
    case openTransport(neighbor: Int)
    /// Close a connection once everything that was sent has left.
    case closeTransport(neighbor: Int, ConnectionSlot)
    /// Octets for a connection.
    case send(neighbor: Int, ConnectionSlot, [UInt8])
    /// The session is up, or will be and BFD only answers: run BFD beside it.
    case startBFD(neighbor: Int)
    /// The session went down, but the neighbour may be restarting: BFD that does not depend on its control plane goes on, other ends.
    case retainBFD(neighbor: Int)
    /// The session went down, or did not come up; its BFD session ends with it.
    case stopBFD(neighbor: Int)
}

/// Something worth a line in a journal.
public struct RouterLog: Sendable {
    public enum Event: Sendable {
        case sessionUp(neighbor: Int)
        case sessionDown(neighbor: Int, cause: SessionDownCause, DownReason)
        /// A connection ended after the peer's answer, before the session was up.
        case attemptFailed(neighbor: Int, DownReason)
        /// `number` counts the UPDATE messages of this direction since the session came up.
        case updateReceived(neighbor: Int, number: Int, messages: Int, announced: Int, withdrawn: Int)
        case updateSent(neighbor: Int, number: Int, ExportBatch)
        case routesDecided(domain: Int, count: Int, sample: [IPPrefix], DecisionStep)
        case routesInstalled(domain: Int, count: Int, sample: [IPPrefix], nextHops: [String])
        case nextHopChanged(IPAddress, isAlive: Bool)
        /// A neighbour may be restarting: so many of its routes stay in use.
        case restartAwaited(neighbor: Int, count: Int, until: Instant)
        /// So many of them do no longer, or not as before.
        case restartEnded(neighbor: Int, RestartOutcome, count: Int)
        /// The router's own control plane is back: it forwards by so many old routes until its neighbours have sent theirs.
        case selectionDeferred(until: Instant, count: Int)
        case selectionBegan(waitedInVainFor: [Int])
        /// Routes that nobody has announced again.
        case leftoversRemoved(count: Int)
        /// Next hops were looked at again, some time after an interface changed.
        case nextHopsChecked
        /// Routes of a neighbour flap too much to be used, or have been quiet for long enough.
        case routesSuppressed(neighbor: Int, count: Int, sample: [IPPrefix])
        case routesReused(neighbor: Int, count: Int, sample: [IPPrefix])
    }

    public var event: Event
    /// The id of the event that led to this one.
    public var cause: Int?
    /// The setting of the router that made it wait for its cause.
    public var cost: SettingCost?
}

/// Why a session left Established, with the reasons that only its owner knows.
public enum SessionDownCause: String, Sendable {
    case carrier, bfd, holdTimer, notification, transport, administrative, prefixLimit, healthProbe, error, collision
    case sendHoldTimer
}

/// What a router did in one call; the owner keeps it and uses it again.
public struct RouterOutput: Sendable {
    public var actions: [RouterAction] = []
    public var logs: [RouterLog] = []
    /// Routes whose best path changed, for those who watch a router (the fabric controller).
    public var routeChanges: [RouteChange] = []
    /// The id that the first log of the next call will have; the owner sets it before each call.
    public var firstLogID = 0

    public init() {}

    public mutating func removeAll() {
        actions.removeAll(keepingCapacity: true)
        logs.removeAll(keepingCapacity: true)
        routeChanges.removeAll(keepingCapacity: true)
    }

    /// Adds a line and returns its id.
    @discardableResult
    mutating func log(_ event: RouterLog.Event, because cause: Int?, after cost: SettingCost? = nil) -> Int {
        logs.append(RouterLog(event: event, cause: cause, cost: cost))
        return firstLogID + logs.count - 1
    }
}
