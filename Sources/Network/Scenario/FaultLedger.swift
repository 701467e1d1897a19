import NetworkTypes

/// What the steps of the scenario hold at present, so that each can be undone exactly once.
struct FaultLedger {
    /// One thing that a step did.
    enum Effect: Equatable {
        case hold(wire: Int)
        case blackhole(wire: Int, towards: WireSide)
        case stop(NodeIndex)
        case shutdown(session: Int)
        case withdrawn(NodeIndex, IPPrefix)
        case announced(NodeIndex, IPPrefix)
    }

    /// By step, counted from 0.
    var effects: [Int: [Effect]] = [:]
    /// Steps whose nodes cannot be replaced while they last: their zone or region is gone.
    var irreplaceable: [Int] = []
    /// Wires that link-loss forwarding holds down, and the wire each follows.
    var forwardedLosses: [Int: Int] = [:]
    /// The latest `step` event.
    var lastStepEvent: Int?

    /// Whether a stopped node may be replaced by a new one somewhere else.
    func isReplaceable(_ node: NodeIndex) -> Bool {
        !irreplaceable.contains { effects[$0]?.contains(.stop(node)) ?? false }
    }

    /// A node works again whatever its faults: undoing them later must not start it once more.
    mutating func forgive(_ node: NodeIndex) {
        for step in effects.keys.sorted() { effects[step]?.removeAll { $0 == .stop(node) } }
    }
}
