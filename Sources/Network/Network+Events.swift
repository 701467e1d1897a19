public import NetworkTypes
import Topology

extension Network {
    /// When something is due next.
    public var nextDeadline: Instant? { agenda.earliest }

    /// Lets happen what is due next; its instant is then the network's present, and is returned.
    @discardableResult
    public mutating func handleNext() -> Instant? {
        guard let next = agenda.pop() else { return nil }
        handle(next.event, at: next.instant)
        return next.instant
    }

    /// Lets happen all that is due until `limit`, or until the run is over; returns the instant of the last of it.
    public mutating func handle(until limit: Instant) -> Instant? {
        var last: Instant?
        while !isFinished, let due = agenda.earliest, due <= limit { last = handleNext() }
        return last
    }

    private mutating func handle(_ event: NetworkEvent, at now: Instant) {
        if let changed = pathsChangedAt, changed < now { lookAtPaths() }
        walker.now = now
        switch event {
        case .frameArrives(let frame, let wire, let side, let epoch):
            frameArrives(frame, wire: Int(wire), towards: side, epoch: epoch, at: now)
        case .frameDeparts(let frame, let wire, let side, let epoch):
            frameDeparts(frame, wire: wire, towards: side, epoch: epoch, at: now)
        case .frameForwards(let frame, let node, let port, let generation):
            frameForwards(frame, node, port: port, generation: generation, at: now)
        case .limitCheck(let watch):
            checkLimit(Int(watch), at: now)
        case .nodeDeadline(let node, let generation):
            nodeDeadline(node, generation: generation, at: now)
        case .startSessions(let node, let generation):
            startSessions(of: node, generation: generation, at: now)
        case .nodeWork(let node, let generation):
            nodeWork(node, generation: generation, at: now)
        case .probe(let flow):
            sendProbe(of: Int(flow), at: now)
        case .conversation(let place):
            conversationDeadline(Int(place), at: now)
        case .request(let flow, let number):
            requestTimedOut(number, of: Int(flow), at: now)
        case .step(let index):
            begin(step: Int(index), at: now)
        case .restore(let index):
            restore(step: Int(index), at: now)
        case .flap(let index, let toggle):
            flap(step: Int(index), toggle: Int(toggle), at: now)
        case .darken(let step, let target):
            darken(step: Int(step), target: Int(target), at: now)
        case .shutDown(let index, let target):
            shutDown(step: Int(index), target: Int(target), at: now)
        case .maintenance(let maintenance):
            proceed(maintenance, at: now)
        case .program(let node):
            program(node, at: now)
        case .programFastPath(let index):
            programBypass(Int(index), at: now)
        case .healthProbe(let gateway):
            probeHealth(of: Int(gateway), at: now)
        case .replaceInstance(let node, let generation):
            replaceInstance(node, generation: generation, at: now)
        case .gatewayOperation(let gateway):
            finishOperation(of: Int(gateway), at: now)
        case .scaleCheck(let gateway):
            checkScale(of: Int(gateway), at: now)
        case .removeInstance(let node):
            removeInstance(node, at: now)
        case .look(let index):
            look(Int(index), at: now)
        case .sampleMetrics:
            sampleMetrics(at: now)
        case .settle:
            settle(at: now)
        case .finish:
            finish(at: now, reason: runLength < topology.scenario.duration ? "until" : "finished")
        }
    }

    /// Ends the run before its time.
    public mutating func stop(at now: Instant, reason: String) {
        guard !isFinished else { return }
        finish(at: now, reason: reason)
    }

    /// Looks whether the network has been quiet for long enough, and starts flows and scenario if so.
    private mutating func settle(at now: Instant) {
        guard timeZero == nil else { return }
        let timing = topology.timing
        let quietFrom = lastActivity + timing.quietPeriod
        let isQuiet = quietFrom <= now && pendingPrograms == 0 && !awaitsDevices
        guard isQuiet || now >= .zero + timing.settleLimit else {
            agenda.schedule(.settle, at: max(quietFrom, now + .milliseconds(100)))
            return
        }
        timeZero = now
        let missing = sessions.indices.filter { !sessions[$0].isUp && realEnds(of: $0) < 2 && isWanted($0) }
            .map { blueprint.sessions[$0].path }
        journal.record(
            .timeZero,
            "run",
            at: now,
            [
                JournalEvent.Field("settledSeconds", .duration(now - .zero)),
                JournalEvent.Field("missingSessions", .list(missing.map { .string($0) })),
            ]
        )
        for (index, step) in steps.enumerated() {
            agenda.schedule(.step(UInt32(index)), at: now + step.at)
        }
        for index in flows.indices where flows[index].plan.isSpontaneous {
            agenda.schedule(.probe(flow: UInt32(index)), at: now + flows[index].plan.start)
        }
        scheduleLooks(from: now)
        agenda.schedule(.finish, at: now + runLength)
        pathsChangedAt = now
        lookAtPaths()
        startMetrics(at: now)
    }

    /// Whether a real router has sessions to bring up: it takes its own time to start, in silence.
    private var awaitsDevices: Bool {
        sessions.indices.contains { !sessions[$0].isUp && realEnds(of: $0) == 1 }
    }

    /// Whether a session has both of its ends: an instance may be planned only.
    private func isWanted(_ session: Int) -> Bool {
        guard let (gateway, place) = gatewayInstance(blueprint.sessions[session].a.node) else { return true }
        return gateways[gateway].isDeployed[place]
    }

    /// How many ends of a session are real routers.
    ///
    /// What two of them think of it, nobody can see.
    private func realEnds(of session: Int) -> Int {
        let plan = blueprint.sessions[session]
        return [plan.a, plan.b].count { nodes[$0.node.index].isDevice }
    }

    /// How long the run lasts from time zero.
    private var runLength: Duration { min(horizon ?? topology.scenario.duration, topology.scenario.duration) }

    private mutating func finish(at now: Instant, reason: String) {
        if pathsChangedAt != nil { lookAtPaths() }
        takeSample(at: now)
        isFinished = true
        recordFinalTables(at: now)
        summarizeFlows(at: now)
        journal.record(.end, "run", at: now, [JournalEvent.Field("reason", .string(reason))])
    }
}
