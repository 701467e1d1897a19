/// The step of the decision process that told the best path from the last one that was still its equal.
///
/// The order is that of RFC 4271 §9.1.2.2 with the additions of RFC 4456 §9, after staleness and two local steps.
public enum DecisionStep: UInt8, Hashable, Comparable, Sendable, CaseIterable, BitwiseCopyable {
    /// There is no path that may be used.
    case noPath
    /// There was nothing to compare with.
    case onlyPath
    /// The others are long stale (RFC 9494 §4.3).
    case staleness
    case weight
    case localPreference
    case locallyOriginated
    case asPathLength
    case origin
    case med
    case ebgpOverIBGP
    case igpMetric
    case routerID
    case clusterListLength
    case peerAddress
    /// Paths of one peer that differ in the route distinguisher they were imported from.
    case routeDistinguisher

    @inlinable public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}
