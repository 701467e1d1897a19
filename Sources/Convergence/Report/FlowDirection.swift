/// The way of a flow's packets: `forward` from its `from` to its `to`, or back.
public enum FlowDirection: String, Hashable, Sendable, CaseIterable {
    case forward
    case reverse
}
