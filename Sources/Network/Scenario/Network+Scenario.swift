import BGPSession
public import NetworkTypes
import RIB
import Router
public import Topology

/// Steps: what they do, and how it is undone.
extension Network {
    /// Takes a step that the scenario does not have, as somebody does by hand while the network runs; it begins at once.
    ///
    /// Its number must be the one after the latest step's.
    public mutating func take(_ step: Topology.Step, at now: Instant) {
        precondition(step.number == steps.count + 1, "steps are numbered in the order of their times")
        steps.append(step)
        agenda.schedule(.step(UInt32(steps.count - 1)), at: now)
    }

    /// Numbers of the steps under way, ascending.
    public var stepsUnderWay: [Int] { faults.steps.map { $0 + 1 }.sorted() }

    /// The steps of the scenario, then those taken by hand.
    public var allSteps: [Topology.Step] { steps }

    mutating func begin(step index: Int, at now: Instant) {
        let step = steps[index]
        switch step.verb {
        case .restore:
            for number in step.undoes {
                restore(step: number - 1, at: now) { target in step.targets.contains { $0.covers(target) } }
            }
        case .resize, .migrate:
            // Nothing that could be undone is under way afterwards.
            let cause = record(step, step.targets, phase: "fault", at: now)
            for target in step.targets { perform(step.verb, on: target, index, at: now, cause: cause) }
        case .flap:
            faults.begin(step: index)
            flap(step: index, toggle: 0, at: now)
        default:
            faults.begin(step: index)
            let cause = record(step, step.targets, phase: "fault", at: now)
            if case .failoverTest(let gateway) = step.verb {
                failoverTestBegins(step, gateway: gateway, at: now, cause: cause)
            }
            announceIssue(step, step.targets, isOver: false, at: now, cause: cause)
            for target in step.targets { perform(step.verb, on: target, index, at: now, cause: cause) }
            if let after = step.restoresAfter { agenda.schedule(.restore(UInt32(index)), at: now + after) }
        }
    }

    /// Undoes what a step did, or what it did to those of its targets for which `isMeant` holds.
    mutating func restore(step index: Int, at now: Instant, where isMeant: (Topology.Target) -> Bool = { _ in true }) {
        let step = steps[index]
        guard let effects = faults.end(step: index, where: isMeant) else { return }
        let cause = record(step, step.targets.filter(isMeant), phase: "restore", at: now)
        announceIssue(step, step.targets.filter(isMeant), isOver: true, at: now, cause: cause)
        if !faults.steps.contains(index) { failoverTestEnds(step, at: now, cause: cause) }
        for effect in effects { undo(effect, at: now, cause: cause) }
    }

    /// A flapping target goes and comes for half a period each.
    mutating func flap(step index: Int, toggle: Int, at now: Instant) {
        let step = steps[index]
        guard case .flap(let period, let count) = step.verb, faults.steps.contains(index) else { return }
        if toggle >= count * 2 - 1 {
            restore(step: index, at: now)
            return
        }
        let isFault = toggle % 2 == 0
        let cause = record(step, step.targets, phase: isFault ? "fault" : "restore", at: now)
        if isFault {
            for target in step.targets { perform(.cut, on: target, index, at: now, cause: cause) }
        } else {
            for effect in faults.take(step: index) { undo(effect, at: now, cause: cause) }
        }
        agenda.schedule(.flap(step: UInt32(index), toggle: UInt32(toggle + 1)), at: now + period / 2)
    }

    /// A step that goes on does something more to one of its targets.
    mutating func recordStage(_ step: Int, _ target: Topology.Target, at now: Instant) -> Int {
        record(steps[step], [target], phase: "fault", at: now)
    }

    private mutating func record(
        _ step: Topology.Step,
        _ targets: [Topology.Target],
        phase: String,
        at now: Instant
    ) -> Int {
        let subject = targets.map { topology.path(of: $0).description }.joined(separator: ", ")
        let id = journal.record(
            .step,
            subject,
            at: now,
            [
                JournalEvent.Field("step", .integer(step.number)),
                JournalEvent.Field("phase", .string(phase)),
                JournalEvent.Field("verb", .string(step.verb.name)),
            ]
        )
        faults.lastStepEvent = id
        observation?.note(fault: id, at: now)
        pendingComments.append(
            phase == "fault"
                ? "step \(step.number): \(step.verb.name) \(subject)"
                : "step \(step.number) undone: \(subject)"
        )
        return id
    }

    private mutating func perform(
        _ verb: Topology.Verb,
        on target: Topology.Target,
        _ step: Int,
        at now: Instant,
        cause: Int
    ) {
        switch verb {
        case .reset(let isGraceful):
            let reason: StopReason = isGraceful ? .gracefulReset() : .administrativeReset()
            for session in sessions(of: target) { reset(session, reason, by: closer(target), at: now, cause: cause) }
        case .shutdown(let grace?):
            perform(effects(of: verb, on: target), on: target, step, at: now, cause: cause)
            scheduleShutdown(of: target, step, at: now + grace)
        case .failoverTest:
            perform(effects(of: verb, on: target), on: target, step, at: now, cause: cause)
            scheduleShutdown(of: target, step, at: now + Defaults.failoverTestGrace.value)
        case .deprovision:
            perform(effects(of: verb, on: target), on: target, step, at: now, cause: cause)
            scheduleDarkness(of: target, step, at: now)
        case .resize(.circuit(let bandwidth)):
            guard case .circuit(let circuit) = target else { break }
            setBandwidth(bandwidth, of: circuit, at: now, cause: cause)
        case .resize, .migrate:
            guard case .gateway(let gateway) = target, let operation = GatewayOperation(verb) else { break }
            begin(operation, on: gateway, at: now, cause: cause)
        case .drain, .isolate:
            beginMaintenance(of: target, step, at: now, cause: cause)
        default:
            perform(effects(of: verb, on: target), on: target, step, at: now, cause: cause)
        }
    }

    mutating func perform(
        _ effects: [FaultLedger.Effect],
        on target: Topology.Target,
        _ step: Int,
        at now: Instant,
        cause: Int
    ) {
        for effect in effects {
            faults.add(effect, to: target, by: step)
            apply(effect, at: now, cause: cause)
        }
    }

    private mutating func apply(_ effect: FaultLedger.Effect, at now: Instant, cause: Int) {
        switch effect {
        case .hold(let wire):
            hold(wire: wire, at: now, cause: cause)
        case .blackhole(let wire, let side):
            wires[wire][towards: side].blackholes += 1
            wires[wire].lastCause = cause
            wires[wire].lastFault = cause
            pathsChanged(at: now, because: cause)
        case .degrade(let wire, let side, _):
            settleImpairment(of: wire, towards: side, at: now, cause: cause)
        case .stop(let node), .takeDown(let node), .reload(let node, _):
            stop(node, at: now, cause: cause)
        case .fail(let node, let part):
            fail(part, of: node, at: now, cause: cause)
        case .shutdown(let session, let side, let isDeconfigured):
            let reason: StopReason = isDeconfigured ? .peerDeconfigured : .administrativeShutdown()
            setShutDown(session, by: side, true, reason, at: now, cause: cause)
        case .drain(let node, _):
            settleDrain(of: node, at: now, cause: cause)
        case .announceShutdown, .rekey, .retag, .leak, .withhold, .loseRack:
            settle(effect, at: now, cause: cause)
        case .retention(let node):
            settleRetention(of: node, at: now, cause: cause)
        case .announcement(let node, let prefixes, _):
            settleAnnouncements(of: prefixes, at: node, now, cause: cause)
        }
    }

    /// What looks at the ledger for what there is to do, whether an effect has come or gone.
    private mutating func settle(_ effect: FaultLedger.Effect, at now: Instant, cause: Int) {
        switch effect {
        case .announceShutdown(let session, let side):
            settleShutdownNotice(of: session, by: side, at: now, cause: cause)
        case .rekey(let session, _): settleKey(of: session, at: now, cause: cause)
        case .leak(let session, _): settleLeak(of: session, at: now, cause: cause)
        case .retag(let node, _): settleTags(of: node, at: now, cause: cause)
        case .withhold(let session, _): settleWithheld(of: session, at: now, cause: cause)
        default: break
        }
    }

    /// Takes an effect back that is no longer in the ledger.
    mutating func undo(_ effect: FaultLedger.Effect, at now: Instant, cause: Int) {
        switch effect {
        case .hold(let wire):
            release(wire: wire, at: now, cause: cause)
        case .blackhole(let wire, let side):
            wires[wire][towards: side].blackholes -= 1
            wires[wire].lastCause = cause
            wires[wire].lastFault = cause
            pathsChanged(at: now, because: cause)
        case .degrade(let wire, let side, _):
            settleImpairment(of: wire, towards: side, at: now, cause: cause)
        case .stop(let node), .takeDown(let node):
            resume(node, at: now, cause: cause)
        case .reload(let node, let startup):
            resume(node, startingAfter: startup, at: now, cause: cause)
        case .fail(let node, let part):
            repair(part, of: node, at: now, cause: cause)
        case .shutdown(let session, let side, _):
            if !isKeptClosed(session, by: side) {
                setShutDown(session, by: side, false, at: now, cause: cause)
            }
        case .drain(let node, _):
            settleDrain(of: node, at: now, cause: cause)
        case .announceShutdown, .rekey, .retag, .leak, .withhold, .loseRack:
            settle(effect, at: now, cause: cause)
        case .retention(let node):
            settleRetention(of: node, at: now, cause: cause)
        case .announcement(let node, let prefixes, _):
            settleAnnouncements(of: prefixes, at: node, now, cause: cause)
        }
    }

    /// Makes a wire as bad as the steps under way want it.
    private mutating func settleImpairment(of wire: Int, towards side: WireSide, at now: Instant, cause: Int) {
        let degradations = faults.degradations(of: wire, towards: side)
        wires[wire].setImpairment(Impairment(degradations, wireMTU: wires[wire].mtu), towards: side)
        refusals.tooLong.remove(wire * 2 + Int(side.rawValue))
        wires[wire].lastCause = cause
        wires[wire].lastFault = cause
        pathsChanged(at: now, because: cause)
    }

    private mutating func settleDrain(of index: NodeIndex, at now: Instant, cause: Int) {
        let node = nodes[index.index]
        guard let router = node.router else { return }
        let prepend = faults.drain(of: index)
        router.router.setDrained(prepend != nil, prepending: prepend ?? 0, cause: cause)
        pump(node, router, at: now)
    }

    private mutating func reset(
        _ session: Int,
        _ reason: StopReason,
        by side: WireSide,
        at now: Instant,
        cause: Int
    ) {
        let end = blueprint.sessions[session][side]
        let node = nodes[end.node.index]
        guard let router = node.router else { return }
        tell(.stop(reason), end.neighbor, node, router, at: now, cause: cause)
        pump(node, router, at: now)
    }

    /// Whether one end of a session keeps it closed: because a step says so, or an operation on a gateway.
    func isKeptClosed(_ session: Int, by side: WireSide) -> Bool {
        faults.isShutDown(session: session, by: side)
            || side == .a && isRetired(blueprint.sessions[session].a.node)
    }

    mutating func setShutDown(
        _ session: Int,
        by side: WireSide,
        _ isShutDown: Bool,
        _ reason: StopReason = .administrativeShutdown(),
        at now: Instant,
        cause: Int?
    ) {
        let end = blueprint.sessions[session][side]
        let node = nodes[end.node.index]
        guard let router = node.router else { return }
        router.output.firstLogID = journal.nextID
        router.router.setShutDown(
            isShutDown,
            reason,
            neighbor: end.neighbor,
            at: now,
            cause: cause,
            into: &router.output
        )
        pump(node, router, at: now)
    }

    /// Lets a router that starts anew find what steps want of it: sessions that are shut down, prefixes that it has or lacks.
    mutating func applySteps(to index: NodeIndex, _ router: RouterNode, at now: Instant) {
        for (neighbor, session) in nodes[index.index].sessions.enumerated()
        where session >= 0 && isKeptClosed(session, by: side(of: session, node: index)) {
            router.router.setShutDown(true, neighbor: neighbor, at: now, cause: nil, into: &router.output)
        }
        for (neighbor, session) in nodes[index.index].sessions.enumerated() where session >= 0 {
            let side = side(of: session, node: index)
            let isAnnounced = faults.announcesShutdown(session: session, by: side)
            router.router.setShuttingDown(isAnnounced, neighbor: neighbor, into: &router.output)
            if side == .b { router.router.setWithheld(faults.withheld(session: session), neighbor: neighbor) }
            guard side == .a else { continue }
            setKey(faults.key(of: session), neighbor, nodes[index.index], router)
            setLeak(faults.leak(of: session), neighbor, router, cause: nil)
        }
        if let prepend = faults.drain(of: index) { router.router.setDrained(true, prepending: prepend) }
        announce(faults.announcements(at: index).map(\.prefix), at: index, router, cause: nil)
    }

    private mutating func settleAnnouncements(of prefixes: [IPPrefix], at index: NodeIndex, _ now: Instant, cause: Int)
    {
        let node = nodes[index.index]
        guard let router = node.router else { return }
        announce(prefixes, at: index, router, cause: cause)
        pump(node, router, at: now)
    }

    /// Makes a router have prefixes of its own, or have them no longer, as steps or its configuration say.
    private func announce(_ prefixes: [IPPrefix], at index: NodeIndex, _ router: RouterNode, cause: Int?) {
        guard !prefixes.isEmpty else { return }
        let domain = nodes[index.index].role == .gatewayInstance ? virtualNetworkDomain : 0
        let wishes = faults.announcements(at: index)
        let wished = Dictionary(uniqueKeysWithValues: wishes.map { ($0.prefix, $0.isOn) })
        for prefix in prefixes {
            let configured = router.router.configuration.originations
                .first { $0.domain == domain && $0.prefix == prefix }
            // What the core of its site announces, a router only passes on.
            let isNew = wished[prefix].map { $0 && !isPassedOn(prefix, by: index) }
            if isNew ?? (watchedOrigination(of: prefix, at: nodes[index.index]) ?? (configured != nil)) {
                let route = LocalRoute(tag: RouteTag.local.rawValue, communities: configured?.communities ?? [])
                router.router.originate(prefix, route, domain: domain, cause: cause)
            } else {
                router.router.withdraw(prefix, domain: domain, cause: cause)
            }
        }
        withhold(at: index, router, cause: cause)
    }

    /// Keeps prefixes from Microsoft that a router would pass on for its site: what steps took from it, and what it advertises under a
    /// condition that does not hold.
    func withhold(at index: NodeIndex, _ router: RouterNode, cause: Int?) {
        var prefixes = faults.announcements(at: index).filter { !$0.isOn }.map(\.prefix)
        for watch in nodes[index.index].watches {
            guard case .origination(let prefix, _) = watch.consequence, !prefixes.contains(prefix),
                watchedOrigination(of: prefix, at: nodes[index.index]) == false
            else { continue }
            prefixes.append(prefix)
        }
        for attachment in topology.attachments.indices {
            for session in blueprint.places.sessions(attachment: attachment)
            where blueprint.sessions[session].a.node == index {
                router.router.setWithheld(prefixes, neighbor: blueprint.sessions[session].a.neighbor, cause: cause)
            }
        }
    }

    private func isPassedOn(_ prefix: IPPrefix, by index: NodeIndex) -> Bool {
        guard let place = blueprint.places.routers.firstIndex(of: index) else { return false }
        let site = topology.sites[topology.routers[place].site]
        return site.lan != nil && site.prefixes.contains(prefix)
    }
}
