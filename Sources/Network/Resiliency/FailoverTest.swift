public import NetworkTypes

/// A site failover test, under way or over (RV).
public struct FailoverTest: Hashable, Sendable {
    /// From 1.
    public var step: Int
    /// Index into the topology's `gateways`.
    public var gateway: Int
    /// Indices into the topology's `peeringLocations`: what the gateway leaves.
    public var locations: [Int]
    /// Indices into the topology's `connections`: those that it leaves.
    public var connections: [Int]
    public var startedAt: Instant
    /// The gateway's on-premises prefixes that other sites have too, when the test began.
    public var redundant: [IPPrefix]
    /// Those that it loses.
    public var nonRedundant: [IPPrefix]
    /// `nil` while it is under way.
    public var end: End?

    public struct End: Hashable, Sendable {
        public var at: Instant
        /// Prefixes that the gateway had when the test began and not when it ended.
        public var lost: [IPPrefix]
        /// A test succeeds if all of the gateway's prefixes stayed.
        public var isSuccess: Bool { lost.isEmpty }
    }
}
