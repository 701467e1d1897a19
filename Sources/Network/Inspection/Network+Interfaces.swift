public import Forwarding
import Router

extension Network {
    /// What passed an interface of a router since the router started; zero while it is down.
    public func counters(at node: NodeIndex, interface: Int) -> InterfaceCounters {
        guard let router = nodes[node.index].router else { return InterfaceCounters() }
        return router.router.forwarder.counters(of: InterfaceIndex(rawValue: UInt32(clamping: interface)))
    }

    /// The neighbours that a router knows or asks for on an interface, by address; `nil` while it is down.
    public func neighbors(at node: NodeIndex, interface: Int) -> [NeighborEntry]? {
        nodes[node.index].router?.router.forwarder.neighborEntries(
            of: InterfaceIndex(rawValue: UInt32(clamping: interface))
        )
    }
}
