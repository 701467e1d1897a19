import NetworkTypes

extension TopologyBuilder {
    mutating func buildScenario() {
        guard let scenario = document.scenario?.value else { return }
        topology.scenario.duration = delay(
            scenario.duration,
            Defaults.scenarioDuration.value,
            limit: .seconds(7 * 86_400)
        )
        topology.scenario.clock = scenario.clock?.value ?? .midnight
        if let duration = scenario.duration, duration.value == .zero {
            error(duration.place, "the run would end at once")
        }
        let written = (scenario.steps?.value ?? []).map(\.value)
        // Equal times keep the order of the file.
        let ordered = written.enumerated().sorted { left, right in
            (left.element.at?.value ?? .zero, left.offset) < (right.element.at?.value ?? .zero, right.offset)
        }
        for (index, (_, step)) in ordered.enumerated() { buildStep(step, number: index + 1) }
    }

    mutating func buildStep(_ step: StepDocument, number: Int) {
        let at = stepTime(step)
        let verb = step.verb?.value ?? .fail
        let after = step.restoresAfter.map { restoreTime($0, step, at) }
        var targets: [Topology.Target] = []
        for path in step.targets?.value ?? [] {
            guard let target = target(path, of: verb) else { continue }
            if targets.contains(target) {
                error(path.place, "\(topology.path(of: target)) is named twice")
            } else {
                targets.append(target)
            }
        }
        for key in step.written {
            let verbs = StepRules.verbs(of: key.value)
            if step.verb != nil, !verbs.contains(verb) {
                error(
                    key.place,
                    "'\(key.value)' does not go with '\(verb.rawValue)'",
                    notes: [
                        "it belongs to \(verbs.map(\.rawValue).joined(separator: " and "))"
                    ]
                )
            }
        }
        for target in targets { checkOperation(step, on: target) }
        let undoes = verb == .restore ? undone(by: targets, at: at, step) : []
        topology.scenario.steps.append(
            Topology.Step(
                number: number,
                at: at,
                verb: modelVerb(verb, step, targets),
                targets: targets,
                targetPaths: targets.map { topology.path(of: $0) },
                restoresAfter: after ?? (step.mode?.value == .reload ? Defaults.bootTime.value : nil),
                undoes: undoes,
                line: step.start.line
            )
        )
    }

    private mutating func stepTime(_ step: StepDocument) -> Duration {
        guard let at = step.at else { return .zero }
        if at.value < .zero {
            error(at.place, "a step before time zero", notes: ["at time zero everything has converged and flows start"])
        } else if at.value >= topology.scenario.duration {
            warning(at.place, "the run ends after \(topology.scenario.duration.topologyText), before this step")
        }
        return at.value
    }

    private mutating func restoreTime(_ after: Located<Duration>, _ step: StepDocument, _ at: Duration) -> Duration {
        if after.value <= .zero {
            error(after.place, "'for' is a time after the step, so more than nothing")
        } else if at < topology.scenario.duration, at + after.value >= topology.scenario.duration {
            warning(
                after.place,
                "the run ends after \(topology.scenario.duration.topologyText), before this is restored"
            )
        }
        switch step.verb?.value {
        case .reset:
            error(after.place, "'for' does not go with 'reset', which is over at once", notes: ["shutdown lasts"])
        case .restore: error(after.place, "'for' does not go with 'restore'")
        case .resize, .migrate: error(after.place, "'for' does not go with '\(step.verb?.value.rawValue ?? "")'")
        case .flap: error(after.place, "'for' does not go with 'flap', which lasts period × count")
        default: break
        }
        return after.value
    }

    private mutating func target(_ path: Located<ObjectPath>, of verb: StepDocument.Verb) -> Topology.Target? {
        let kind = String(path.value.description.prefix { $0 != "/" })
        let kinds = StepRules.kinds(of: verb)
        guard kinds.contains(kind) else {
            error(
                path.place,
                "'\(verb.rawValue)' cannot be applied to \(path.value)",
                suggestion: StepRules.alternative(to: verb, for: kind)?.rawValue,
                notes: ["it takes \(kinds.map { $0 + "/…" }.joined(separator: ", "))"]
            )
            return nil
        }
        return target(path)
    }

    /// The thing that a path names; `nil` after a complaint.
    mutating func target(_ path: Located<ObjectPath>) -> Topology.Target? {
        do throws(Topology.ResolutionFailure) {
            return try topology.find(path.value)
        } catch {
            if !error.mayBeUnreadable { self.error(path.place, error.message, suggestion: error.suggestion) }
            return nil
        }
    }

    /// Earlier steps that still hold at `at` and did something to these targets.
    private mutating func undone(by targets: [Topology.Target], at: Duration, _ step: StepDocument) -> [Int] {
        var result: [Int] = []
        for target in targets {
            let found = topology.scenario.steps.filter { earlier in
                let end = earlier.restoresAfter.map { earlier.at + $0 }
                let holds = end.map { $0 > at } ?? true
                switch earlier.verb {
                case .restore, .reset, .flap, .resize, .migrate: return false
                default: break
                }
                return holds && earlier.targets.contains { target.covers($0) && !isRestored($0, of: earlier) }
            }
            if found.isEmpty {
                missing(
                    step.targets?.value.first?.place ?? step.start,
                    "nothing has happened to \(topology.path(of: target)) that could be restored at this time"
                )
            }
            for earlier in found where !result.contains(earlier.number) { result.append(earlier.number) }
        }
        return result.sorted()
    }

    /// Whether an earlier `restore` step has taken back what a step did to one of its targets.
    private func isRestored(_ target: Topology.Target, of step: Topology.Step) -> Bool {
        topology.scenario.steps.contains { other in
            other.undoes.contains(step.number) && other.targets.contains { $0.covers(target) }
        }
    }

    private mutating func modelVerb(
        _ verb: StepDocument.Verb,
        _ step: StepDocument,
        _ targets: [Topology.Target]
    ) -> Topology.Verb {
        let prefixes = checkedPrefixes(step)
        switch verb {
        case .cut: return .cut
        case .blackhole: return .blackhole(direction: step.direction?.value ?? .both)
        case .degrade: return .degrade(degradation(step), direction: step.direction?.value ?? .both)
        case .fail: return .fail(failureMode(step, targets))
        case .misconfigure: return .misconfigure(misconfiguration(step, targets))
        case .reset: return .reset(isGraceful: step.graceful?.value ?? false)
        case .shutdown: return .shutdown(grace: shutdownGrace(step))
        case .deprovision: return .deprovision
        case .drain:
            return .drain(
                grace: step.grace.map { delay($0, .zero, limit: .seconds(86_400)) },
                down: delay(step.down, Defaults.drainDown.value, limit: .seconds(86_400)),
                prepend: prepend(step)
            )
        case .isolate:
            let grace = delay(step.grace, Defaults.drainGrace.value, limit: .seconds(86_400))
            return .isolate(grace: grace, prepend: prepend(step))
        case .resize:
            return .resize(size(step, targets))
        case .migrate: return .migrate(step.stage?.value ?? .move)
        case .withdraw: return .withdraw(prefixes)
        case .announce: return .announce(prefixes)
        case .flap:
            let period = delay(step.period, Defaults.flapPeriod.value)
            if let written = step.period, written.value < .milliseconds(2) {
                error(written.place, "a period of 2ms or more is needed")
            }
            return .flap(period: period, count: step.count?.value ?? Defaults.flapCount.value)
        case .failoverTest: return .failoverTest(gateway: failoverTest(step, targets))
        case .restore: return .restore
        }
    }

    private mutating func checkedPrefixes(_ step: StepDocument) -> [IPPrefix] {
        let runs = step.prefixes?.value ?? []
        let count = runs.reduce(0) { $0 + $1.value.count }
        guard count <= Self.maximumPrefixes else {
            error(step.prefixes?.place, "\(count) prefixes; a step takes \(Self.maximumPrefixes) at most")
            return []
        }
        return runs.flatMap(\.value.prefixes)
    }

    private static let maximumPrefixes = 100_000

    private func prepend(_ step: StepDocument) -> UInt8 {
        step.prepend.map { UInt8(clamping: $0.value) } ?? Defaults.drainPrepend.value
    }

    private mutating func degradation(_ step: StepDocument) -> Topology.Degradation {
        var result = Topology.Degradation()
        result.loss = step.loss?.value ?? .zero
        result.latency = delay(step.latency, .zero, limit: .seconds(60))
        result.jitter = delay(step.jitter, .zero, limit: .seconds(60))
        result.rate = step.rate?.value
        result.mtu = step.mtu?.value
        if step.loss == nil, step.latency == nil, step.jitter == nil, step.rate == nil, step.mtu == nil {
            missing(step.verb?.place, "'degrade' needs one of loss, latency, jitter, rate and mtu")
        }
        return result
    }
}
