/// What one direction of a flow meant to the application that uses it.
public struct ApplicationReport: Hashable, Sendable {
    /// Waits of a TCP connection's receiver for what had been written, in the order of their ends.
    public struct Stall: Hashable, Sendable {
        public var tuple: Int
        public var start: Duration
        public var end: Duration
        /// Whether the run ended first.
        public var isOpen: Bool
        /// The step that it is put down to.
        public var cause: StepPhase?

        public var duration: Duration { end - start }
    }

    /// A TCP connection that nobody had closed.
    public struct Break: Hashable, Sendable {
        public var tuple: Int
        public var at: Duration
        /// The machine that noticed first.
        public var node: String?
        /// Such as `timed out`.
        public var reason: String
        public var cause: StepPhase?
    }

    /// A request that was answered late or never.
    public struct Request: Hashable, Sendable {
        public enum Fate: String, Hashable, Sendable {
            case delayed, failed
        }

        public var tuple: Int
        public var sent: Duration
        public var tries: Int
        public var fate: Fate
        public var cause: StepPhase?
    }

    /// `tcp` or `request`.
    public var kind: String
    public var stalls: [Stall] = []
    public var breaks: [Break] = []
    /// Segments that this direction's sender has sent again.
    public var retransmitted: Int?
    /// Requests made.
    public var requests: Int?
    public var answered: Int?
    /// Tries beyond the first of each request.
    public var repeated: Int?
    /// Requests that still waited when the run ended.
    public var waiting: Int?
    /// The longest time to an answer.
    public var longestWait: Duration?
    public var troubledRequests: [Request] = []

    public var longestStall: Duration { stalls.map(\.duration).max() ?? .zero }

    public func count(_ fate: Request.Fate, where isMeant: (StepPhase?) -> Bool = { _ in true }) -> Int {
        troubledRequests.count { $0.fate == fate && isMeant($0.cause) }
    }
}
