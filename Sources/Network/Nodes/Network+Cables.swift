public import NetworkTypes

/// Carriers that come and go outside of the emulation.
extension Network {
    /// The cable at a port of a real router has lost its carrier although nothing in here took it, or is as it should be again.
    ///
    /// Nothing happens if the network knows that already.
    public mutating func cableChanged(of index: NodeIndex, port: UInt16, hasCarrier: Bool, at now: Instant) {
        let node = nodes[index.index]
        guard node.isDevice, node.ports.indices.contains(Int(port)), let end = node.ports[Int(port)] else { return }
        let wire = Int(end.wire)
        lookAtPathsIfTimePassed(now)
        if hasCarrier {
            guard let cause = faults.pulledCables[wire] else { return }
            let id = recordCarrier(wire, isUp: true, seenBy: node, at: now, cause: cause)
            node.lastForwardingCause = id
            release(wire: wire, at: now, cause: id)
            faults.pulledCables[wire] = nil
            // What was cut meanwhile stays cut: its port has to show it now.
            if !wires[wire].hasCarrier { order(.carrier(index, port: port, isUp: false)) }
        } else {
            guard faults.pulledCables[wire] == nil else { return }
            let id = recordCarrier(wire, isUp: false, seenBy: node, at: now, cause: nil)
            node.lastForwardingCause = id
            faults.pulledCables[wire] = id
            hold(wire: wire, at: now, cause: id)
        }
    }
}
