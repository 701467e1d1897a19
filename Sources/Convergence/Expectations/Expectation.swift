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
