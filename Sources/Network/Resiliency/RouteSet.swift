public import NetworkTypes

/// On-premises prefixes that a gateway learns over the same circuits (RI).
public struct RouteSet: Hashable, Sendable {
    /// Ascending, IPv4 first.
    public var prefixes: [IPPrefix]
    /// Indices of connections of the topology, ascending.
    public var connections: [Int]
}
