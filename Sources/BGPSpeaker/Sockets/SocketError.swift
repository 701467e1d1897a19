import Glibc

/// A system call that failed on a socket.
public struct SocketError: Error, Hashable, Sendable {
    public enum Call: String, Hashable, Sendable {
        case socket, bind, listen, accept, connect, send, receive, setsockopt
        case md5Key = "setting the MD5 key"
    }

    public var call: Call
    /// The value of `errno`.
    public var code: Int32

    public init(_ call: Call, _ code: Int32) {
        self.call = call
        self.code = code
    }

    /// The system's word for the error, such as `Connection refused`.
    public var reason: String { String(cString: strerror(code)) }
}

extension SocketError: CustomStringConvertible {
    public var description: String { "\(call.rawValue): \(reason)" }
}

extension SocketError {
    /// Nothing is wrong, but there is nothing to do now either.
    var isTransient: Bool { code == EAGAIN || code == EWOULDBLOCK || code == EINTR || code == EINPROGRESS }
}

extension SocketError {
    /// The process or the system has no more descriptors or memory.
    var isExhaustion: Bool { code == EMFILE || code == ENFILE || code == ENOBUFS || code == ENOMEM }

    /// The address that a socket was to be bound to belongs to no interface.
    public var isAddressNotLocal: Bool { code == EADDRNOTAVAIL }

    public var isAddressInUse: Bool { code == EADDRINUSE }

    /// The port is below the first that everybody may use.
    public var isPermissionDenied: Bool { code == EACCES || code == EPERM }
}
