public import NetworkTypes

/// The MD5 digest of bytes (RFC 1321): sixteen bytes, injected because this module has no cryptography.
public typealias MD5Function = @Sendable (_ bytes: [UInt8]) -> [UInt8]

/// TCP for virtual time (RFC 9293): the connections of one router in one routing domain, whose segments are
/// real packets.
///
/// Packets, orders and the time go in; packets and news come out as ``TCPAction``s, appended to an array of the
/// caller. The owner calls ``handleDeadlines(at:into:)`` at ``nextDeadline``. ICMP has no say: an unreachable
/// neighbor is found by time-outs alone.
///
/// Memory is bounded: per connection by the receive window (twice) and the send buffer, and in number by the
/// configuration.
public struct TCPStack: Sendable {
    /// The range of RFC 6335 §6 for the ports of connections that this end opens.
    private static let ephemeralPorts: ClosedRange<UInt16> = 49152...65535

    var connections: ConnectionTable
    var outbox: Outbox
    var generator: SeededGenerator
    private var listeners: [Endpoint: TCPConnectionOptions] = [:]
    private var neighbors: [IPAddress: TCPConnectionOptions] = [:]
    /// Ports are used in turn, so that none returns while a trace still knows its last connection.
    private var nextPort: UInt16

    /// A stack without listeners or connections.
    ///
    /// `md5` is needed only where keys are used.
    public init(
        configuration: TCPConfiguration = TCPConfiguration(),
        generator: SeededGenerator,
        md5: MD5Function? = nil
    ) {
        self.generator = generator
        let range = Self.ephemeralPorts
        nextPort = range.lowerBound + UInt16(truncatingIfNeeded: self.generator.below(UInt64(range.count)))
        outbox = Outbox(
            configuration: configuration,
            md5: md5,
            identification: UInt16(truncatingIfNeeded: self.generator.next())
        )
        connections = ConnectionTable(capacity: configuration.maximumConnections)
    }

    public var counters: TCPCounters { outbox.counters }
    /// Connections in any state, TIME-WAIT and unfinished handshakes included.
    public var connectionCount: Int { connections.count }
    /// Stream bytes held for all connections: unread, out of order, or not yet acknowledged; O(connections).
    public var retainedByteCount: Int { connections.places.reduce(0) { $0 + ($1?.retainedByteCount ?? 0) } }
    /// When ``handleDeadlines(at:into:)`` is wanted next.
    public var nextDeadline: Instant? { connections.nextDeadline }

    /// Accepts connections to a port of one address, or of every address with `0.0.0.0` or `::`.
    ///
    /// `options` hold for neighbors that have none of their own.
    public mutating func listen(
        on address: IPAddress,
        port: UInt16,
        options: TCPConnectionOptions = TCPConnectionOptions()
    ) {
        requireMD5(options)
        listeners[Endpoint(address: address, port: port)] = options
    }

    /// Accepts no further connections there; those that exist go on.
    public mutating func stopListening(on address: IPAddress, port: UInt16) {
        listeners[Endpoint(address: address, port: port)] = nil
    }

    /// Options of incoming connections from one neighbor, in place of the listener's; `nil` removes them.
    public mutating func setOptions(for remote: IPAddress, _ options: TCPConnectionOptions?) {
        if let options { requireMD5(options) }
        neighbors[remote] = options
    }

    /// The key of incoming connections from one neighbor (RFC 2385); `nil` asks for none.
    public mutating func setKey(for remote: IPAddress, _ key: [UInt8]?) {
        var options = neighbors[remote] ?? TCPConnectionOptions()
        options.md5Key = key
        setOptions(for: remote, options)
    }

    /// The same for connections that exist, in either direction, as well: what is signed with the old key is dropped from now on.
    public mutating func replaceKey(for remote: IPAddress, _ key: [UInt8]?) {
        setKey(for: remote, key)
        for place in connections.places.indices where connections.places[place]?.remote.address == remote {
            _ = connections.update(place) { $0.options.md5Key = key }
        }
    }

    /// Begins to open a connection; `connected` or `closed` follows.
    ///
    /// `localPort` is taken in turn from the ports for this purpose, unless it is given and free.
    /// Addresses of different families, and a key without an MD5 function, are the caller's mistakes and trap.
    public mutating func connect(
        from local: IPAddress,
        localPort: UInt16? = nil,
        to remote: IPAddress,
        port: UInt16,
        options: TCPConnectionOptions = TCPConnectionOptions(),
        at now: Instant,
        into actions: inout [TCPAction]
    ) -> ConnectionID {
        precondition(local.family == remote.family)
        requireMD5(options)
        let remote = Endpoint(address: remote, port: port)
        guard makeRoom(), let local = unusedEndpoint(on: local, localPort, to: remote) else {
            let id = connections.unplacedID()
            actions.append(.closed(id, reason: .aborted))
            return id
        }
        swap(&outbox.actions, &actions)
        defer { swap(&outbox.actions, &actions) }
        let sequence = SequenceNumber(UInt32(truncatingIfNeeded: generator.next()))
        let place = connections.insert { id in
            Connection(
                id: id,
                local: local,
                remote: remote,
                options: options,
                isPassive: false,
                initialSequence: sequence,
                configuration: outbox.configuration,
                at: now
            )
        }
        let id = connections.update(place) { connection in
            connection.open(at: now, &outbox)
            return connection.id
        }
        return id ?? connections.unplacedID()
    }

    /// Queues bytes; returns how many were taken, 0 if the connection cannot send.
    ///
    /// If it took fewer than there are, ``TCPAction/writable(_:)`` follows when half of the send buffer is free
    /// again.
    public mutating func send(
        _ bytes: RawSpan,
        on connection: ConnectionID,
        at now: Instant,
        into actions: inout [TCPAction]
    ) -> Int {
        guard let place = connections.place(of: connection) else { return 0 }
        swap(&outbox.actions, &actions)
        defer { swap(&outbox.actions, &actions) }
        return connections.update(place) { $0.send(bytes, at: now, &outbox) } ?? 0
    }

    /// Queues bytes; see the other `send`.
    public mutating func send(
        _ bytes: [UInt8],
        on connection: ConnectionID,
        at now: Instant,
        into actions: inout [TCPAction]
    ) -> Int {
        send(bytes.span.bytes, on: connection, at: now, into: &actions)
    }

    /// Stops or resumes the delivery of bytes; while it is stopped the receive window fills and closes.
    public mutating func setReadPaused(
        _ paused: Bool,
        on connection: ConnectionID,
        at now: Instant,
        into actions: inout [TCPAction]
    ) {
        update(connection, into: &actions) { $0.setReadPaused(paused, at: now, &$1) }
    }

    /// Ends a connection in order: what is queued is sent, what still arrives is acknowledged and thrown away,
    /// `closed` follows.
    public mutating func close(_ connection: ConnectionID, at now: Instant, into actions: inout [TCPAction]) {
        update(connection, into: &actions) { $0.close(at: now, &$1) }
    }

    /// Resets a connection: the neighbor is told, queued bytes are lost, `closed` follows at once.
    public mutating func abort(_ connection: ConnectionID, at now: Instant, into actions: inout [TCPAction]) {
        update(connection, into: &actions) { $0.abort(&$1) }
    }

    /// Does what is due; harmless when nothing is.
    public mutating func handleDeadlines(at now: Instant, into actions: inout [TCPAction]) {
        swap(&outbox.actions, &actions)
        defer { swap(&outbox.actions, &actions) }
        for place in connections.due(at: now) {
            _ = connections.update(place) { $0.handleDeadlines(at: now, &outbox) }
        }
    }
}

extension TCPStack {
    /// What holds for segments from `remote` to `local` that belong to no connection, and whether somebody
    /// listens there.
    func options(for local: Endpoint, from remote: IPAddress) -> (isListening: Bool, options: TCPConnectionOptions) {
        let any: IPAddress = local.address.family == .ipv4 ? .v4(.any) : .v6(.any)
        let listener = listeners[local] ?? listeners[Endpoint(address: any, port: local.port)]
        return (listener != nil, neighbors[remote] ?? listener ?? TCPConnectionOptions())
    }

    /// Makes sure that one more connection fits, if need be at the cost of a TIME-WAIT.
    mutating func makeRoom() -> Bool { !connections.isFull || connections.evictOldestTimeWait() }

    private mutating func update(
        _ id: ConnectionID,
        into actions: inout [TCPAction],
        _ body: (inout Connection, inout Outbox) -> Void
    ) {
        guard let place = connections.place(of: id) else { return }
        swap(&outbox.actions, &actions)
        defer { swap(&outbox.actions, &actions) }
        _ = connections.update(place) { body(&$0, &outbox) }
    }

    private mutating func unusedEndpoint(on local: IPAddress, _ port: UInt16?, to remote: Endpoint) -> Endpoint? {
        if let port {
            let endpoint = Endpoint(address: local, port: port)
            let key = ConnectionTable.Key(local: endpoint, remote: remote)
            return connections.place(of: key) == nil ? endpoint : nil
        }
        let range = Self.ephemeralPorts
        for _ in range {
            let endpoint = Endpoint(address: local, port: nextPort)
            nextPort = nextPort == range.upperBound ? range.lowerBound : nextPort + 1
            let key = ConnectionTable.Key(local: endpoint, remote: remote)
            if connections.place(of: key) == nil { return endpoint }
        }
        return nil
    }

    private func requireMD5(_ options: TCPConnectionOptions) {
        guard let key = options.md5Key else { return }
        precondition(outbox.md5 != nil && !key.isEmpty, "a key needs an MD5 function, and may not be empty")
    }
}
