/// What a run showed: everything that `report.json` and the report on the terminal say.
///
/// All of it derives from the journal alone. Points in time are durations since time zero; before it they are negative.
public struct Report: Hashable, Sendable {
    public static let schemaVersion = 1

    public var topology: String
    /// `virtual` or `live`.
    public var engine: String
    public var seed: UInt64
    public var epoch: String
    public var version: String
    /// Whether the network became quiet and flows started.
    public var reachedTimeZero: Bool
    /// How long the network took from its start to time zero, if it got there.
    public var settled: Duration?
    /// When the run ended.
    public var end: Duration
    /// `finished`, `until` or `interrupted`; `nil` if the journal breaks off.
    public var endReason: String?
    /// Sessions that were not up at time zero.
    public var missingSessions: [String]
    public var warnings: [Warning]
    /// Each fault and each restore, in the order of the run.
    public var steps: [StepReport]
    /// One per flow and direction.
    public var flows: [FlowReport]
    /// One per step, phase, flow and direction, in that order.
    public var convergence: [ConvergenceReport]
    /// Index in ``convergence`` of the entry that cost most; `nil` if nothing moved.
    public var costliest: Int?
    public var expectations: [ExpectationResult]
    public var finalState: FinalState
    /// What has a name of its own, in the order of the flows.
    public var findings: [Finding] = []
    /// Which settings of which devices made events wait, the longest wait first.
    public var settings: [SettingUse] = []
    /// Sentences on what deserves a closer look, the most telling first.
    public var advice: [String]
    /// What tables held that expectations asked for.
    public var tableLooks: [TableLook] = []
    /// Site failover tests, in the order in which they began.
    public var failoverTests: [FailoverTestReport] = []

    /// A warning event.
    public struct Warning: Hashable, Sendable {
        public var at: Duration
        public var subject: String
        public var text: String
    }

    /// Whether the run ended before its scenario did.
    public var isCutShort: Bool { endReason != "finished" }
    public var hasFailedExpectation: Bool { expectations.contains { $0.verdict == .failed } }
    /// Whether there is something that a person must hear of although no expectation failed.
    public var hasWarning: Bool { !warnings.isEmpty || !missingSessions.isEmpty }
}
