extension ExpectationResult {
    /// Judges one expectation by a report whose tables are filled in.
    init(_ expectation: Expectation, in report: Report) {
        self.init(expectation: expectation, verdict: .failed, isOpen: false, detectedBy: [], sentence: "")
        if report.isCutShort, !Self.isUnderWay(expectation, in: report) {
            verdict = .undecided
            sentence = "\(expectation.scope): the run was cut short before it"
            return
        }
        if let obstacle = Self.obstacle(to: expectation, in: report) {
            sentence = "\(expectation.scope): \(obstacle)"
            return
        }
        let measurements = FlowDirection.allCases.compactMap { Measurement(expectation, $0, in: report) }
        outage = measurements.map(\.outage).max()
        isOpen = measurements.contains(where: \.isOpen)
        lost = measurements.map(\.lost).max()
        moved = measurements.map(\.moved).max()
        for method in measurements.flatMap(\.detectedBy) where !detectedBy.contains(method) {
            detectedBy.append(method)
        }

        let failures = measurements.flatMap { $0.failures(of: expectation) }
        let isOver = !report.isCutShort || Self.isOver(expectation, in: report)
        if failures.isEmpty {
            verdict = isOver ? .passed : .undecided
        } else {
            verdict = isOver || measurements.contains { $0.isBeyondRepair(expectation) } ? .failed : .undecided
        }
        var findings = failures.isEmpty ? findings(measurements) : failures
        if verdict == .undecided { findings.append("the run was cut short before this was decided") }
        sentence = "\(expectation.scope): \(findings.joined(separator: "; "))"
    }

    /// Whether the run got to the step that the expectation is about.
    private static func isUnderWay(_ expectation: Expectation, in report: Report) -> Bool {
        guard let step = expectation.step else { return report.reachedTimeZero }
        let phase = StepPhase(step: step, phase: expectation.phase ?? .fault)
        return report.steps.contains { $0.stepPhase == phase }
    }

    /// Whether the run went on to a later step, which takes over what is lost from then on.
    private static func isOver(_ expectation: Expectation, in report: Report) -> Bool {
        guard let step = expectation.step else { return false }
        let phases = expectation.phase.map { [$0] } ?? Phase.allCases
        guard let last = report.steps.last(where: { $0.stepPhase.step == step && phases.contains($0.stepPhase.phase) })
        else { return false }
        return report.steps.contains { $0.at > last.at }
    }

    /// Why nothing can be measured, if so.
    private static func obstacle(to expectation: Expectation, in report: Report) -> String? {
        let flows = report.flows.filter { $0.name == expectation.flow }
        if flows.isEmpty { return "the run has no such flow" }
        if let direction = expectation.direction, !flows.contains(where: { $0.direction == direction }) {
            return "the flow has no packets in this direction"
        }
        if let step = expectation.step {
            let phase = expectation.phase ?? .fault
            guard let begun = report.steps.first(where: { $0.stepPhase == StepPhase(step: step, phase: phase) }) else {
                return "the run ended before it"
            }
            let earlier = flows.filter { expectation.direction ?? $0.direction == $0.direction }
                .flatMap(\.outages).first { $0.start < begun.at && $0.end ?? report.end > begun.at && $0.cause == nil }
            if let earlier {
                return "the flow was down already, since \(earlier.start.text)"
            }
        }
        return nil
    }

    private func findings(_ measurements: [Measurement]) -> [String] {
        var findings: [String] = []
        if !expectation.outage.isEmpty, let outage {
            findings.append(
                (outage == .zero ? "no outage" : "outage \(outage.text)") + demand(expectation.outage.map(\.text))
            )
        }
        if !expectation.lost.isEmpty, let lost {
            findings.append("\(lost) packets lost" + demand(expectation.lost.map(\.text)))
        }
        if !expectation.moved.isEmpty, let moved {
            findings.append("\(moved) 5-tuples moved" + demand(expectation.moved.map(\.text)))
        }
        if !expectation.detectedBy.isEmpty {
            findings.append("detected by " + detectedBy.words(joinedBy: ", "))
        }
        return findings
    }

    private func demand(_ bounds: [String]) -> String { " (\(bounds.joined(separator: " and ")))" }
}

/// What an expectation is about, measured in one direction of its flow.
private struct Measurement {
    var direction: FlowDirection
    var outage: Duration
    var isOpen: Bool
    var lost: Int
    var moved: Int
    var detectedBy: [DetectionMethod]

    /// `nil` for a direction that the expectation does not concern.
    init?(_ expectation: Expectation, _ direction: FlowDirection, in report: Report) {
        guard expectation.direction ?? direction == direction,
            let flow = report.flows.first(where: { $0.name == expectation.flow && $0.direction == direction })
        else { return nil }
        let entries = report.convergence.filter {
            $0.flow == flow.name && $0.direction == direction
                && expectation.step ?? $0.stepPhase.step == $0.stepPhase.step
        }
        let concerned = entries.filter { expectation.phase ?? $0.stepPhase.phase == $0.stepPhase.phase }
        self.direction = direction
        if expectation.step == nil, expectation.phase == nil {
            // The whole run, what came before the first step included.
            outage = flow.outages.map(\.duration).max() ?? .zero
            isOpen = flow.outages.contains(where: \.isOpen)
            (lost, moved) = (flow.lost, flow.moved)
        } else {
            outage = concerned.map(\.worstOutage).max() ?? .zero
            isOpen = concerned.contains(where: \.isOpen)
            lost = concerned.reduce(0) { $0.clampedSum($1.lost) }
            moved = concerned.map(\.moved).max() ?? 0
        }
        let phase = expectation.phase ?? .fault
        detectedBy = entries.filter { $0.stepPhase.phase == phase }.compactMap(\.detectedBy)
        if detectedBy.isEmpty {
            // Nothing of the flow moved: whoever noticed first speaks for all.
            let steps = report.steps.filter {
                $0.stepPhase.phase == phase && expectation.step ?? $0.stepPhase.step == $0.stepPhase.step
            }
            detectedBy = steps.compactMap { $0.detections.first?.by }
        }
    }

    /// What is demanded and not so, in words.
    func failures(of expectation: Expectation) -> [String] {
        let direction = expectation.direction == nil ? "\(self.direction): " : ""
        var failures: [String] = []
        for bound in expectation.outage where !holds(bound) {
            failures.append(
                isOpen
                    ? "\(direction)still down at the end of the run after \(outage.text), expected \(bound.text)"
                    : "\(direction)\(outage == .zero ? "no outage" : "outage \(outage.text)"), expected \(bound.text)"
            )
        }
        for bound in expectation.lost where !bound.comparison.holds(lost, bound.value) {
            failures.append("\(direction)\(lost) packets lost, expected \(bound.text)")
        }
        for bound in expectation.moved where !bound.comparison.holds(moved, bound.value) {
            failures.append("\(direction)\(moved) 5-tuples moved, expected \(bound.text)")
        }
        let accepted = expectation.detectedBy
        if !accepted.isEmpty, detectedBy.isEmpty || !detectedBy.allSatisfy(accepted.contains) {
            let found = detectedBy.isEmpty ? "noticed by nobody" : "detected by " + detectedBy.words(joinedBy: ", ")
            failures.append("\(direction)\(found), expected \(accepted.words(joinedBy: " or "))")
        }
        return failures
    }

    /// Whether something is wrong already that more time cannot set right.
    func isBeyondRepair(_ expectation: Expectation) -> Bool {
        expectation.outage.contains { $0.comparison.isUpperBound && !$0.comparison.holds(outage, $0.value) }
            || expectation.lost.contains { $0.comparison.isUpperBound && !$0.comparison.holds(lost, $0.value) }
            || expectation.moved.contains { $0.comparison.isUpperBound && !$0.comparison.holds(moved, $0.value) }
            || !expectation.detectedBy.isEmpty && !detectedBy.allSatisfy(expectation.detectedBy.contains)
    }

    /// An outage that is still open has no upper bound, so it meets lower ones only.
    private func holds(_ bound: Expectation.Bound<Duration>) -> Bool {
        switch bound.comparison {
        case .lessThan, .atMost, .equal: !isOpen && bound.comparison.holds(outage, bound.value)
        case .atLeast, .greaterThan: bound.comparison.holds(outage, bound.value)
        }
    }
}

extension Expectation.Comparison {
    fileprivate var isUpperBound: Bool { self == .lessThan || self == .atMost }
}

extension Expectation {
    /// What it is about: flow, step, phase and direction as far as it names them.
    var scope: String {
        var parts = [flow]
        if let step { parts.append("step \(step)") }
        if let phase { parts.append(phase.rawValue) }
        if let direction { parts.append(direction.rawValue) }
        return parts.joined(separator: ", ")
    }
}

extension Expectation.Bound<Duration> {
    var text: String { "\(comparison.rawValue) \(value.text)" }
}

extension Expectation.Bound<Int> {
    var text: String { "\(comparison.rawValue) \(value)" }
}

extension [DetectionMethod] {
    /// The methods' names, each once.
    func words(joinedBy separator: String) -> String {
        var names: [String] = []
        for method in self where !names.contains(method.rawValue) { names.append(method.rawValue) }
        return names.joined(separator: separator)
    }
}
