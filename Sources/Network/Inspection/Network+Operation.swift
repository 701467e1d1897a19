public import BFD
import NetworkTypes
public import Router

/// What somebody who operates the network looks at while it runs.
extension Network {
    /// Looks into a router; `nil` if the node is down, or none of ours.
    public func inspectRouter<Result>(at node: NodeIndex, _ body: (borrowing Router) -> Result) -> Result? {
        nodes[node.index].router.map { body($0.router) }
    }

    /// The BFD session beside a router's session with a neighbour, if one runs.
    public func bfdSession(at node: NodeIndex, neighbor: Int) -> BFDSession? {
        nodes[node.index].router?.liveness.session(neighbor: neighbor)
    }

    /// Which way the packets of a 5-tuple go at present, and what became of its flow's probes so far.
    public struct FlowState: Sendable {
        /// Paths of nodes, in order.
        public var via: [String]
        public var isDelivered: Bool
        /// Where packets are lost, and why.
        public var place: String?
        public var reason: String?
    }

    /// One entry for each 5-tuple of a flow of the blueprint; `nil` until it was looked at.
    public func flowStates(_ flow: Int) -> [FlowState?] {
        flows[flow].outcomes.map { outcome in
            outcome.map {
                FlowState(
                    via: $0.nodes.map { nodes[$0.index].path },
                    isDelivered: $0.isDelivered,
                    place: $0.place,
                    reason: $0.reason
                )
            }
        }
    }

    /// Probes of a flow that were sent and that arrived.
    public func probeCounts(_ flow: Int) -> (sent: Int, received: Int) {
        (flows[flow].meter.sent, flows[flow].meter.received)
    }

    /// Sessions that are up, of all that the blueprint has.
    public var sessionCounts: (up: Int, all: Int) { (sessions.count { $0.isUp }, sessions.count) }
}
