public import NetworkTypes

/// Where a speaker's sockets come from: the host's own network, or a network namespace per routing domain.
///
/// A socket belongs for ever to the namespace in which it was made, so whoever makes it decides where it lives.
public protocol SocketFactory: Sendable {
    /// A new, non-blocking socket that is closed on `exec`.
    ///
    /// - Parameter domain: place of the routing domain in the router's configuration.
    func socket(_ kind: SocketKind, _ family: AddressFamily, domain: Int) throws(SocketError) -> Socket
}

public enum SocketKind: Sendable {
    case stream
    case datagram
}

/// Sockets in the network in which the process runs, for every domain.
public struct HostSockets: SocketFactory {
    public init() {}

    public func socket(
        _ kind: SocketKind,
        _ family: AddressFamily,
        domain: Int
    ) throws(SocketError) -> Socket {
        try Socket(kind, family)
    }
}
