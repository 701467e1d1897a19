public import BGPSpeaker
import Dispatch
public import Network
public import NetworkTypes
import Router

/// Runs a network in real time: BGP over the kernel's TCP, each router in namespaces of its own, real routers behind TAP ports, and kernels in
/// the place of machines behind TUN devices.
///
/// The network is the same value that the virtual engine runs. This engine hands it what is due when its time has come, carries out its
/// ``Outbox``, and brings it what sockets and devices say. Wires, forwarding, BFD and probes stay inside the network, so a trace shows
/// every frame once, and frames that only pass through an emulated router never enter the kernel.
///
/// Everything happens on one serial queue, in bounded pieces.
public actor LiveEngine {
    public nonisolated let clock: MonotonicClock
    nonisolated let executor: QueueExecutor
    public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    var network: Network
    var routers: [NodeIndex: RouterHost] = [:]
    var devices: [NodeIndex: DeviceHost] = [:]
    var machines: [NodeIndex: MachineHost] = [:]
    /// What the system would not give a router that was to start, which ends the run.
    public internal(set) var failure: SystemError?
    private var timer: DeadlineTimer?
    private var isStepping = false
    var work = WorkQueue()
    /// What happened to the connections of routers whose processes hang.
    var postponed: [NodeIndex: [TransportEvent]] = [:]
    /// Whether another step is on its way to the queue already, to go on where one broke off.
    private var isResuming = false
    private var waiters: [CheckedContinuation<Void, Never>] = []
    let buffer = ReadBuffer()
    var dropWatch = DropWatch()
    private var latenessWatch = LatenessWatch()

    /// Events that one piece of work handles before sockets and devices get their turn.
    private static let pieceLimit = 512

    /// Prepares namespaces, devices and sockets for every router of the network; nothing runs before ``start()``.
    ///
    /// - Parameter network: made for ``Carriage/engine``; whether its trace is enabled stays as it is.
    /// - Throws: what the system would not give; see ``SystemError/isPrivilege``.
    public init(_ network: consuming Network, devices configurations: [DeviceConfiguration] = []) throws(SystemError) {
        let executor = QueueExecutor(label: "live")
        self.executor = executor
        clock = MonotonicClock()
        let blueprint = network.blueprint
        self.network = network
        // First what may be missing for everybody to see.
        for (place, node) in blueprint.nodes.enumerated() {
            guard let kernel = node.kernel else { continue }
            machines[NodeIndex(place)] = try MachineHost(kernel)
        }
        for (place, node) in blueprint.nodes.enumerated() {
            guard case .router(let configuration) = node.works else { continue }
            let index = NodeIndex(place)
            if let device = configurations.first(where: { $0.node == index }) {
                devices[index] = try DeviceHost(device)
            } else if !configuration.neighbors.isEmpty {
                routers[index] = try RouterHost(configuration, queue: executor.queue)
            }
        }
    }

    /// Starts the network.
    public func start() {
        for (index, router) in routers { connect(router, index) }
        for (index, device) in devices { connect(device, index) }
        for (index, machine) in machines { connect(machine, index) }
        timer = DeadlineTimer(on: executor.queue) { [weak self] in
            self?.assumeIsolated { engine in
                engine.timer?.fired()
                engine.step()
            }
        }
        dropWatch = DropWatch(routers, devices, at: clock.now)
        network.start(at: clock.now)
        step()
    }

    /// Returns once the scenario has ended or ``stop(reason:)`` was called.
    public func waitUntilFinished() async {
        guard !network.isFinished else { return }
        await withCheckedContinuation { waiters.append($0) }
    }

    /// Ends the run before its time.
    public func stop(reason: String) {
        network.stop(at: clock.now, reason: reason)
        step()
    }

    /// How the kernels of real routers forward.
    public var kernelSettings: [NodeIndex: KernelSettings] { devices.compactMapValues(\.settings) }

    /// Packets that kernels of machines dropped, since they came faster than this computer carries them through the emulation.
    public private(set) var lostByKernels: [NodeIndex: Int] = [:]

    /// Closes every socket and device, and ends every process; the namespaces go with them.
    public func shutDown() {
        timer = nil
        for router in routers.values { router.stop() }
        for device in devices.values { device.stop() }
        for (index, machine) in machines {
            lostByKernels[index] = machine.lostPackets
            machine.stop()
        }
        routers = [:]
        devices = [:]
        machines = [:]
    }

    /// Looks at the network, or takes from its trace, between two pieces of work.
    public func withNetwork<Result>(_ body: (inout Network, Instant) -> Result) -> Result {
        body(&network, clock.now)
    }

    /// The same for whoever is on the engine's queue already, such as an actor that shares it.
    public nonisolated func onQueue<Result>(_ body: (inout Network, Instant) -> Result) -> Result {
        withoutActuallyEscaping(body) { body in
            let call = QueueBound(body)
            return assumeIsolated { engine in QueueBound(call.value(&engine.network, engine.clock.now)) }.value
        }
    }

    // MARK: - Carrying

    /// Lets happen what is due, carries out what comes of it, and arranges to be called again.
    ///
    /// - Parameter doesWork: whether a piece of work is done as well, once nothing else is due.
    func step(doesWork: Bool = false) {
        // What happens in here may call for another step, which this one takes care of.
        guard !isStepping else { return }
        isStepping = true
        defer { isStepping = false }
        settle()
        var budget = Self.pieceLimit
        var now = clock.now
        while !network.isFinished, budget > 0, let due = network.nextDeadline, due <= now {
            handleNext(due, at: now)
            budget -= 1
            now = clock.now
        }
        // What a router does for its routes comes after all that is due: probes, BFD, hold timers.
        if doesWork, !network.isFinished, budget > 0, let piece = work.pop(at: now) {
            perform(piece, at: now)
            settle()
            let end = clock.now
            work.charge(piece, end - now, at: end)
        }
        lookAtDrops(at: now)
        if network.isFinished {
            for waiter in waiters { waiter.resume() }
            waiters = []
            timer?.set(nil, now: clock.now)
        } else {
            timer?.set(network.nextDeadline, now: clock.now)
            if !work.isEmpty { resume() }
        }
    }

    /// Goes on after the sockets and devices that have something to say by now.
    private func resume() {
        guard !isResuming else { return }
        isResuming = true
        executor.queue.async { [weak self] in
            self?.assumeIsolated { engine in
                engine.isResuming = false
                engine.step(doesWork: true)
            }
        }
    }

    private func perform(_ piece: WorkQueue.Piece, at now: Instant) {
        switch piece {
        case .routes(let node, let generation): network.work(of: node, generation: generation, at: now)
        case .read(let source): read(from: source, at: now)
        }
    }

    /// Lets everything happen that was due before now, so that what comes from outside comes in order.
    func catchUp() -> Instant {
        let now = clock.now
        while !network.isFinished, let due = network.nextDeadline, due <= now { handleNext(due, at: now) }
        return now
    }

    private func handleNext(_ due: Instant, at now: Instant) {
        if let late = latenessWatch.note(due: due, at: now) { network.engineIsLate(by: late, at: due) }
        network.handleNext()
        settle()
    }

    private func settle() {
        var rounds = 0
        repeat {
            carryOrders()
            rounds += 1
        } while network.hasOrders && rounds < 64
    }
}
