import Forwarding
import NetworkTypes
import Packets
import Router

/// How a LAN carries frames.
extension Network {
    mutating func carry(_ frame: FrameHandle, over lan: LANSwitch, _ node: Node, from port: UInt16, at now: Instant) {
        guard let header = try? EthernetHeader(decoding: pool.bytes(of: frame)) else {
            pool.release(frame)
            return
        }
        if lan.port(of: header.source) != port { learn(header.source, lan, node, on: port, at: now) }
        if let out = lan.port(of: header.destination) {
            if out == port {
                pool.release(frame)
            } else {
                transmit(frame, from: node, port: out, at: now)
            }
            return
        }
        for out in node.ports.indices where out != Int(port) {
            if let copy = pool.copy(frame) { transmit(copy, from: node, port: UInt16(out), at: now) }
        }
        pool.release(frame)
    }

    /// A station is heard on another port than before.
    private mutating func learn(_ address: MACAddress, _ lan: LANSwitch, _ node: Node, on port: UInt16, at now: Instant)
    {
        var lan = lan
        let before = lan.port(of: address)
        guard lan.learn(address, on: port) else { return }
        node.works = .lanSwitch(lan)
        let speaker = node.ports[Int(port)].map { self.node(beyond: $0) }
        var fields = [
            JournalEvent.Field("mac", .string(address.description)),
            JournalEvent.Field("to", .string(wirePath(at: port, of: node))),
        ]
        if let before { fields.append(JournalEvent.Field("from", .string(wirePath(at: before, of: node)))) }
        let id = journal.record(.lanMoved, node.path, at: now, causedBy: speaker?.lastForwardingCause, fields)
        node.lastForwardingCause = id
        pathsChanged(at: now, because: id)
    }

    /// Where a frame gets to that the LAN floods: the port behind which somebody takes it.
    func floodedPort(to address: MACAddress, _ node: Node) -> UInt16? {
        node.ports.indices.first { port in
            guard let end = node.ports[port], wires[Int(end.wire)].hasCarrier else { return false }
            let other = wires[Int(end.wire)].end(end.side.opposite)
            return accepts(address, at: other, steps: 4)
        }.map(UInt16.init)
    }

    private func accepts(_ address: MACAddress, at end: Wire.End, steps: Int) -> Bool {
        let node = nodes[end.node.index]
        guard node.isAlive, steps > 0 else { return false }
        if case .firewall = node.works, let next = node.ports[Int(FirewallPlan.otherPort(than: end.port))] {
            let far = wires[Int(next.wire)].end(next.side.opposite)
            return wires[Int(next.wire)].hasCarrier && accepts(address, at: far, steps: steps - 1)
        }
        guard let router = node.router else { return false }
        return router.router.forwarder.accepts(address, on: PortIndex(rawValue: end.port))
    }

    private func wirePath(at port: UInt16, of node: Node) -> String {
        node.ports[Int(port)].map { blueprint.wires[Int($0.wire)].path } ?? ""
    }

    /// Who is at the other end of a port's wire, past any firewall.
    private func node(beyond port: Node.Port) -> Node {
        let end = wires[Int(port.wire)].end(port.side.opposite)
        let node = nodes[end.node.index]
        guard case .firewall = node.works, let next = node.ports[Int(FirewallPlan.otherPort(than: end.port))] else {
            return node
        }
        return nodes[wires[Int(next.wire)].end(next.side.opposite).node.index]
    }
}
