/// What one step cost one direction of a flow, and the chain of events that ended it (terms of RFC 6412).
///
/// The four stages add up exactly to ``routeConvergence``. They are `nil` where the step changed no path for the
/// better: it
/// did not concern the flow, or nothing but a later step helped.
public struct ConvergenceReport: Hashable, Sendable {
    public var stepPhase: StepPhase
    public var flow: String
    public var direction: FlowDirection
    public var detection: Duration?
    public var detectedBy: DetectionMethod?
    public var propagation: Duration?
    public var decision: Duration?
    public var installation: Duration?
    /// From the step until forwarding sends the flow over the path that it keeps.
    public var routeConvergence: Duration?
    /// How long at least one of the 5-tuples was without connectivity because of the step.
    public var lossOfConnectivity: Duration
    /// The longest single outage.
    public var worstOutage: Duration
    /// Whether an outage was still open when the run ended.
    public var isOpen: Bool
    public var lost: Int
    /// 5-tuples that changed path because of the step.
    public var moved: Int
    /// 5-tuples that were without connectivity because of the step.
    public var hurt: Int
    /// The chain from the step to the first packet on the new path; without a new path, to the event that cut the flow
    /// off.
    public var criticalPath: [Link]
    /// How the flow stands when the next step begins, or at the end of the run.
    public var standing: FlowStanding?

    /// One event of a chain.
    public struct Link: Hashable, Sendable {
        /// Id of the journal event.
        public var event: Int
        public var at: Duration
        /// The event's `kind` in the journal.
        public var kind: String
        public var subject: String
        /// The node where it happened, if it has one.
        public var node: String?
        /// The event in a few words.
        public var what: String
        /// `nil` for the step itself.
        public var stage: Stage?
        /// Time since the previous link.
        public var duration: Duration
        /// The setting of a router that this time, or a part of it, is due to.
        public var cost: SettingCost?
    }
}
