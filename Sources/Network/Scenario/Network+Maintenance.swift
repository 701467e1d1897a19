import NetworkTypes
import Router
import Topology

/// Planned maintenance: traffic leaves a device, the device goes down and comes back, then the next one's turn comes.
///
/// An MSEE makes others preferable and works on meanwhile (PM). Of a gateway one instance after the other closes its sessions, so that MSEEs
/// use the others, and at least one is always at work (REL); the next one waits until the one before is in service again.
extension Network {
    mutating func beginMaintenance(of target: Topology.Target, _ step: Int, at now: Instant, cause: Int) {
        guard let place = steps[step].targets.firstIndex(of: target) else { return }
        let maintenance = Maintenance(step: UInt32(step), target: UInt32(place))
        proceed(maintenance, at: now, cause: cause)
    }

    /// The next stage of a maintenance is due, unless its step was undone meanwhile.
    mutating func proceed(_ maintenance: Maintenance, at now: Instant, cause: Int? = nil) {
        let step = Int(maintenance.step)
        guard faults.steps.contains(step) else { return }
        let target = steps[step].targets[Int(maintenance.target)]
        // A gateway may have none at present.
        guard let device = maintenance.device ?? nodes(of: target).first else { return }
        var next = maintenance
        next.device = device
        switch maintenance.stage {
        case .begin:
            if let wait = waitForWindow(target, at: now), wait > .zero {
                announceWait(wait, device, at: now, cause: cause)
                agenda.schedule(.maintenance(next), at: now + wait)
                return
            }
            let cause = cause ?? recordStage(step, target, at: now)
            announce(.draining, device, at: now, cause: cause)
            notify(device, at: now, cause: cause)
            perform(departure(of: device, step), on: target, step, at: now, cause: cause)
            next.stage = .takeDown
            agenda.schedule(.maintenance(next), at: now + grace(step, device))
        case .takeDown:
            let cause = recordStage(step, target, at: now)
            noteReliance(on: device, at: now, cause: cause)
            guard case .drain(_, let down, _) = steps[step].verb else {
                perform(isolation(of: device), on: target, step, at: now, cause: cause)
                return
            }
            announce(.down, device, at: now, cause: cause)
            perform([.takeDown(device)], on: target, step, at: now, cause: cause)
            next.stage = .bringBack
            agenda.schedule(.maintenance(next), at: now + down)
        case .bringBack:
            guard deviceAfter(device, of: target) != nil else { return end(step, target, device, at: now) }
            let cause = recordStage(step, target, at: now)
            bringBack(device, step, at: now, cause: cause)
            next.stage = .check
            next.backSince = now
            agenda.schedule(.maintenance(next), at: now + Self.checkInterval)
        case .check:
            guard isInService(device) || now - maintenance.backSince >= Self.checkLimit else {
                agenda.schedule(.maintenance(next), at: now + Self.checkInterval)
                return
            }
            // Scaling may have taken away what would have been next.
            guard let following = deviceAfter(device, of: target) else { return end(step, target, nil, at: now) }
            next.device = following
            next.stage = .begin
            proceed(next, at: now)
        }
    }

    /// The device of a target whose turn comes after another one's.
    private func deviceAfter(_ device: NodeIndex, of target: Topology.Target) -> NodeIndex? {
        nodes(of: target).first { $0.index > device.index }
    }

    /// How often, and for how long at most, an instance that is back is waited for.
    private static let checkInterval = Duration.seconds(1)
    private static let checkLimit = Duration.seconds(300)

    private func grace(_ step: Int, _ device: NodeIndex) -> Duration {
        switch steps[step].verb {
        case .isolate(let grace, _), .drain(let grace?, _, _): grace
        default: nodes[device.index].role == .msee ? Defaults.drainGrace.value : Defaults.instanceDrainGrace.value
        }
    }

    /// What makes traffic leave a device.
    private func departure(of device: NodeIndex, _ step: Int) -> [FaultLedger.Effect] {
        guard nodes[device.index].role == .msee else {
            return sessions(at: device).map { .shutdown(session: $0, by: .a) }
        }
        switch steps[step].verb {
        case .drain(_, _, let prepend), .isolate(_, let prepend): return [.drain(device, prepend: prepend)]
        default: return []
        }
    }

    /// The grey failure of an MSEE without the core: it keeps what it tells customers, and cannot keep its word (PM).
    private func isolation(of device: NodeIndex) -> [FaultLedger.Effect] {
        [.retention(device)] + (uplink(of: device).map { [.hold(wire: $0)] } ?? [])
    }

    /// The sessions that a gateway instance opens.
    private func sessions(at instance: NodeIndex) -> [Int] {
        blueprint.sessions.indices.filter { blueprint.sessions[$0].a.node == instance }
    }

    /// Takes back what was done to one device of a target.
    private mutating func bringBack(_ device: NodeIndex, _ step: Int, at now: Instant, cause: Int) {
        announce(.back, device, at: now, cause: cause)
        let own = sessions(at: device)
        let effects = faults.take(
            step: step,
            effects: { effect in
                switch effect {
                case .takeDown(device), .drain(device, _): true
                case .shutdown(let session, .a, _): own.contains(session)
                default: false
                }
            }
        )
        for effect in effects { undo(effect, at: now, cause: cause) }
    }

    /// The last device of a target comes back, if it is not yet; with the last target the step is over.
    private mutating func end(_ step: Int, _ target: Topology.Target, _ device: NodeIndex?, at now: Instant) {
        let others = faults.entries.contains { $0.step == step && $0.target != target }
        if others, let device {
            bringBack(device, step, at: now, cause: recordStage(step, target, at: now))
        } else if !others {
            if let device { announce(.back, device, at: now, cause: faults.lastStepEvent) }
            restore(step: step, at: now)
        }
    }

    private func isInService(_ device: NodeIndex) -> Bool {
        sessions(at: device).allSatisfy { session in
            self.sessions[session].isUp || isKeptClosed(session, by: .a) || isKeptClosed(session, by: .b)
        }
    }

    // MARK: Windows

    /// How long maintenance of a gateway has to wait until its window opens; `nil` without one.
    private func waitForWindow(_ target: Topology.Target, at now: Instant) -> Duration? {
        let gateway: Int
        switch target {
        case .gateway(let index): gateway = index
        case .gatewayInstance(let index, _): gateway = index
        default: return nil
        }
        guard let window = topology.gateways[gateway].maintenanceWindow, let timeZero else { return nil }
        let elapsed = max(.zero, now - timeZero)
        let opening = window.start.wait(from: topology.scenario.clock, elapsed: elapsed)
        // It opened less than its length ago if it opens again less than a day minus its length from now.
        return opening > .seconds(86_400) - window.length ? .zero : opening
    }

    // MARK: What is said of it

    private enum Word: String { case draining, down, back }

    private mutating func announce(_ word: Word, _ device: NodeIndex, at now: Instant, cause: Int?) {
        journal.record(
            .maintenance,
            nodes[device.index].path,
            at: now,
            causedBy: cause,
            [JournalEvent.Field("stage", .string(word.rawValue))]
        )
    }

    /// Service Health tells whoever has a circuit at an MSEE of its maintenance; nobody is told of a gateway's (CCM).
    private mutating func notify(_ device: NodeIndex, at now: Instant, cause: Int) {
        guard let msee = blueprint.places.msees.firstIndex(of: device) else { return }
        for attachment in topology.msees[msee].circuits {
            let circuit = topology.circuits[attachment.circuit].name
            tell(
                .serviceHealth,
                "Planned maintenance",
                "circuit/\(circuit)",
                "Planned maintenance at \(nodes[device.index].path): the \(attachment.role) connection",
                at: now,
                cause: cause
            )
        }
    }

    private mutating func announceWait(_ wait: Duration, _ device: NodeIndex, at now: Instant, cause: Int?) {
        journal.record(
            .maintenance,
            nodes[device.index].path,
            at: now,
            causedBy: cause,
            [
                JournalEvent.Field("stage", .string("waiting")),
                JournalEvent.Field("opensSeconds", .instant(now + wait)),
            ]
        )
    }
}
