import Glibc
public import NetworkTypes

/// An open socket, closed with the last reference to it.
///
/// All of its operations return at once. Errors are those of the system call.
public final class Socket: Sendable {
    public let descriptor: Int32
    public let family: AddressFamily

    /// A new socket in the network of the calling thread.
    public init(_ kind: SocketKind, _ family: AddressFamily) throws(SocketError) {
        let type = kind == .stream ? SOCK_STREAM : SOCK_DGRAM
        let flags = Int32(SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        let descriptor = Glibc.socket(family == .ipv4 ? AF_INET : AF_INET6, Int32(type.rawValue) | flags, 0)
        guard descriptor >= 0 else { throw SocketError(.socket, errno) }
        self.descriptor = descriptor
        self.family = family
        // One socket per family, so that an address is never seen in the other one's form.
        if family == .ipv6 { try set(Int32(IPPROTO_IPV6), IPV6_V6ONLY, 1) }
    }

    /// Takes an open descriptor over.
    init(descriptor: Int32, family: AddressFamily) {
        self.descriptor = descriptor
        self.family = family
    }

    deinit { close(descriptor) }

    /// The same socket under another descriptor.
    func duplicate() throws(SocketError) -> Socket {
        let copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
        guard copy >= 0 else { throw SocketError(.socket, errno) }
        return Socket(descriptor: copy, family: family)
    }
}

extension Socket {
    func set(_ level: Int32, _ option: Int32, _ value: Int32) throws(SocketError) {
        var value = value
        guard setsockopt(descriptor, level, option, &value, socklen_t(MemoryLayout<Int32>.size)) == 0 else {
            throw SocketError(.setsockopt, errno)
        }
    }

    public func bind(to endpoint: Endpoint) throws(SocketError) {
        let result = endpoint.withSocketAddress { Glibc.bind(descriptor, $0, $1) }
        guard result == 0 else { throw SocketError(.bind, errno) }
    }

    /// The address to which the socket is bound; `nil` if it is none.
    public var localEndpoint: Endpoint? {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let result = withUnsafeMutablePointer(to: &storage) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &length) }
        }
        return result == 0 ? Endpoint(storage) : nil
    }

    /// TTL or hop limit of what is sent.
    func setTimeToLive(_ value: UInt8) throws(SocketError) {
        switch family {
        case .ipv4: try set(Int32(IPPROTO_IP), IP_TTL, Int32(value))
        case .ipv6: try set(Int32(IPPROTO_IPV6), IPV6_UNICAST_HOPS, Int32(value))
        }
    }

    /// Drops what arrives with a smaller TTL or hop limit (RFC 5082).
    func setMinimumTimeToLive(_ value: UInt8) throws(SocketError) {
        switch family {
        case .ipv4: try set(Int32(IPPROTO_IP), IP_MINTTL, Int32(value))
        case .ipv6: try set(Int32(IPPROTO_IPV6), IPV6_MINHOPCOUNT, Int32(value))
        }
    }

    /// The traffic class octet of what is sent.
    func setTrafficClass(_ value: UInt8) throws(SocketError) {
        switch family {
        case .ipv4: try set(Int32(IPPROTO_IP), IP_TOS, Int32(value))
        case .ipv6: try set(Int32(IPPROTO_IPV6), IPV6_TCLASS, Int32(value))
        }
    }
}
