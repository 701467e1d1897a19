/// The ways of a flow's 5-tuples at one moment.
public struct FlowStanding: Hashable, Sendable {
    /// The different paths of what arrives, sorted.
    public var paths: [[String]]
    /// 5-tuples of which nothing arrives.
    public var lost: Int
    /// The longest way of them, if all are known.
    public var latency: Duration?
    /// The longest of a 5-tuple's two ways together; `nil` where they are not known, or the flow has one direction.
    public var roundTrip: Duration?
    /// 5-tuples whose packets come back over other customer routers or MSEEs; `nil` if the flow has one direction.
    public var asymmetric: Int?
}
