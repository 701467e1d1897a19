public import BGPSession
public import NetworkTypes

/// What happened to a router's connections.
public enum TransportEvent: Sendable {
    /// A connection stands.
    case opened(neighbor: Int, ConnectionSlot)
    /// A connection that was asked for could not be made.
    case failed(neighbor: Int, ConnectionSlot, SocketError)
    /// Octets, or the end of the stream, wait: call ``Transports/receive(neighbor:_:body:)``.
    case readable(neighbor: Int, ConnectionSlot)
    /// Octets have left; the connection is blocked while others still wait.
    case sent(neighbor: Int, ConnectionSlot, isBlocked: Bool)
    /// A connection broke while octets were sent on it.
    case closed(neighbor: Int, ConnectionSlot, SocketError)
    /// Somebody connected for whom there is no session now.
    case refused(remote: Endpoint, local: IPAddress, domain: Int)
    /// Connections can't be accepted for a while.
    case exhausted(SocketError)
}

/// Whoever runs the router that the connections belong to; is called on their queue.
public protocol TransportOwner: AnyObject {
    /// The neighbour whose session takes a connection now; `nil` refuses it.
    func neighbor(domain: Int, local: IPAddress, remote: IPAddress) -> Int?
    func transports(_ event: TransportEvent)
}

/// What became of octets given to a connection.
public enum SendOutcome: Sendable {
    /// All have left.
    case sent
    /// Some wait for room, the first to do so.
    case blocked
    /// They wait behind others; nothing has left.
    case queued
    /// So many wait already that these were thrown away: end the session.
    case overflow
}

/// What is left of a connection after it was read.
public enum ReceiveOutcome: Sendable {
    case open
    /// It is gone: ended by the peer in order, or broken.
    case closed(SocketError?)
}
