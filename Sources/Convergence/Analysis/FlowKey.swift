/// One direction of a flow.
struct FlowKey: Hashable, Sendable {
    var name: String
    var direction: FlowDirection
}
