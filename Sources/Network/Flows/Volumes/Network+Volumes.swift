import NetworkTypes
import Router
import Topology

/// Volumes without packets: they take the ways of their flows' 5-tuples, fill what they pass, and are cut where that carries less.
extension Network {
    /// Lays the volumes anew over the paths as they are.
    mutating func balanceVolumes(at now: Instant) {
        guard !volumes.isEmpty, timeZero != nil else { return }
        volumes.advance(to: now)
        let streams = flows.indices.flatMap { flow in
            (0..<flows[flow].plan.count).compactMap { stream(of: flow, $0) }
        }
        let capacities = volumes.loads.indices.map { capacity(of: $0) }
        let carried = volumes.balance(streams, capacities)
        crowdOut()
        var sums = Array(repeating: 0.0, count: flows.count)
        for (stream, rate) in zip(streams, carried) {
            // What is lost on its way arrives nowhere.
            let isDelivered = flows[stream.flow].outcomes[stream.tuple]?.isDelivered ?? false
            if isDelivered { sums[stream.flow] += rate }
        }
        for flow in flows.indices where flows[flow].plan.load > 0 && abs(sums[flow] - volumes.carried[flow]) > 0.5 {
            volumes.carried[flow] = sums[flow]
            recordVolume(of: flow, streams, at: now)
        }
    }

    private func stream(of flow: Int, _ tuple: Int) -> VolumeLedger.Stream? {
        let plan = flows[flow].plan
        guard plan.load > 0, let outcome = flows[flow].outcomes[tuple] else { return nil }
        var places: [Int] = []
        for (hop, wire) in outcome.wires.enumerated() where hop < outcome.nodes.count {
            let node = outcome.nodes[hop]
            if hop > 0, nodes[node.index].limit != nil { places.append(volumes.place(node: node.index)) }
            let side: WireSide = wires[wire].a.node == node ? .b : .a
            places.append(volumes.place(wire: wire, towards: side))
        }
        return VolumeLedger.Stream(
            flow: flow,
            tuple: tuple,
            rate: Double(plan.load) / Double(plan.count),
            places: places
        )
    }

    private func capacity(of place: Int) -> VolumeLedger.Capacity {
        guard let (wire, side) = volumes.lane(place) else {
            return VolumeLedger.Capacity(limit: Double(nodes[volumes.node(place)].limit?.bitsPerSecond ?? 0))
        }
        let state = wires[wire]
        // Rate limiting of ExpressRoute Direct: over 120 % of the rate, and the link is held to the rate (RL).
        return VolumeLedger.Capacity(
            limit: Double(state[towards: side].bandwidth),
            beyond: state.clampedBandwidth > 0 ? Double(state.clampedBandwidth) : nil
        )
    }

    /// Packets suffer with the volume: of them, too, only a share gets through.
    private mutating func crowdOut() {
        for (place, load) in volumes.loads.enumerated() {
            let lost = UInt32((1 - load.factor) * 1_000_000)
            if let (wire, side) = volumes.lane(place) {
                if wires[wire][towards: side].crowdedOut != lost { wires[wire].setCrowdedOut(lost, towards: side) }
            } else {
                nodes[volumes.node(place)].limit?.crowdedOut = lost
            }
        }
    }

    private mutating func recordVolume(of flow: Int, _ streams: [VolumeLedger.Stream], at now: Instant) {
        let plan = flows[flow].plan
        var bottlenecks: [Int] = []
        for stream in streams where stream.flow == flow {
            for place in stream.places where volumes.loads[place].factor < 1 && !bottlenecks.contains(place) {
                bottlenecks.append(place)
            }
        }
        let names = bottlenecks.map { place in
            volumes.lane(place).map { blueprint.wires[$0.wire].path } ?? nodes[volumes.node(place)].path
        }
        journal.record(
            .flowLoad,
            plan.path,
            at: now,
            causedBy: lastForwardingCause,
            [
                JournalEvent.Field("direction", .string(plan.direction.rawValue)),
                JournalEvent.Field("offered", .integer(Int(clamping: plan.load))),
                JournalEvent.Field("carried", .integer(Int(volumes.carried[flow].rounded()))),
                JournalEvent.Field("limits", .list(names.map { .string($0) })),
            ]
        )
    }

    /// Bits of volumes that an interface has taken in or sent out since the run began.
    ///
    /// Of several interfaces on one cable the first has them all.
    func volumeBits(_ counter: MetricSource.Counter) -> UInt64 {
        guard !volumes.isEmpty, case .router(let configuration) = nodes[counter.node.index].plan,
            configuration.interfaces.indices.contains(counter.interface)
        else { return 0 }
        let node = nodes[counter.node.index]
        guard case .ethernet(let port, _) = configuration.interfaces[counter.interface].kind else {
            guard node.limit != nil else { return 0 }
            let load = volumes.loads[volumes.place(node: counter.node.index)]
            return UInt64(counter.isInbound ? load.offeredBits : load.carriedBits)
        }
        let first = configuration.interfaces.firstIndex { interface in
            if case .ethernet(port, _) = interface.kind { true } else { false }
        }
        guard first == counter.interface, Int(port) < node.ports.count, let end = node.ports[Int(port)] else {
            return 0
        }
        let side = counter.isInbound ? end.side : end.side.opposite
        return UInt64(volumes.loads[volumes.place(wire: Int(end.wire), towards: side)].carriedBits)
    }

    /// Bits of volumes that a wire had no room for.
    func volumeDroppedBits(byWire wire: Int, towards side: WireSide) -> UInt64 {
        guard !volumes.isEmpty else { return 0 }
        return UInt64(max(0, volumes.loads[volumes.place(wire: wire, towards: side)].droppedBits))
    }
}
