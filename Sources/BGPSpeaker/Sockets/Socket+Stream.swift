import CLinux
import Glibc
import NetworkTypes

extension Socket {
    func listen(backlog: Int32) throws(SocketError) {
        guard Glibc.listen(descriptor, backlog) == 0 else { throw SocketError(.listen, errno) }
    }

    /// The next connection that waits, and where it comes from.
    func accept() throws(SocketError) -> (socket: Socket, remote: Endpoint)? {
        var storage = sockaddr_storage()
        let accepted = clinux_accept(descriptor, &storage)
        guard accepted >= 0 else { throw SocketError(.accept, errno) }
        let socket = Socket(descriptor: accepted, family: family)
        return Endpoint(storage).map { (socket, $0) }
    }

    /// Begins to connect; the socket becomes writable when it is done.
    func connect(to endpoint: Endpoint) throws(SocketError) {
        let result = endpoint.withSocketAddress { Glibc.connect(descriptor, $0, $1) }
        guard result == 0 || errno == EINPROGRESS else { throw SocketError(.connect, errno) }
    }

    /// What became of an attempt to connect; `nil` if it succeeded.
    var connectError: SocketError? {
        var code: Int32 = 0
        var length = socklen_t(MemoryLayout<Int32>.size)
        guard getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &code, &length) == 0 else {
            return SocketError(.connect, errno)
        }
        return code == 0 ? nil : SocketError(.connect, code)
    }

    /// Sends some octets; returns how many, 0 if there is no room now.
    func send(_ bytes: RawSpan) throws(SocketError) -> Int {
        let sent = bytes.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
        if sent >= 0 { return sent }
        let error = SocketError(.send, errno)
        if error.isTransient { return 0 }
        throw error
    }

    /// Receives what is there; 0 at the end of the stream, `nil` if nothing has arrived.
    func receive(into buffer: UnsafeMutableRawBufferPointer) throws(SocketError) -> Int? {
        let count = recv(descriptor, buffer.baseAddress, buffer.count, 0)
        if count >= 0 { return count }
        let error = SocketError(.receive, errno)
        if error.isTransient { return nil }
        throw error
    }

    /// Nothing more will be sent.
    func finishSending() { _ = shutdown(descriptor, Int32(SHUT_WR)) }

    /// Closing the socket resets the connection instead of ending it in order.
    func resetOnClose() {
        var value = linger(l_onoff: 1, l_linger: 0)
        _ = setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &value, socklen_t(MemoryLayout<linger>.size))
    }

    /// The key that segments from and to an address have to be signed with (RFC 2385).
    func setMD5Key(_ key: [UInt8], for peer: IPAddress) throws(SocketError) {
        let result = Endpoint(address: peer, port: 0).withSocketAddress { address, length in
            key.withUnsafeBytes { clinux_set_md5_key(descriptor, address, Int(length), $0.baseAddress, $0.count) }
        }
        guard result == 0 else { throw SocketError(.md5Key, errno) }
    }
}
