import NetworkTypes

extension TopologyBuilder {
    mutating func buildExpectations() {
        let names = topology.flows.map(\.name)
        for expectation in (document.expectations?.value ?? []).map(\.value) {
            let flow = index(of: expectation.flow, in: names, "flow")
            if let direction = expectation.direction, direction.value != .forward, let flow,
                !topology.flows[flow].isBidirectional, topology.flows[flow].application == .udp
            {
                error(
                    direction.place,
                    "flow '\(names[flow])' has no reverse direction",
                    notes: ["bidirectional: true gives it one"]
                )
            }
            checkStep(expectation)
            checkBounds(expectation.outage)
            checkBounds(expectation.lost)
            checkBounds(expectation.detection)
            checkBounds(expectation.moved)
            topology.expectations.append(
                Topology.Expectation(
                    flow: flow ?? 0,
                    step: expectation.step?.value,
                    phase: expectation.phase?.value ?? .fault,
                    direction: (expectation.direction?.value ?? .forward).only,
                    outage: expectation.outage?.value.map(\.value) ?? [],
                    lost: expectation.lost?.value.map(\.value) ?? [],
                    detection: expectation.detection?.value.map(\.value) ?? [],
                    detectedBy: expectation.detectedBy?.value.map(\.value) ?? [],
                    moved: expectation.moved?.value.map(\.value) ?? [],
                    line: expectation.start.line
                )
            )
        }
    }

    private mutating func checkStep(_ expectation: ExpectationDocument) {
        guard let number = expectation.step else {
            for place in [
                expectation.phase?.place, expectation.detection?.place, expectation.detectedBy?.place,
                expectation.moved?.place,
            ] {
                if let place { error(place, "this needs a step: without one the expectation speaks of the whole run") }
            }
            return
        }
        let steps = topology.scenario.steps
        guard steps.indices.contains(number.value - 1) else {
            let notes = steps.isEmpty ? ["the scenario has no steps"] : ["the scenario has steps 1 to \(steps.count)"]
            missing(number.place, "there is no step \(number.value)", notes: notes)
            return
        }
        let step = steps[number.value - 1]
        if step.verb == .restore {
            let undone = step.undoes.first.map { ["step: \($0), phase: restore speaks of it"] } ?? []
            error(number.place, "step \(number.value) restores an earlier one", notes: undone)
        }
        if let phase = expectation.phase, phase.value == .restore {
            let isRestored =
                step.restoresAfter != nil || step.verb.endsByItself
                || steps.contains { $0.undoes.contains(number.value) }
            if !isRestored { missing(phase.place, "step \(number.value) is never restored") }
        }
    }

    /// Bounds that no value can meet.
    private mutating func checkBounds<Value>(_ bounds: List<Topology.Comparison<Value>>?) {
        guard let bounds, bounds.value.count > 1 else { return }
        for (position, bound) in bounds.value.enumerated() {
            for other in bounds.value[..<position] where Self.exclude(bound.value, other.value) {
                error(bound.place, "no value can meet this bound and the one before it")
            }
        }
    }

    private static func exclude<Value>(_ a: Topology.Comparison<Value>, _ b: Topology.Comparison<Value>) -> Bool {
        switch (a.relation, b.relation) {
        case (.equal, _): !b.holds(for: a.bound)
        case (_, .equal): !a.holds(for: b.bound)
        case (.less, .greater), (.less, .greaterOrEqual), (.lessOrEqual, .greater): a.bound <= b.bound
        case (.greater, .less), (.greaterOrEqual, .less), (.greater, .lessOrEqual): b.bound <= a.bound
        case (.lessOrEqual, .greaterOrEqual): a.bound < b.bound
        case (.greaterOrEqual, .lessOrEqual): b.bound < a.bound
        default: false
        }
    }
}
