public import BGPWire

/// One of the two connections that may exist between two speakers at a time.
public enum ConnectionSlot: UInt8, Hashable, Sendable, CaseIterable {
    case outgoing
    case incoming
}

/// What the owner tells a session (RFC 4271 §8.1).
public enum SessionEvent: Hashable, Sendable {
    /// Start, or try again at once; harmless while a session is up or being made.
    case start
    case stop(StopReason)
    /// A connection stands: the one that was asked for, or one that the peer made while ``BGPSession/acceptsIncoming`` was true.
    case transportOpened(ConnectionSlot)
    /// The connection that was asked for could not be made.
    case transportFailed(ConnectionSlot)
    /// A connection was closed or reset by the peer, or timed out.
    case transportClosed(ConnectionSlot)
    /// The port to the peer lost carrier: the session goes down at once, nothing can be said to the peer.
    case carrierLost
    /// BFD found the path to the peer dead: the session goes down at once with Cease/10 (RFC 9384).
    case bfdDown
    /// The same of a BFD session that goes down with the peer's control plane, so that the peer may be restarting (RFC 5882 §4.3).
    case bfdDownWithControlPlane
    /// The peer opens a connection while the session is up: it has restarted, and the old one is dead (RFC 4724 §5).
    case peerReconnects
    /// ``BGPSession/nextDeadline`` has come; harmless when it hasn't.
    case deadlineReached
}

/// What a session asks of its owner, in order.
public enum SessionAction: Hashable, Sendable {
    /// Begin to connect (a new attempt each time); answer with ``SessionEvent/transportOpened(_:)`` or ``SessionEvent/transportFailed(_:)``.
    case openTransport
    /// Close a connection, or give up making it, after what was sent has left; no event is expected for it.
    case closeTransport(ConnectionSlot)
    case send(ConnectionSlot, [UInt8])
    case stateChanged(from: BGPSession.State, to: BGPSession.State)
    /// The session is up on this connection: send routes there.
    case established(ConnectionSlot, NegotiatedParameters)
    /// The session left Established, or an attempt failed after the peer's answer.
    case down(DownReason)
    /// The peer wants a family's routes again (RFC 2918).
    case refreshRequested(RouteFamily)
}

/// What the owner makes of an UPDATE.
public enum UpdateVerdict: Hashable, Sendable {
    case accepted
    /// End the session with this NOTIFICATION.
    case reset(NotificationError)
    /// End the session for too many prefixes.
    case prefixLimit(RouteFamily, limit: UInt32)
}

extension BGPSession {
    /// ``UpdateVerdict`` under a name that no other module can hide.
    public typealias Verdict = UpdateVerdict
}
