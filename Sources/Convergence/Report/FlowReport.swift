/// What happened to one direction of a flow.
public struct FlowReport: Hashable, Sendable {
    public var name: String
    public var direction: FlowDirection
    /// Number of its 5-tuples.
    public var tuples: Int
    /// Time between two probes of the flow.
    public var interval: Duration?
    public var sent: Int
    public var received: Int
    public var lost: Int
    public var duplicated: Int
    public var reordered: Int
    /// Probes still under way when the run ended.
    public var inFlight: Int
    /// Lost probes that fall into no outage: rate limits, random loss, packets caught in flight.
    public var lostOutsideOutages: Int
    /// Which of these were dropped for being too many, and by whom; most first.
    public var limits: [Limit]
    /// Number of 5-tuples whose delivered packets changed path at least once.
    public var moved: Int
    public var outages: [Outage]
    /// Which shares of the 5-tuples took which path, and from when.
    ///
    /// The entries with one `from` describe all 5-tuples until the next.
    public var paths: [PathShare]
    /// What it meant to the application; `nil` for plain probes.
    public var application: ApplicationReport?
    /// What its volume without packets got through; `nil` if it has none.
    public var volume: VolumeReport?
    /// How it stands when the run ends.
    public var standing: FlowStanding?

    /// A device or wire that dropped packets because it carries no more.
    public struct Limit: Hashable, Sendable {
        public var place: String
        /// Such as `at its packet rate`.
        public var reason: String
        public var lost: Int
    }

    public struct PathShare: Hashable, Sendable {
        public var from: Duration
        /// 5-tuples on this path, of ``FlowReport/tuples``.
        public var tuples: Int
        /// Whether packets arrive; if not, `via` ends where they are lost.
        public var delivered: Bool
        public var via: [String]
    }
}
