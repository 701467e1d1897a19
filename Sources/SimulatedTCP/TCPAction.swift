public import NetworkTypes

/// What a stack wants done, in order.
public enum TCPAction: Equatable, Sendable {
    /// A whole IPv4 or IPv6 packet to be routed, its TTL and checksums in place.
    case transmit(packet: [UInt8])
    /// A neighbor's connection to a listening port is open.
    case accepted(ConnectionID, remote: Endpoint, local: Endpoint)
    /// A connection that this end asked for is open.
    case connected(ConnectionID)
    /// The next bytes of the stream, never empty.
    case received(ConnectionID, bytes: [UInt8])
    /// The send buffer has room again after `send` took less than it was given.
    case writable(ConnectionID)
    /// The last word on a connection; it is said once, and the identifier means nothing afterwards.
    case closed(ConnectionID, reason: TCPCloseReason)
}

/// How a connection ended.
public enum TCPCloseReason: Hashable, Sendable {
    /// Both streams came to their end, or the neighbor's did and everything it sent was delivered.
    case finished
    /// The neighbor reset the connection.
    case reset
    /// The neighbor answered the first segment with a reset: nobody listens there.
    case refused
    /// The neighbor did not answer for longer than the configuration allows.
    case timedOut
    /// This end aborted the connection.
    case aborted
}
