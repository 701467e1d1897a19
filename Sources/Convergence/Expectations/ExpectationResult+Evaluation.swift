extension ExpectationResult {
    /// Judges one expectation by a report whose tables are filled in.
    init(_ expectation: Expectation, in report: Report) {
        self.init(expectation: expectation, verdict: .failed, isOpen: false, detectedBy: [], sentence: "")
        if let table = expectation.table {
            judge(table, in: report)
            return
        }
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

    private mutating func judge(_ table: Expectation.TableDemand, in report: Report) {
        let scope = "\(table.node), \(table.prefix) at \(table.at.text)"
        let look = report.tableLooks.first {
            $0.node == table.node && $0.prefix == table.prefix && $0.at == table.at
        }
        guard let look else {
            verdict = report.isCutShort ? .undecided : .failed
            sentence = "\(scope): the run ended before it"
            return
        }
        let failures = look.failures(of: table)
        verdict = failures.isEmpty ? .passed : .failed
        sentence = "\(scope): " + (failures.isEmpty ? look.words : failures.joined(separator: "; "))
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
        for measure in Expectation.TimeMeasure.allCases {
            guard let bounds = expectation.times[measure], !bounds.isEmpty,
                let worst = measurements.compactMap({ $0.times[measure] }).max()
            else { continue }
            findings.append("\(measure.words) \(worst.text)" + demand(bounds.map(\.text)))
        }
        for measure in Expectation.CountMeasure.allCases {
            guard let bounds = expectation.counts[measure], !bounds.isEmpty else { continue }
            let worst = measurements.compactMap { $0.counts[measure] }.max() ?? 0
            findings.append("\(worst) \(measure.words)" + demand(bounds.map(\.text)))
        }
        if !expectation.path.isEmpty { findings.append("goes over \(expectation.path.joined(separator: ", "))") }
        if let symmetric = expectation.isSymmetric {
            findings.append(symmetric ? "comes back the same way" : "comes back another way")
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
    var times: [Expectation.TimeMeasure: Duration] = [:]
    var counts: [Expectation.CountMeasure: Int] = [:]
    /// Whether a stall was still under way when the run ended.
    var stallIsOpen = false
    var standing: FlowStanding?

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
        detectedBy = []
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
        measure(flow.application) { cause in
            guard let step = expectation.step else { return true }
            return cause?.step == step && expectation.phase ?? cause?.phase == cause?.phase
        }
        if expectation.step != nil { times[.detection] = concerned.compactMap(\.detection).max() }
        standing = expectation.step == nil ? flow.standing : concerned.last?.standing
        times[.roundTrip] = standing?.roundTrip
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

    /// What an application suffered in the phases that are meant.
    private mutating func measure(_ application: ApplicationReport?, _ isMeant: (StepPhase?) -> Bool) {
        guard let application else { return }
        let stalls = application.stalls.filter { isMeant($0.cause) }
        times[.stall] = stalls.map(\.duration).max() ?? .zero
        stallIsOpen = stalls.contains(where: \.isOpen)
        counts[.broken] = application.breaks.count { isMeant($0.cause) }
        counts[.failed] = application.count(.failed, where: isMeant)
        counts[.delayed] = application.count(.delayed, where: isMeant)
    }

    /// What is demanded of times, counts and ways, and not so.
    private func furtherFailures(of expectation: Expectation) -> [String] {
        var failures: [String] = []
        for measure in Expectation.TimeMeasure.allCases {
            for bound in expectation.times[measure] ?? [] {
                guard let time = times[measure] else {
                    failures.append("\(measure.rawValue) is not known, expected \(bound.text)")
                    continue
                }
                let isOpen = measure == .stall && stallIsOpen && bound.comparison.isUpperBound
                guard isOpen || !bound.comparison.holds(time, bound.value) else { continue }
                let still = isOpen ? " and still going on" : ""
                failures.append("\(measure.words) \(time.text)\(still), expected \(bound.text)")
            }
        }
        for measure in Expectation.CountMeasure.allCases {
            let count = counts[measure] ?? 0
            for bound in expectation.counts[measure] ?? [] where !bound.comparison.holds(count, bound.value) {
                failures.append("\(count) \(measure.words), expected \(bound.text)")
            }
        }
        if !expectation.path.isEmpty, let standing {
            if standing.lost > 0 {
                failures.append("\(standing.lost) 5-tuples go nowhere")
            } else if let other = standing.paths.first(where: { !$0.passes(expectation.path) }) {
                failures.append("goes over \(other.dropFirst().dropLast().joined(separator: ", "))")
            }
        }
        if let symmetric = expectation.isSymmetric, let asymmetric = standing?.asymmetric,
            symmetric != (asymmetric == 0)
        {
            failures.append(
                symmetric ? "\(asymmetric) 5-tuples come back another way" : "every 5-tuple comes back the same way"
            )
        }
        return failures
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
        failures += furtherFailures(of: expectation).map { direction + $0 }
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

extension [String] {
    /// Whether a path leads over nodes in the given order.
    fileprivate func passes(_ nodes: [String]) -> Bool {
        var rest = self[...]
        for node in nodes {
            guard let place = rest.firstIndex(of: node) else { return false }
            rest = rest[(place + 1)...]
        }
        return true
    }
}

extension TableLook {
    /// What is in use, in words.
    fileprivate var words: String {
        guard isPresent else { return "not there" }
        // A machine's effective routes have no AS path.
        if asPaths.isEmpty { return nextHops.map { "via \($0)" }.joined(separator: "; ") }
        return zip(nextHops, asPaths).map { "via \($0), path \($1.isEmpty ? "empty" : $1)" }.joined(separator: "; ")
    }

    fileprivate func failures(of table: Expectation.TableDemand) -> [String] {
        guard isPresent == table.isPresent else { return [isPresent ? "it is there: \(words)" : "it is not there"] }
        guard isPresent else { return [] }
        var failures: [String] = []
        if let nextHop = table.nextHop, !nextHops.contains(nextHop) {
            failures.append("\(words), expected via \(nextHop)")
        }
        if let asPath = table.asPath, asPaths.first != asPath { failures.append("\(words), expected path \(asPath)") }
        return failures
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
