import BGPSession
import Dispatch
public import NetworkTypes
import RIB
public import Router

/// A router on real sockets: the same ``Router`` as in virtual time, with the kernel's TCP and UDP below it and a real clock.
///
/// Everything happens on one serial queue, BFD on another. A process may hold many speakers; whoever makes their sockets
/// (``SocketFactory``) decides in which network each of them lives.
public actor Speaker {
    /// What happens, in order.
    ///
    /// Events that nobody takes are dropped, the oldest first, beyond ``eventLimit``.
    public nonisolated let events: AsyncStream<SpeakerEvent>
    public static let eventLimit = 4096

    public nonisolated let configuration: RouterConfiguration
    public nonisolated let clock: MonotonicClock
    nonisolated let executor: QueueExecutor
    private nonisolated let continuation: AsyncStream<SpeakerEvent>.Continuation

    var router: Router
    /// What the router asks for, and what of that is being carried out: two, so that neither is made anew each time.
    var output = RouterOutput()
    private var carried = RouterOutput()
    let transports: Transports
    var liveness: LivenessDriver?
    private let sockets: any SocketFactory
    private let generator: SeededGenerator
    private var timer: DeadlineTimer?
    let drops = SilentDropCounters()
    var dropTimer: DeadlineTimer?
    private var isWorkScheduled = false
    private var refusals = Refusals()
    /// The last reason why each neighbour could not be reached.
    private var connectErrors: [SocketError?]

    public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// A speaker that is silent until ``start(listeningAt:)``.
    public init(
        _ configuration: RouterConfiguration,
        seed: UInt64,
        sockets: any SocketFactory = HostSockets(),
        clock: MonotonicClock = MonotonicClock(),
        executor: QueueExecutor = QueueExecutor(label: "bgp")
    ) {
        self.configuration = configuration
        self.clock = clock
        self.executor = executor
        (events, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(Self.eventLimit))
        self.sockets = sockets
        generator = SeededGenerator(seed: seed)
        router = Router(configuration: configuration, generator: generator.forked(for: "bgp"))
        transports = Transports(neighbors: configuration.neighbors, sockets: sockets, queue: executor.queue)
        connectErrors = Array(repeating: nil, count: configuration.neighbors.count)
    }

    /// Listens, binds BFD's ports and starts all sessions.
    ///
    /// - Returns: where it listens, with the ports that the system chose in the place of 0.
    /// - Throws: why one of the addresses can't be listened at.
    @discardableResult
    public func start(listeningAt listeners: [ListeningPoint]) async throws(ListenError) -> [Endpoint] {
        transports.owner = self
        for listener in listeners {
            do throws(SocketError) {
                try transports.listen(on: listener.endpoint, domain: listener.domain)
            } catch {
                throw ListenError(endpoint: listener.endpoint, error: error)
            }
        }
        do throws(SocketError) { try await startLiveness() } catch { throw ListenError(endpoint: nil, error: error) }
        timer = DeadlineTimer(on: executor.queue) { [weak self] in self?.assumeIsolated { $0.deadlineReached() } }
        let now = clock.now
        watchDrops(at: now)
        router.start(at: now, cause: nil, into: &output)
        settle(at: now)
        return transports.localEndpoints
    }

    private func startLiveness() async throws(SocketError) {
        guard configuration.neighbors.contains(where: { $0.bfd != nil }) else { return }
        let driver = LivenessDriver(
            neighbors: configuration.neighbors,
            generator: generator.forked(for: "bfd"),
            sockets: sockets,
            clock: clock
        ) { [weak self] change, time in
            guard let self else { return }
            executor.queue.async { self.assumeIsolated { $0.livenessChanged(change, at: time) } }
        }
        liveness = driver
        try await driver.open()
    }

    /// Ends all sessions with a Cease (administrative shutdown, RFC 9003) and returns when the neighbours have been told, or would
    /// not listen for two seconds.
    public func stop(communication: String? = nil) async {
        transports.stopListening()
        let now = clock.now
        for neighbor in configuration.neighbors.indices {
            let reason = StopReason.administrativeShutdown(communication: communication)
            router.handle(.stop(reason), neighbor: neighbor, at: now, cause: nil, into: &output)
        }
        settle(at: now)
        await liveness?.close()
        await withCheckedContinuation { done in transports.whenQuiet { done.resume() } }
        timer = nil
        dropTimer = nil
        continuation.finish()
    }

    func report(_ kind: SpeakerEvent.Kind, at now: Instant) {
        continuation.yield(SpeakerEvent(time: now, kind: kind))
    }
}

/// An address to listen at, and the routing domain whose sessions are there.
public struct ListeningPoint: Hashable, Sendable {
    public var endpoint: Endpoint
    public var domain: Int

    public init(_ endpoint: Endpoint, domain: Int = 0) {
        self.endpoint = endpoint
        self.domain = domain
    }
}

/// Why an address can't be listened at; without an endpoint it is about BFD's ports.
public struct ListenError: Error, Hashable, Sendable {
    public var endpoint: Endpoint?
    public var error: SocketError
}

// MARK: - Driving the router

extension Speaker: TransportOwner {
    public nonisolated func neighbor(domain: Int, local: IPAddress, remote: IPAddress) -> Int? {
        assumeIsolated { $0.router.neighbor(domain: domain, local: local, remote: remote) }
    }

    public nonisolated func transports(_ event: TransportEvent) { assumeIsolated { $0.take(event) } }

    private func take(_ event: TransportEvent) {
        let now = clock.now
        switch event {
        case .opened(let neighbor, let slot):
            connectErrors[neighbor] = nil
            tell(.transportOpened(slot), neighbor, at: now)
        case .failed(let neighbor, let slot, let error):
            if connectErrors[neighbor] != error { report(.connectFailed(neighbor: neighbor, error), at: now) }
            connectErrors[neighbor] = error
            tell(.transportFailed(slot), neighbor, at: now)
        case .readable(let neighbor, let slot):
            let outcome = transports.receive(neighbor: neighbor, slot) { bytes in
                router.receive(bytes, neighbor: neighbor, slot, at: now, cause: nil, into: &output)
            }
            if case .closed = outcome { tell(.transportClosed(slot), neighbor, at: now) }
        case .sent(let neighbor, _, let isBlocked):
            router.transport(neighbor: neighbor, isBlocked: isBlocked, at: now)
        case .closed(let neighbor, let slot, _):
            tell(.transportClosed(slot), neighbor, at: now)
        case .refused(let remote, _, _):
            if let count = refusals.note(at: now) { report(.refused(remote: remote, count: count), at: now) }
        case .exhausted(let error):
            report(.exhausted(error), at: now)
        }
        step(at: now)
    }

    private func livenessChanged(_ change: LivenessChange, at time: Instant) {
        let neighbor = change.neighbor
        report(change.isUp ? .bfdUp(neighbor: neighbor) : .bfdDown(neighbor: neighbor, change), at: time)
        let now = clock.now
        router.bfdChanged(
            neighbor,
            isUp: change.isUp,
            isControlPlaneIndependent: change.isControlPlaneIndependent,
            at: now,
            cause: nil,
            into: &output
        )
        step(at: now)
    }

    private func deadlineReached() {
        timer?.fired()
        let now = clock.now
        router.handleDeadlines(at: now, into: &output)
        step(at: now)
    }

    private func tell(_ event: SessionEvent, _ neighbor: Int, at now: Instant) {
        router.handle(event, neighbor: neighbor, at: now, cause: nil, into: &output)
    }

    /// One piece of the router's work, with what it and the event before it ask for; others get their turn before the next.
    func step(at now: Instant) {
        if router.hasWork { router.work(at: now, into: &output) }
        settle(at: now)
    }

    /// Carries out what the router asked for, and arranges to be called again.
    private func settle(at now: Instant) {
        // What is carried out may lead to more.
        while !output.actions.isEmpty || !output.logs.isEmpty {
            swap(&output, &carried)
            for log in carried.logs { note(log, at: now) }
            for action in carried.actions { perform(action, at: now) }
            carried.removeAll()
        }
        output.removeAll()
        timer?.set(router.nextDeadline, now: now)
        guard router.hasWork, !isWorkScheduled else { return }
        isWorkScheduled = true
        executor.queue.async { [weak self] in
            self?.assumeIsolated {
                $0.isWorkScheduled = false
                $0.step(at: $0.clock.now)
            }
        }
    }

    private func perform(_ action: RouterAction, at now: Instant) {
        switch action {
        case .openTransport(let neighbor): transports.open(neighbor: neighbor)
        case .closeTransport(let neighbor, let slot): transports.close(neighbor: neighbor, slot)
        case .startBFD(let neighbor): liveness?.start(neighbor)
        case .retainBFD(let neighbor): liveness?.retain(neighbor)
        case .stopBFD(let neighbor): liveness?.stop(neighbor)
        case .send(let neighbor, let slot, let bytes):
            switch transports.send(bytes, neighbor: neighbor, slot) {
            case .sent, .queued: break
            case .blocked: router.transport(neighbor: neighbor, isBlocked: true, at: now)
            case .overflow: tell(.stop(.outOfResources), neighbor, at: now)
            }
        }
    }

    private func note(_ log: RouterLog, at now: Instant) {
        switch log.event {
        case .sessionUp(let neighbor):
            guard let parameters = router.status(neighbor: neighbor).negotiated else { return }
            report(.sessionUp(neighbor: neighbor, parameters), at: now)
        case .sessionDown(let neighbor, let cause, let reason):
            report(.sessionDown(neighbor: neighbor, cause, reason), at: now)
        case .attemptFailed(let neighbor, let reason):
            report(.attemptFailed(neighbor: neighbor, reason), at: now)
        case .updateReceived, .updateSent, .routesDecided, .routesInstalled, .nextHopChanged, .nextHopsChecked,
            .routesSuppressed, .routesReused, .restartAwaited,
            .restartEnded, .selectionDeferred, .selectionBegan, .leftoversRemoved:
            break
        }
    }
}
