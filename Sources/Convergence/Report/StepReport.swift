/// One fault or restore: what was done, and who noticed.
public struct StepReport: Hashable, Sendable {
    public var stepPhase: StepPhase
    public var at: Duration
    public var verb: String
    /// The path of the target.
    public var subject: String
    /// Id of the `step` event.
    public var event: Int
    /// How often it was done: more than once for a flap.
    public var repetitions: Int
    /// The events by which nodes learnt of the step, in time order, without what they concluded from them.
    public var detections: [Detection]

    public struct Detection: Hashable, Sendable {
        public var at: Duration
        /// Time since the step.
        public var delay: Duration
        /// The wire, session or instance concerned.
        public var subject: String
        /// The node that noticed.
        public var node: String?
        public var by: DetectionMethod
        public var event: Int
    }
}
