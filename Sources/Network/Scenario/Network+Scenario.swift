import BGPSession
import NetworkTypes
import Router
import Topology

/// Steps: what they do, and how it is undone.
extension Network {
    mutating func begin(step index: Int, at now: Instant) {
        let step = topology.scenario.steps[index]
        if case .restore = step.verb {
            for number in step.undoes { restore(step: number - 1, at: now) }
            return
        }
        let cause = record(step, phase: "fault", at: now)
        if case .flap(_, let count) = step.verb, count > 0 {
            faults.effects[index] = []
            flap(step: index, toggle: 0, at: now)
            return
        }
        perform(step, index, at: now, cause: cause)
        if let after = step.restoresAfter { agenda.schedule(.restore(UInt32(index)), at: now + after) }
    }

    mutating func restore(step index: Int, at now: Instant) {
        let step = topology.scenario.steps[index]
        guard let effects = faults.effects.removeValue(forKey: index) else { return }
        faults.irreplaceable.removeAll { $0 == index }
        let cause = record(step, phase: "restore", at: now)
        undo(effects, at: now, cause: cause)
    }

    /// A flapping target goes and comes for half a period each; step and restoration are the first and the last change.
    mutating func flap(step index: Int, toggle: Int, at now: Instant) {
        let step = topology.scenario.steps[index]
        guard case .flap(let period, let count) = step.verb, let effects = faults.effects[index] else { return }
        let isLast = toggle == count * 2 - 1
        if isLast {
            restore(step: index, at: now)
            return
        }
        let cause = faults.lastStepEvent ?? 0
        if toggle % 2 == 0 {
            for target in step.targets {
                for wire in wires(of: target) { apply(.hold(wire: wire), index, at: now, cause: cause) }
            }
        } else {
            faults.effects[index] = []
            undo(effects, at: now, cause: cause)
        }
        agenda.schedule(.flap(step: UInt32(index), toggle: UInt32(toggle + 1)), at: now + period / 2)
    }

    private mutating func record(_ step: Topology.Step, phase: String, at now: Instant) -> Int {
        let subject = step.targetPaths.map(\.description).joined(separator: ", ")
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
        pendingComments.append(
            phase == "fault"
                ? "step \(step.number): \(step.verb.name) \(subject)"
                : "step \(step.number) undone: \(subject)"
        )
        return id
    }

    private mutating func perform(_ step: Topology.Step, _ index: Int, at now: Instant, cause: Int) {
        faults.effects[index] = []
        for target in step.targets {
            switch step.verb {
            case .cut:
                for wire in wires(of: target) { apply(.hold(wire: wire), index, at: now, cause: cause) }
            case .blackhole(let direction):
                for effect in blackholes(target, direction) { apply(effect, index, at: now, cause: cause) }
            case .fail:
                if isPlace(target) { faults.irreplaceable.append(index) }
                for node in nodes(of: target) { apply(.stop(node), index, at: now, cause: cause) }
            case .reset:
                for session in sessions(of: target) {
                    tell(session, .stop(.administrativeReset()), at: now, cause: cause)
                }
            case .shutdown:
                for session in sessions(of: target) {
                    apply(.shutdown(session: session), index, at: now, cause: cause)
                }
            case .withdraw(let prefixes):
                for node in announcers(of: target) {
                    for prefix in prefixes { apply(.withdrawn(node, prefix), index, at: now, cause: cause) }
                }
            case .announce(let prefixes):
                for node in announcers(of: target) {
                    for prefix in prefixes { apply(.announced(node, prefix), index, at: now, cause: cause) }
                }
            case .flap, .restore:
                break
            case .degrade, .drain, .isolate:
                journal.record(
                    .warning,
                    step.targetPaths.map(\.description).joined(separator: ", "),
                    at: now,
                    causedBy: cause,
                    [JournalEvent.Field("text", .string("\(step.verb.name) is not emulated"))]
                )
            }
        }
    }

    private mutating func apply(_ effect: FaultLedger.Effect, _ step: Int, at now: Instant, cause: Int) {
        faults.effects[step]?.append(effect)
        switch effect {
        case .hold(let wire):
            hold(wire: wire, at: now, cause: cause)
        case .blackhole(let wire, let side):
            wires[wire][towards: side].blackholes += 1
            wires[wire].lastCause = cause
            pathsChanged(at: now, because: cause)
        case .stop(let node):
            stop(node, at: now, cause: cause)
        case .shutdown(let session):
            tell(session, .stop(.administrativeShutdown()), at: now, cause: cause)
        case .withdrawn(let node, let prefix):
            announce(prefix, at: node, false, at: now, cause: cause)
        case .announced(let node, let prefix):
            announce(prefix, at: node, true, at: now, cause: cause)
        }
    }

    /// Takes effects back, the last one first.
    private mutating func undo(_ effects: [FaultLedger.Effect], at now: Instant, cause: Int) {
        for effect in effects.reversed() {
            switch effect {
            case .hold(let wire):
                release(wire: wire, at: now, cause: cause)
            case .blackhole(let wire, let side):
                wires[wire][towards: side].blackholes -= 1
                wires[wire].lastCause = cause
                pathsChanged(at: now, because: cause)
            case .stop(let node):
                resume(node, at: now, cause: cause)
            case .shutdown(let session):
                tell(session, .start, at: now, cause: cause)
            case .withdrawn(let node, let prefix):
                announce(prefix, at: node, true, at: now, cause: cause)
            case .announced(let node, let prefix):
                announce(prefix, at: node, false, at: now, cause: cause)
            }
        }
    }

    /// Tells the session at the end that opens it, the customer's or the gateway's.
    private mutating func tell(_ session: Int, _ event: SessionEvent, at now: Instant, cause: Int) {
        let end = blueprint.sessions[session].a
        let node = nodes[end.node.index]
        guard let router = node.router else { return }
        tell(event, end.neighbor, node, router, at: now, cause: cause)
        pump(node, router, at: now)
    }

    private mutating func announce(_ prefix: IPPrefix, at index: NodeIndex, _ isOn: Bool, at now: Instant, cause: Int) {
        let node = nodes[index.index]
        guard let router = node.router else { return }
        let domain = node.role == .gatewayInstance ? virtualNetworkDomain : 0
        if isOn {
            router.router.originate(prefix, domain: domain, tag: .local, cause: cause)
        } else {
            router.router.withdraw(prefix, domain: domain, cause: cause)
        }
        pump(node, router, at: now)
    }
}
