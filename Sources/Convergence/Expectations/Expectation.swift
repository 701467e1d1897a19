/// A demand on what a run shows, which it meets or not.
///
/// Without `direction` it holds for both. Without `phase`, bounds hold for fault and restore and `detectedBy` for the
/// fault.
/// Without `step` it holds for the whole run.
public struct Expectation: Hashable, Sendable {
    public enum Comparison: String, Hashable, Sendable, CaseIterable {
        case lessThan = "<"
        case atMost = "<="
        case equal = "=="
        case atLeast = ">="
        case greaterThan = ">"

        public func holds<Value: Comparable>(_ left: Value, _ right: Value) -> Bool {
            switch self {
            case .lessThan: left < right
            case .atMost: left <= right
            case .equal: left == right
            case .atLeast: left >= right
            case .greaterThan: left > right
            }
        }
    }

    public struct Bound<Value: Hashable & Comparable & Sendable>: Hashable, Sendable {
        public var comparison: Comparison
        public var value: Value

        public init(_ comparison: Comparison, _ value: Value) {
            self.comparison = comparison
            self.value = value
        }
    }

    /// Times that can be bounded besides outages.
    public enum TimeMeasure: String, Hashable, Sendable, CaseIterable {
        /// The longest wait of a TCP connection's receiver.
        case stall
        /// From the step to its detection, on the critical path.
        case detection
        /// There and back, when the next step begins.
        case roundTrip

        var words: String {
            switch self {
            case .stall: "longest stall"
            case .detection: "detected after"
            case .roundTrip: "round trip"
            }
        }
    }

    /// Counts that can be bounded besides packets and 5-tuples.
    public enum CountMeasure: String, Hashable, Sendable, CaseIterable {
        /// TCP connections that ended without being closed.
        case broken
        /// Requests without an answer.
        case failed
        /// Requests that were answered to a later try.
        case delayed

        var words: String {
            switch self {
            case .broken: "connections broken"
            case .failed: "requests failed"
            case .delayed: "requests delayed"
            }
        }
    }

    /// What a router's table has to hold at a time.
    public struct TableDemand: Hashable, Sendable {
        public var node: String
        public var prefix: String
        public var at: Duration
        public var isPresent: Bool
        public var nextHop: String?
        public var asPath: String?

        public init(node: String, prefix: String, at: Duration, isPresent: Bool, nextHop: String?, asPath: String?) {
            self.node = node
            self.prefix = prefix
            self.at = at
            self.isPresent = isPresent
            self.nextHop = nextHop
            self.asPath = asPath
        }
    }

    /// Empty where it is about a table.
    public var flow: String
    public var step: Int?
    public var phase: Phase?
    public var direction: FlowDirection?
    /// Bounds on the longest outage, which is 0 s if there was none; all must hold, in each direction.
    public var outage: [Bound<Duration>]
    /// Bounds on the number of lost packets of a direction.
    public var lost: [Bound<Int>]
    /// Bounds on the number of 5-tuples of a direction that changed path.
    public var moved: [Bound<Int>]
    /// Acceptable ways of detection; empty if any will do.
    public var detectedBy: [DetectionMethod]
    public var times: [TimeMeasure: [Bound<Duration>]] = [:]
    public var counts: [CountMeasure: [Bound<Int>]] = [:]
    /// Nodes that every 5-tuple has to pass, in this order, when the next step begins or the run ends.
    public var path: [String] = []
    /// Whether every 5-tuple has to come back over the same customer routers and MSEEs then.
    public var isSymmetric: Bool?
    /// Instead of all that: what a table has to hold.
    public var table: TableDemand?

    public init(
        flow: String,
        step: Int? = nil,
        phase: Phase? = nil,
        direction: FlowDirection? = nil,
        outage: [Bound<Duration>] = [],
        lost: [Bound<Int>] = [],
        moved: [Bound<Int>] = [],
        detectedBy: [DetectionMethod] = []
    ) {
        self.flow = flow
        self.step = step
        self.phase = phase
        self.direction = direction
        self.outage = outage
        self.lost = lost
        self.moved = moved
        self.detectedBy = detectedBy
    }
}
