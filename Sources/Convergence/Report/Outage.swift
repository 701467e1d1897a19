/// A span of send times during which packets of a flow's 5-tuples did not arrive.
///
/// The spans come from the forwarding state; spans of several 5-tuples that overlap or touch and have one step are one
/// outage.
public struct Outage: Hashable, Sendable {
    public var start: Duration
    /// `nil` if the packets were still lost when the run ended.
    public var end: Duration?
    /// Up to the end of the run if the outage is open.
    public var duration: Duration
    /// Lost probes sent during the outage.
    public var lost: Int
    /// Send times of the first and the last of them.
    public var firstLost: Duration?
    public var lastLost: Duration?
    /// Indices of the 5-tuples affected, ascending.
    public var tuples: [Int]
    /// What began it; `nil` before the first step.
    public var cause: StepPhase?
    /// The step that ended it, which is another one where a restore had to help.
    public var endedBy: StepPhase?
    /// Where the packets were lost first, and why.
    public var place: String?
    public var reason: String?

    public var isOpen: Bool { end == nil }
}
