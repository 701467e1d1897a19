public import Network
internal import NetworkTypes

/// Two runs held against each other: how they end, what each step cost, and where their courses part.
public struct RunComparison: Hashable, Sendable {
    /// What stands at the end of one run and not of the other, or otherwise there.
    public struct EndDifference: Hashable, Sendable {
        public enum Kind: String, Hashable, Sendable {
            case session, wire, node, instance, route, path
        }

        public var kind: Kind
        /// The session, the node and prefix, or the flow and its direction.
        public var subject: String
        /// Indices of the flow's 5-tuples concerned; empty for what is no flow.
        public var tuples: [Int]
        public var first: String
        public var second: String
    }

    /// What one step cost one direction of a flow in both runs.
    public struct Cost: Hashable, Sendable {
        public enum Verdict: String, Hashable, Sendable {
            case same, better, worse
        }

        public var stepPhase: StepPhase
        public var flow: String
        public var direction: FlowDirection
        public var first: ConvergenceReport
        public var second: ConvergenceReport
        /// Of the longest outage.
        public var verdict: Verdict
    }

    /// An event of one run that the other lacks, or has at another time.
    public struct Divergence: Hashable, Sendable {
        public var kind: String
        public var subject: String
        public var node: String?
        public var what: String
        /// When it happened in each run; `nil` where it did not.
        public var first: Duration?
        public var second: Duration?
    }

    /// An expectation of the topology that the first run meets and the second fails, or the other way round.
    public struct ExpectationChange: Hashable, Sendable {
        public var first: ExpectationResult
        public var second: ExpectationResult
    }

    public static let schemaVersion = 1

    public var first: JournalHeader
    public var second: JournalHeader
    /// Whether a run has an end: one that breaks off has no end state to compare.
    public var firstIsWhole: Bool
    public var secondIsWhole: Bool
    public var tolerance: Tolerance
    public var endDifferences: [EndDifference]
    /// Steps that both runs have, in their order.
    public var costs: [Cost]
    /// Steps that only one run has.
    public var unmatchedSteps: [StepPhase]
    /// In the order of the first run's times, then the second's.
    public var divergences: [Divergence]
    public var expectationChanges: [ExpectationChange]

    /// Compares two journals; expectations are judged in both.
    public init(
        _ first: Journal,
        _ second: Journal,
        expectations: [Expectation] = [],
        tolerance: Tolerance = .standard
    ) {
        let reports = (Report(first, expectations: expectations), Report(second, expectations: expectations))
        self.first = first.header
        self.second = second.header
        self.tolerance = tolerance
        firstIsWhole = reports.0.endReason != nil
        secondIsWhole = reports.1.endReason != nil
        endDifferences =
            firstIsWhole && secondIsWhole
            ? EndState.differences(EndState(first, reports.0), EndState(second, reports.1)) : []
        costs = Self.costs(reports.0, reports.1, tolerance)
        let steps = (reports.0.steps.map(\.stepPhase), reports.1.steps.map(\.stepPhase))
        unmatchedSteps = steps.0.filter { !steps.1.contains($0) } + steps.1.filter { !steps.0.contains($0) }
        divergences = Course.divergences(Course(first), Course(second), tolerance)
        expectationChanges = zip(reports.0.expectations, reports.1.expectations)
            .filter { $0.verdict != $1.verdict }.map { ExpectationChange(first: $0, second: $1) }
    }

    /// Whether the second run is worse than the first, or ends otherwise.
    public var isRegression: Bool {
        !secondIsWhole || !endDifferences.isEmpty || !unmatchedSteps.isEmpty || costs.contains { $0.verdict == .worse }
            || expectationChanges.contains { $0.second.verdict == .failed }
    }

    private static func costs(_ first: Report, _ second: Report, _ tolerance: Tolerance) -> [Cost] {
        first.convergence.compactMap { entry in
            guard
                let other = second.convergence.first(where: {
                    $0.stepPhase == entry.stepPhase && $0.flow == entry.flow && $0.direction == entry.direction
                })
            else { return nil }
            return Cost(
                stepPhase: entry.stepPhase,
                flow: entry.flow,
                direction: entry.direction,
                first: entry,
                second: other,
                verdict: verdict(entry, other, tolerance)
            )
        }
    }

    private static func verdict(
        _ first: ConvergenceReport,
        _ second: ConvergenceReport,
        _ tolerance: Tolerance
    ) -> Cost.Verdict {
        if first.isOpen != second.isOpen { return second.isOpen ? .worse : .better }
        if tolerance.areSame(first.worstOutage, second.worstOutage) { return .same }
        return second.worstOutage > first.worstOutage ? .worse : .better
    }
}
