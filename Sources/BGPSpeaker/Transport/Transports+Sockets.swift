import BGPSession
import BGPWire
import Glibc
public import NetworkTypes
import Router

extension Transports {
    /// Begins to accept connections at an address.
    ///
    /// Neighbours' keys have to be known to the listening socket before they connect, so all of them are set here.
    public func listen(on endpoint: Endpoint, domain: Int) throws(SocketError) {
        let socket = try sockets.socket(.stream, endpoint.address.family, domain: domain)
        try socket.set(SOL_SOCKET, SO_REUSEADDR, 1)
        try socket.bind(to: endpoint)
        // Answers to a neighbour that checks must look as near as they are; who is further away is not hurt by it.
        try socket.setTimeToLive(255)
        for (neighbor, key) in zip(neighbors, keys) where neighbor.domain ?? 0 == domain {
            guard let key, neighbor.remoteAddress.family == socket.family else { continue }
            try socket.setMD5Key(key, for: neighbor.remoteAddress)
        }
        try socket.listen(backlog: 128)
        let listener = Listener(socket, domain: domain, on: queue)
        listeners.append(listener)
        listener.start(
            accepted: { [weak self] socket, remote in self?.accept(socket, remote, domain) },
            exhausted: { [weak self] error in self?.owner?.transports(.exhausted(error)) }
        )
    }

    /// Accepts no more connections.
    public func stopListening() {
        for listener in listeners { listener.stop() }
        listeners.removeAll()
    }

    func outgoingSocket(to place: Int) throws(SocketError) -> Socket {
        let neighbor = neighbors[place]
        let socket = try sockets.socket(.stream, neighbor.remoteAddress.family, domain: neighbor.domain ?? 0)
        try prepare(socket, for: neighbor)
        if let key = keys[place] { try socket.setMD5Key(key, for: neighbor.remoteAddress) }
        try socket.bind(to: Endpoint(address: neighbor.localAddress, port: 0))
        try socket.connect(to: Endpoint(address: neighbor.remoteAddress, port: neighbor.port))
        return socket
    }

    private func accept(_ socket: Socket, _ remote: Endpoint, _ domain: Int) {
        guard let owner, let local = socket.localEndpoint?.address else { return }
        guard let neighbor = owner.neighbor(domain: domain, local: local, remote: remote.address),
            self[neighbor, .incoming] == nil
        else {
            refuse(socket, remote)
            owner.transports(.refused(remote: remote, local: local, domain: domain))
            return
        }
        do throws(SocketError) {
            // Without its options the connection would not be what the operator asked for.
            try prepare(socket, for: neighbors[neighbor])
            try adopt(socket, neighbor: neighbor, .incoming, .open).isReading = true
            owner.transports(.opened(neighbor: neighbor, .incoming))
        } catch {
            owner.transports(.exhausted(error))
        }
    }

    /// A stranger is told (Cease/5, RFC 4486 §4); a neighbour whose session is not ready finds nobody (RFC 4271 §8.2.2, Idle).
    private func refuse(_ socket: Socket, _ remote: Endpoint) {
        if neighbors.contains(where: { $0.remoteAddress == remote.address }) {
            socket.resetOnClose()
        } else {
            let message = NotificationError(.connectionRejected).message
            _ = try? socket.send(message.span.bytes)
        }
    }

    /// Octets that the system may keep beyond those on their way, so that a slow peer does not get megabytes of what was true long ago.
    private static let unsentLimit: Int32 = 1 << 17

    private func prepare(_ socket: Socket, for neighbor: Neighbor) throws(SocketError) {
        try socket.set(Int32(IPPROTO_TCP), TCP_NODELAY, 1)
        try socket.set(Int32(IPPROTO_TCP), TCP_NOTSENT_LOWAT, Self.unsentLimit)
        if let value = neighbor.timeToLive ?? (neighbor.isOnLink ? 1 : nil) { try socket.setTimeToLive(value) }
        if let value = neighbor.minimumTimeToLive { try socket.setMinimumTimeToLive(value) }
    }
}
