public import BGPSession
import BGPWire
public import Dispatch
public import NetworkTypes
public import Router

/// The BGP connections of one router over the kernel's TCP, on one serial queue.
///
/// All calls come from that queue, and the owner is called on it. Nothing here waits; what a connection has no room for is bounded
/// by ``SendOutcome/overflow`` and by the time that a closed connection gets to end in order.
public final class Transports {
    /// How long a connection that is closed may take to deliver its last octets.
    static let lingerTime = DispatchTimeInterval.seconds(2)
    /// Connections that may linger at a time; others are reset.
    static let lingerLimit = 64

    public weak var owner: (any TransportOwner)?

    let neighbors: [Neighbor]
    /// The key of each neighbour's connections (RFC 2385).
    private(set) var keys: [[UInt8]?]
    let sockets: any SocketFactory
    let queue: DispatchQueue
    var listeners: [Listener] = []
    /// Two per neighbour: outgoing and incoming.
    private var connections: [Connection?]
    private var closing: [Connection] = []
    private var whenQuiet: (() -> Void)?
    private let buffer: UnsafeMutableRawBufferPointer

    /// - Parameter readSize: octets that are read at once, the most that the router takes in between two looks at other sockets.
    public init(neighbors: [Neighbor], sockets: any SocketFactory, queue: DispatchQueue, readSize: Int = 1 << 17) {
        buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: readSize, alignment: 16)
        self.neighbors = neighbors
        keys = neighbors.map { $0.sharedKey.map { Array($0.utf8) } }
        self.sockets = sockets
        self.queue = queue
        connections = Array(repeating: nil, count: neighbors.count * ConnectionSlot.allCases.count)
    }

    deinit {
        for connection in connections { connection?.discard() }
        for connection in closing { connection.discard() }
        for listener in listeners { listener.stop() }
        buffer.deallocate()
    }

    subscript(neighbor: Int, slot: ConnectionSlot) -> Connection? {
        get { connections[neighbor * 2 + Int(slot.rawValue)] }
        set { connections[neighbor * 2 + Int(slot.rawValue)] = newValue }
    }

    /// The addresses at which somebody listens, with the ports that the system chose where 0 was asked for.
    public var localEndpoints: [Endpoint] { listeners.compactMap(\.socket.localEndpoint) }

    /// Begins to connect to a neighbour; the outcome comes as an event, never during this call.
    public func open(neighbor: Int) {
        do throws(SocketError) {
            let socket = try outgoingSocket(to: neighbor)
            try adopt(socket, neighbor: neighbor, .outgoing, .connecting).isWaitingToWrite = true
        } catch {
            let event = TransportEvent.failed(neighbor: neighbor, .outgoing, error)
            queue.async(execute: DispatchWorkItem { [weak self] in self?.owner?.transports(event) })
        }
    }

    /// Changes the key of a neighbour's connections, those that stand included; `nil` takes it away.
    ///
    /// A connection that was made without a key may keep to that: not every system lets it have one later.
    public func setKey(_ key: [UInt8]?, neighbor: Int) {
        keys[neighbor] = key
        let address = neighbors[neighbor].remoteAddress
        let listening = listeners.filter {
            $0.domain == neighbors[neighbor].domain ?? 0 && $0.socket.family == address.family
        }
        let standing = ConnectionSlot.allCases.compactMap { self[neighbor, $0]?.socket }
        for socket in listening.map(\.socket) + standing { try? socket.setMD5Key(key ?? [], for: address) }
    }

    /// Sends octets after those that wait already.
    public func send(_ bytes: [UInt8], neighbor: Int, _ slot: ConnectionSlot) -> SendOutcome {
        guard let connection = self[neighbor, slot], connection.phase == .open else { return .sent }
        let mustWait = !connection.output.isEmpty
        guard connection.output.append(bytes) else { return .overflow }
        if mustWait { return .queued }
        // Who finds the connection broken is the reader: it has the octets that came before, and hears the reason.
        let progress = try? connection.flush()
        return progress == nil || connection.output.isEmpty ? .sent : .blocked
    }

    /// Reads what is there, up to a bound, and hands it over in one piece, which is valid during the call of `body` only.
    ///
    /// More than that comes as another event.
    public func receive(neighbor: Int, _ slot: ConnectionSlot, body: (RawSpan) -> Void) -> ReceiveOutcome {
        guard let connection = self[neighbor, slot], connection.phase == .open else { return .open }
        let (count, rest) = connection.fill(buffer)
        if count > 0 { body(UnsafeRawBufferPointer(rebasing: buffer[..<count]).bytes) }
        switch rest {
        case .none: return .open
        case .perhapsMore:
            comeBack(to: connection)
            return .open
        case .end(let error):
            remove(connection)
            return .closed(error)
        }
    }

    /// Whether it is told that something arrived on a connection; what arrives meanwhile is told when this is on again.
    public func setReading(_ isOn: Bool, neighbor: Int, _ slot: ConnectionSlot) {
        guard let connection = self[neighbor, slot], connection.phase == .open else { return }
        connection.isReading = isOn
    }

    /// Ends a connection after what was sent has left, or gives up making it; no event follows.
    public func close(neighbor: Int, _ slot: ConnectionSlot) {
        guard let connection = self[neighbor, slot] else { return }
        self[neighbor, slot] = nil
        guard connection.phase == .open, closing.count < Self.lingerLimit else {
            connection.socket.resetOnClose()
            connection.discard()
            return
        }
        linger(connection)
    }

    /// Drops every connection without another word, as a router that loses power does.
    public func abandon() {
        for connection in connections.compactMap({ $0 }) + closing {
            connection.socket.resetOnClose()
            connection.discard()
        }
        connections = Array(repeating: nil, count: connections.count)
        closing.removeAll()
    }

    /// Calls `body` once when no closed connection is left that still has something to say.
    public func whenQuiet(_ body: @escaping () -> Void) {
        whenQuiet = body
        checkQuiet()
    }

    private func remove(_ connection: Connection) {
        connection.discard()
        if self[connection.neighbor, connection.slot] === connection {
            self[connection.neighbor, connection.slot] = nil
        }
    }
}

// MARK: - Events

extension Transports {
    @discardableResult
    func adopt(
        _ socket: Socket,
        neighbor: Int,
        _ slot: ConnectionSlot,
        _ phase: Connection.Phase
    ) throws(SocketError) -> Connection {
        let connection = try Connection(
            socket,
            neighbor: neighbor,
            slot,
            phase,
            on: queue,
            readable: { [weak self] in self?.readable($0) },
            writable: { [weak self] in self?.writable($0) }
        )
        self[neighbor, slot] = connection
        return connection
    }

    /// Looks at a connection again after everybody else has had a turn.
    private func comeBack(to connection: Connection) {
        queue.async(
            execute: DispatchWorkItem { [weak self, weak connection] in
                if let connection, connection.isReading { self?.readable(connection) }
            }
        )
    }

    private func readable(_ connection: Connection) {
        if connection.phase == .closing {
            discardInput(of: connection)
        } else {
            owner?.transports(.readable(neighbor: connection.neighbor, connection.slot))
        }
    }

    private func writable(_ connection: Connection) {
        switch connection.phase {
        case .connecting:
            connection.isWaitingToWrite = false
            if let error = connection.socket.connectError {
                remove(connection)
                owner?.transports(.failed(neighbor: connection.neighbor, connection.slot, error))
            } else {
                connection.phase = .open
                connection.isReading = true
                owner?.transports(.opened(neighbor: connection.neighbor, connection.slot))
            }
        case .open:
            do throws(SocketError) {
                guard try connection.flush() else { return }
                let isBlocked = !connection.output.isEmpty
                owner?.transports(.sent(neighbor: connection.neighbor, connection.slot, isBlocked: isBlocked))
            } catch {
                remove(connection)
                owner?.transports(.closed(neighbor: connection.neighbor, connection.slot, error))
            }
        case .closing:
            flushLast(of: connection)
        }
    }
}

// MARK: - Ending in order

extension Transports {
    /// Lets a connection deliver what was sent: a socket that is closed with octets unread resets the connection, and the peer
    /// would never see the NOTIFICATION.
    private func linger(_ connection: Connection) {
        connection.phase = .closing
        closing.append(connection)
        let giveUp = DispatchWorkItem { [weak self, weak connection] in
            if let connection { self?.finish(connection) }
        }
        queue.asyncAfter(deadline: .now() + Self.lingerTime, execute: giveUp)
        connection.isReading = true
        flushLast(of: connection)
    }

    private func flushLast(of connection: Connection) {
        do throws(SocketError) {
            _ = try connection.flush()
            if connection.output.isEmpty { connection.socket.finishSending() }
        } catch {
            finish(connection)
        }
    }

    private func discardInput(of connection: Connection) {
        switch connection.fill(buffer).rest {
        case .none: break
        case .perhapsMore: comeBack(to: connection)
        case .end: finish(connection)
        }
    }

    private func finish(_ connection: Connection) {
        guard let place = closing.firstIndex(where: { $0 === connection }) else { return }
        closing.remove(at: place)
        connection.discard()
        checkQuiet()
    }

    private func checkQuiet() {
        guard closing.isEmpty, let body = whenQuiet else { return }
        whenQuiet = nil
        body()
    }
}
