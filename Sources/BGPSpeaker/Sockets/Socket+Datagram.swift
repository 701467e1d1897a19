import CLinux
import Glibc
import NetworkTypes

extension Socket {
    /// A datagram as it arrived.
    struct Arrival {
        var byteCount: Int
        var source: Endpoint
        var timeToLive: UInt8
    }

    /// Asks the system to say with which TTL or hop limit datagrams arrive.
    func reportTimeToLive() throws(SocketError) {
        switch family {
        case .ipv4: try set(Int32(IPPROTO_IP), IP_RECVTTL, 1)
        case .ipv6: try set(Int32(IPPROTO_IPV6), IPV6_RECVHOPLIMIT, 1)
        }
    }

    /// The next datagram, cut to the size of `buffer`; `nil` if none waits, or its TTL is unknown.
    func receiveDatagram(into buffer: UnsafeMutableRawBufferPointer) throws(SocketError) -> Arrival? {
        guard let base = buffer.baseAddress else { return nil }
        var storage = sockaddr_storage()
        var timeToLive: Int32 = -1
        let count = clinux_receive_datagram(descriptor, base, buffer.count, &storage, &timeToLive)
        guard count >= 0 else {
            let error = SocketError(.receive, errno)
            if error.isTransient { return nil }
            throw error
        }
        guard let source = Endpoint(storage), let timeToLive = UInt8(exactly: timeToLive) else { return nil }
        return Arrival(byteCount: count, source: source, timeToLive: timeToLive)
    }

    func send(_ bytes: RawSpan, to endpoint: Endpoint) throws(SocketError) {
        let sent = endpoint.withSocketAddress { address, length in
            bytes.withUnsafeBytes {
                sendto(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL), address, length)
            }
        }
        guard sent == bytes.byteCount else { throw SocketError(.send, errno) }
    }
}
