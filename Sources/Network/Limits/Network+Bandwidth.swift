import NetworkTypes
import Topology

/// More bandwidth for a circuit: upwards only, and without an interruption (FAQ, RL).
extension Network {
    /// Gives both connections of a circuit more bandwidth, unless an earlier step has given it as much.
    mutating func setBandwidth(_ bandwidth: BitRate, of circuit: Int, at now: Instant, cause: Int) {
        let path = topology.path(of: .circuit(circuit)).description
        guard bandwidth > bandwidths[circuit] else {
            let text = "cannot resize: it has \(bandwidths[circuit]) already, and bandwidth changes upwards only"
            journal.record(.warning, path, at: now, causedBy: cause, [JournalEvent.Field("text", .string(text))])
            return
        }
        bandwidths[circuit] = bandwidth
        let id = journal.record(
            .circuitChanged,
            path,
            at: now,
            causedBy: cause,
            [JournalEvent.Field("text", .string("each of its connections carries \(bandwidth)"))]
        )
        for link in blueprint.places.links[circuit] {
            for wire in [link.customer, link.microsoft].compactMap(\.self) where wire >= 0 {
                setBandwidth(bandwidth, ofWire: wire, of: topology.circuits[circuit])
                wires[wire].lastCause = id
            }
        }
        lastForwardingCause = id
        pathsChanged(at: now, because: id)
    }

    private mutating func setBandwidth(_ bandwidth: BitRate, ofWire wire: Int, of circuit: Topology.Circuit) {
        let rate = bandwidth.bitsPerSecond
        guard circuit.kind == .direct else { return wires[wire].setBandwidth(rate) }
        // Without rate limiting a link carries what its port does, whatever the circuit's bandwidth is.
        guard circuit.isRateLimited else { return }
        wires[wire].setBandwidth(circuit.burst(of: rate), clampedTo: rate)
    }
}
