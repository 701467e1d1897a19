public import NetworkTypes
public import Packets

extension Forwarder {
    /// Asks for a neighbour before the first packet needs it, as routers do for the next hops of static routes.
    ///
    /// Nothing happens on an interface that is down or does not ask, nor if the neighbour is known or being asked for.
    public mutating func prepareNeighbor(
        _ interface: InterfaceIndex,
        address: IPAddress,
        at now: Instant,
        pool: inout FramePool,
        into output: inout ForwarderOutput
    ) {
        guard isUp(interface), neighbors.find(interface, address) == nil,
            request(address, on: interface, pool: &pool, into: &output)
        else { return }
        var entry = Neighbor(address: address, interface: interface, state: .incomplete)
        entry.requestsSent = 1
        entry.deadline = now + Self.requestInterval
        _ = neighbors.add(entry)
    }
}
