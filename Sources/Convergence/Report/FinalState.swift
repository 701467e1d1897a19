/// What was still wrong when the run ended; lists are in the order in which things went wrong.
public struct FinalState: Hashable, Sendable {
    public var sessionsDown: [String]
    public var wiresDown: [String]
    public var nodesDown: [String]
    public var instancesUnhealthy: [String]
    /// Flows of which some 5-tuples do not arrive.
    public var flowsDown: [FlowDown]

    public struct FlowDown: Hashable, Sendable {
        public var flow: String
        public var direction: FlowDirection
        /// 5-tuples that do not arrive.
        public var tuples: Int
        public var since: Duration
        public var place: String?
        public var reason: String?
    }

    public var isHealthy: Bool {
        sessionsDown.isEmpty && wiresDown.isEmpty && nodesDown.isEmpty && instancesUnhealthy.isEmpty
            && flowsDown.isEmpty
    }
}
