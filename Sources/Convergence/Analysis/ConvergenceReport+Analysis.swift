internal import Network
internal import NetworkTypes

extension ConvergenceReport {
    /// What the step cost the flow.
    init(_ stepPhase: StepPhase, _ flow: FlowAnalysis, in index: JournalIndex) {
        let outages = flow.outages.filter { $0.cause == stepPhase }
        let strays = flow.strays.filter { $0.stepPhase == stepPhase }
        let moves = flow.moves.filter { index.step(of: $0.position)?.stepPhase == stepPhase }
        self.init(
            stepPhase: stepPhase,
            flow: flow.history.key.name,
            direction: flow.history.key.direction,
            lossOfConnectivity: outages.reduce(.zero) { $0 + $1.duration },
            worstOutage: outages.map(\.duration).max() ?? .zero,
            isOpen: outages.contains(where: \.isOpen),
            lost: (outages.map(\.lost) + strays.map(\.count)).reduce(0) { $0.clampedSum($1) },
            moved: Set(moves.map(\.tuple)).count,
            hurt: Set(outages.flatMap(\.tuples)).count,
            criticalPath: []
        )
        if let position = flow.convergingEvent(of: stepPhase, moves: moves, in: index) {
            follow(index.chain(to: position), in: index)
            appendFirstPacket(after: position, of: flow.history, in: index)
        } else if let position = flow.cutOffEvent(of: stepPhase, in: index) {
            let chain = index.chain(to: position)
            criticalPath = Link.links(chain, in: index)
            detectedBy = index.detection(of: stepPhase, onTheWayOf: position) ?? index.withdrawal(in: chain)
        }
    }

    /// Takes the links of a chain over, and adds them up by stage.
    private mutating func follow(_ chain: [Int], in index: JournalIndex) {
        criticalPath = Link.links(chain, in: index)
        func total(_ stage: Stage) -> Duration {
            criticalPath.reduce(.zero) { $0 + ($1.stage == stage ? $1.duration : .zero) }
        }
        detection = total(.detection)
        propagation = total(.propagation)
        decision = total(.decision)
        installation = total(.installation)
        routeConvergence = criticalPath.reduce(.zero) { $0 + ($1.stage == .delivery ? .zero : $1.duration) }
        detectedBy =
            index.detection(in: chain, of: stepPhase) ?? index.firstDetection(of: stepPhase)
            ?? chain.lazy.compactMap { index.events[$0].detectionMethod }.first
    }

    private mutating func appendFirstPacket(after path: Int, of history: FlowHistory, in index: JournalIndex) {
        guard let position = history.firstPackets[index.events[path].id] else { return }
        criticalPath.append(Link(position, after: path, in: index))
    }
}

extension JournalIndex {
    /// How a step was first noticed by a router that lies on the way to where the flow is lost: one that could have sent it elsewhere.
    fileprivate func detection(of stepPhase: StepPhase, onTheWayOf path: Int) -> DetectionMethod? {
        let routers = Set(events[path].strings("via").filter { JournalEvent.choosesPaths($0) })
        return events.indices.lazy.filter { position in
            step(of: position)?.stepPhase == stepPhase && !events[position].isRecovery
                && events[position].observer.map(routers.contains) ?? false
        }.compactMap { events[$0].detectionMethod }.first
    }
}

extension JournalIndex {
    /// How a chain of events began to be noticed: by a router, by a peer's withdrawal, or by whoever was the first.
    fileprivate func detection(in chain: [Int], of stepPhase: StepPhase) -> DetectionMethod? {
        let own = chain.map { events[$0] }.filter { $0.isRecovery == (stepPhase.phase == .restore) }
        return own.lazy.filter(\.isOfRouter).compactMap(\.detectionMethod).first ?? withdrawal(in: chain)
            ?? own.lazy.compactMap(\.detectionMethod).first
    }

    /// How anybody noticed first what a step did.
    fileprivate func firstDetection(of stepPhase: StepPhase) -> DetectionMethod? {
        events.indices.lazy.filter { position in
            events[position].isRecovery == (stepPhase.phase == .restore) && step(of: position)?.stepPhase == stepPhase
        }.compactMap { events[$0].detectionMethod }.first
    }

    /// How a chain of events began to be noticed, if nobody noticed anything but that a peer took its routes back.
    fileprivate func withdrawal(in chain: [Int]) -> DetectionMethod? {
        chain.contains { events[$0].kind == .updateReceived && events[$0].integer("withdrawn") ?? 0 > 0 }
            ? .withdrawal : nil
    }
}

extension ConvergenceReport.Link {
    static func links(_ chain: [Int], in index: JournalIndex) -> [Self] {
        chain.enumerated().map { place, position in
            Self(position, after: place == 0 ? nil : chain[place - 1], in: index)
        }
    }

    init(_ position: Int, after previous: Int?, in index: JournalIndex) {
        let event = index.events[position]
        self.init(
            event: event.id,
            at: index.sinceTimeZero(event.time),
            kind: event.kind.rawValue,
            subject: event.subject,
            node: event.observer,
            what: event.phrase,
            stage: previous == nil ? nil : event.stage,
            duration: previous.map { event.time - index.events[$0].time } ?? .zero,
            cost: event.cost
        )
    }
}

extension FlowAnalysis {
    /// Position of the `flow.path` event by which a step's effects on the flow ended.
    ///
    /// It is the one that ended the longest dark span; if it ended none, the last one that changed a path.
    fileprivate func convergingEvent(of stepPhase: StepPhase, moves: [PathMove], in index: JournalIndex) -> Int? {
        let end = index.sinceTimeZero(index.end)
        var longest: (duration: Duration, end: Duration, position: Int)?
        for span in spans {
            guard let ending = span.ending, index.step(of: ending)?.stepPhase == stepPhase else { continue }
            let candidate = (span.duration(untilEnd: end), span.end ?? end, ending)
            if let longest, candidate <= longest { continue }
            longest = candidate
        }
        return longest?.position ?? moves.last?.position
    }

    /// Position of the last event by which a step cut the flow off.
    fileprivate func cutOffEvent(of stepPhase: StepPhase, in index: JournalIndex) -> Int? {
        spans.last { index.step(of: $0.beginning)?.stepPhase == stepPhase }?.beginning
    }
}
