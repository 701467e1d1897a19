public import NetworkTypes
import Packets

/// Where packets would go at this moment, found with the forwarders' own code.
extension Network {
    /// The way of a 5-tuple of one of the blueprint's flows.
    ///
    /// Complexity: O(hops).
    public mutating func path(ofFlow flow: Int, tuple: Int) -> PacketPath { view(walk(flow, tuple)) }

    /// The way of a UDP packet that a node sends in one of its routing domains, to whoever has the address.
    ///
    /// Complexity: O(hops).
    public mutating func path(
        from node: NodeIndex,
        domain: Int,
        _ source: IPAddress,
        to destination: IPAddress,
        port: UInt16 = 9
    ) -> PacketPath {
        let frame = datagram(from: source, to: destination, sourcePort: port)
        return view(walk(frame, from: node, domain: UInt16(clamping: domain), to: nil))
    }

    /// A small UDP packet to the discard port, without Ethernet header; `nil` if there is no memory for it.
    mutating func datagram(
        from source: IPAddress,
        to destination: IPAddress,
        sourcePort: UInt16 = 9
    ) -> FrameHandle? {
        let template = PacketTemplate(
            source: source,
            destination: destination,
            transport: .udp(sourcePort: sourcePort, destinationPort: 9)
        )
        return pool.build(template, payload: [UInt8](repeating: 0, count: 24).span.bytes)
    }

    private func view(_ outcome: PathOutcome) -> PacketPath {
        PacketPath(
            nodes: outcome.nodes.map { nodes[$0.index].path },
            wires: outcome.wires.map { blueprint.wires[$0].path },
            isDelivered: outcome.isDelivered,
            place: outcome.place,
            reason: outcome.reason
        )
    }
}
