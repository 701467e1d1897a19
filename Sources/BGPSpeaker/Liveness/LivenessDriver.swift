import BFD
import Dispatch
import Glibc
public import NetworkTypes
public import Router

/// Carries the BFD sessions of one router over UDP, on a queue of its own, so that no number of routes can delay them.
public actor LivenessDriver {
    public typealias Report = @Sendable (LivenessChange, Instant) -> Void

    private nonisolated let executor: QueueExecutor
    private let neighbors: [Neighbor]
    private let sockets: any SocketFactory
    private let clock: MonotonicClock
    private let report: Report
    private var table: LivenessTable
    private var output = LivenessOutput()
    private var receivers: [ControlPacketReceiver] = []
    /// The socket that each neighbour's packets leave by.
    private var senders: [Int: Socket] = [:]
    private var timer: DeadlineTimer?

    public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// - Parameter report: called on the driver's queue for every session that reached Up, or left it because the path is broken.
    public init(
        neighbors: [Neighbor],
        generator: SeededGenerator,
        sockets: any SocketFactory,
        clock: MonotonicClock,
        executor: QueueExecutor = QueueExecutor(label: "bfd"),
        report: @escaping Report
    ) {
        self.neighbors = neighbors
        self.sockets = sockets
        self.clock = clock
        self.executor = executor
        self.report = report
        var generator = generator
        // A neighbour may still remember the discriminators of a process that ran here before.
        let first = UInt32(truncatingIfNeeded: generator.next()) | 1
        table = LivenessTable(neighbors: neighbors, generator: generator, firstDiscriminator: first)
    }

    /// Binds the ports at which control packets are expected.
    public func open() throws(SocketError) {
        for neighbor in neighbors where neighbor.bfd != nil {
            let local = Endpoint(address: neighbor.localAddress, port: neighbor.controlPort)
            let domain = neighbor.domain ?? 0
            guard !receivers.contains(where: { $0.local == local && $0.domain == domain }) else { continue }
            receivers.append(try ControlPacketReceiver(at: local, domain: domain, sockets: sockets))
        }
        for receiver in receivers {
            receiver.start(on: executor.queue) { [weak self] packet, arrival in
                self?.assumeIsolated { $0.receive(packet, arrival) }
            }
        }
        timer = DeadlineTimer(on: executor.queue) { [weak self] in self?.assumeIsolated { $0.deadlineReached() } }
    }

    /// The BGP session with a neighbour is up.
    public nonisolated func start(_ neighbor: Int) {
        executor.queue.async { self.assumeIsolated { $0.startSession(neighbor) } }
    }

    /// The BGP session with a neighbour ended.
    public nonisolated func stop(_ neighbor: Int) {
        executor.queue.async { self.assumeIsolated { $0.stopSession(neighbor) } }
    }

    /// The BGP session with a neighbour ended, but its routes stay in use.
    public nonisolated func retain(_ neighbor: Int) {
        executor.queue.async { self.assumeIsolated { $0.retainSession(neighbor) } }
    }

    /// Tells all neighbours that their sessions end on purpose, and closes the ports.
    public func close() {
        let now = clock.now
        for neighbor in neighbors.indices { table.stop(neighbor, at: now, into: &output) }
        settle(at: now)
        receivers.removeAll()
        senders.removeAll()
        timer = nil
    }

    /// The session beside a neighbour's BGP session, if one runs.
    ///
    /// Waits for the driver's queue: call it from a thread of your own.
    nonisolated func inspect(neighbor: Int) -> BFDSession? {
        executor.queue.sync { assumeIsolated { $0.table.session(neighbor: neighbor) } }
    }

    private func startSession(_ neighbor: Int) {
        let now = clock.now
        table.start(neighbor, at: now, into: &output)
        settle(at: now)
    }

    private func stopSession(_ neighbor: Int) {
        let now = clock.now
        table.stop(neighbor, at: now, into: &output)
        settle(at: now)
        senders[neighbor] = nil
    }

    private func retainSession(_ neighbor: Int) {
        let now = clock.now
        table.retain(neighbor, at: now, into: &output)
        settle(at: now)
    }

    private func receive(_ packet: ControlPacket, _ arrival: ControlPacketArrival) {
        let now = clock.now
        table.receive(packet, arrival, at: now, into: &output)
        settle(at: now)
    }

    private func deadlineReached() {
        timer?.fired()
        let now = clock.now
        table.handleDeadlines(at: now, into: &output)
        settle(at: now)
    }

    private func settle(at now: Instant) {
        for packet in output.packets { send(packet) }
        output.packets.removeAll(keepingCapacity: true)
        for change in output.changes { report(change, now) }
        output.changes.removeAll(keepingCapacity: true)
        timer?.set(table.nextDeadline, now: now)
    }

    /// A packet that can't be sent is one that is lost: the protocol deals with it.
    private func send(_ outgoing: LivenessOutput.Packet) {
        let neighbor = neighbors[outgoing.neighbor]
        let known = senders[outgoing.neighbor]
        guard let socket = known ?? (try? sender(for: neighbor, preferredPort: outgoing.sourcePort)) else { return }
        senders[outgoing.neighbor] = socket
        let destination = Endpoint(address: neighbor.remoteAddress, port: neighbor.controlPort)
        let bytes = outgoing.packet.encoded
        try? socket.send(bytes.span.bytes, to: destination)
    }

    /// A socket with a source port of the range that RFC 5881 §4 prescribes: the preferred one, or one near it if that is taken.
    private func sender(for neighbor: Neighbor, preferredPort: UInt16) throws(SocketError) -> Socket {
        let socket = try sockets.socket(.datagram, neighbor.localAddress.family, domain: neighbor.domain ?? 0)
        try socket.setTimeToLive(SingleHop.timeToLive)
        try socket.setTrafficClass(SingleHop.trafficClass)
        var port = preferredPort
        for _ in 0..<64 {
            do throws(SocketError) {
                try socket.bind(to: Endpoint(address: neighbor.localAddress, port: port))
                return socket
            } catch {
                guard error.isAddressInUse else { throw error }
                port = port == SingleHop.sourcePorts.upperBound ? SingleHop.sourcePorts.lowerBound : port + 1
            }
        }
        throw SocketError(.bind, EADDRINUSE)
    }
}
