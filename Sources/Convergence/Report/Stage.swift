/// The part of a convergence that a link of its chain belongs to.
public enum Stage: String, Hashable, Sendable, CaseIterable {
    /// From the fault until a node knows.
    case detection
    /// Word travels from node to node.
    case propagation
    /// A node chooses anew.
    case decision
    /// The choice reaches what forwards packets, programming delays of the fabric included.
    case installation
    /// The first packet travels over the new path. No part of ``ConvergenceReport/routeConvergence``.
    case delivery
}
