import Forwarding
import NetworkTypes
import RIB
import Router
import Topology

/// Sampling: counters that exist anyway are read now and then, so that a packet costs nothing more.
extension Network {
    /// The first sample is due one interval after time zero, where counters are read for the first time.
    mutating func startMetrics(at now: Instant) {
        guard topology.metricsInterval > .zero else { return }
        meter.sampledAt = now
        for (place, source) in meter.sources.enumerated() {
            // Flows that start now are new.
            if case .flowCreation = source { continue }
            _ = read(place, .seconds(1), at: now)
        }
        agenda.schedule(.sampleMetrics, at: now + topology.metricsInterval)
    }

    mutating func sampleMetrics(at now: Instant) {
        takeSample(at: now)
        agenda.schedule(.sampleMetrics, at: now + topology.metricsInterval)
    }

    /// Reads every series; harmless if no time has passed since the last sample.
    mutating func takeSample(at now: Instant) {
        volumes.advance(to: now)
        guard let sampledAt = meter.sampledAt, now > sampledAt else { return }
        let interval = now - sampledAt
        meter.sampledAt = now
        for place in meter.sources.indices {
            let value = read(place, interval, at: now)
            meter.latest[place] = value
            meter.samples.append(MetricSample(time: now, series: place, thousandths: value))
        }
    }

    /// The value of a series over the interval since it was read last.
    private mutating func read(_ place: Int, _ interval: Duration, at now: Instant) -> Int64 {
        switch meter.sources[place] {
        case .arpAvailability(let counter, let wires, let customer):
            isResolved(counter) && answers(customer, over: wires) ? 100_000 : 0
        case .bgpAvailability(let sessions, let msee): availability(place, sessions, msee, interval, at: now)
        case .bits(let counter), .instanceBits(let counter):
            MetricArithmetic.perSecond(meter.advance(place, to: bits(counter)), interval)
        case .utilization(let counter, let circuit):
            MetricArithmetic.ratio(
                meter.advance(place, to: bits(counter)),
                100_000,
                capacityBits(bandwidths[circuit].bitsPerSecond, interval)
            )
        case .overflow(let wires, let side): overflow(place, wires, side, interval)
        case .fastPathRoutes(let bypasses): fastPathRoutes(bypasses)
        case .adminState: 1_000
        case .lineProtocol(let wire): wires[wire].hasCarrier ? 1_000 : 0
        case .connectionIn(let gateway, let connection): connectionIn(place, gateway, connection, interval)
        case .connectionOut(let counters):
            MetricArithmetic.perSecond(meter.advance(place, to: counters.reduce(0) { $0 &+ bits($1) }), interval)
        case .instancePackets(let counter):
            MetricArithmetic.perSecond(meter.advance(place, to: packets(counter)), interval)
        case .instanceLoad(let counter): load(place, counter, interval)
        case .activeFlows(let instance): Int64(inboundTuples(through: instance, at: now)) * 1_000
        case .flowCreation(let instance): flowCreation(place, instance, interval, at: now)
        case .routes(let instance, let neighbor, let areAdvertised):
            Int64(routeCount(instance, neighbor, areAdvertised)) * 1_000
        case .routeChanges(let gateway, let instance):
            Int64(clamping: meter.advance(place, to: meter.routeChanges[gateway][instance])) * 1_000
        case .machines(let nodes): Int64(nodes.count { self.nodes[$0.index].isAlive }) * 1_000
        }
    }

    /// What fits into an interval at a rate per second.
    private func capacityBits(_ perSecond: UInt64, _ interval: Duration) -> UInt64 {
        UInt64(clamping: MetricArithmetic.ratio(perSecond, UInt64(clamping: interval.nanoseconds), 1_000_000_000))
    }

    private func bits(_ counter: MetricSource.Counter) -> UInt64 {
        let counters = counters(at: counter.node, interface: counter.interface)
        return (counter.isInbound ? counters.bytesIn : counters.bytesOut) &* 8 &+ volumeBits(counter)
    }

    /// What arrives beyond the rate is dropped, so more than all of it is never used.
    private mutating func load(_ place: Int, _ counter: MetricSource.Counter, _ interval: Duration) -> Int64 {
        let packets = meter.advance(place, to: packets(counter))
        guard let limit = nodes[counter.node.index].limit else { return 0 }
        let busy = packets &* UInt64(clamping: limit.packetNanoseconds)
        return min(100_000, MetricArithmetic.percent(busy, of: UInt64(clamping: interval.nanoseconds)))
    }

    private func packets(_ counter: MetricSource.Counter) -> UInt64 {
        let counters = counters(at: counter.node, interface: counter.interface)
        return counter.isInbound ? counters.packetsIn : counters.packetsOut
    }

    /// Whether the customer's address on the link is known at the MSEE.
    private func isResolved(_ counter: MetricSource.Counter) -> Bool {
        neighbors(at: counter.node, interface: counter.interface)?.contains { $0.mac != nil && !$0.isProgrammed }
            ?? false
    }

    /// Whether a request gets to the customer's router and its answer back.
    private func answers(_ customer: NodeIndex, over wires: [Int]) -> Bool {
        nodes[customer.index].isAlive
            && wires.allSatisfy { wire in
                let state = self.wires[wire]
                return state.hasCarrier && !state[towards: .a].isSilent && !state[towards: .b].isSilent
            }
    }

    private mutating func overflow(_ place: Int, _ list: [Int], _ side: WireSide, _ interval: Duration) -> Int64 {
        let bytes = list.reduce(UInt64(0)) { $0 &+ dropped(byWire: $1, towards: side).bytes }
        let bits = list.reduce(bytes &* 8) { $0 &+ volumeDroppedBits(byWire: $1, towards: side) }
        return MetricArithmetic.perSecond(meter.advance(place, to: bits), interval)
    }

    private func routeCount(_ instance: NodeIndex, _ neighbor: Int, _ areAdvertised: Bool) -> Int {
        guard let router = nodes[instance.index].router else { return 0 }
        let counters = router.router.status(neighbor: neighbor).counters
        return (areAdvertised ? counters.advertisedPrefixes : counters.acceptedPrefixes).values.reduce(0, +)
    }

    private func fastPathRoutes(_ list: [Int]) -> Int64 {
        var byDevice: [NodeIndex: Int] = [:]
        for place in list where bypasses[place].isProgrammed {
            byDevice[bypasses[place].plan.msee, default: 0] += bypasses[place].programmedCount
        }
        return Int64(byDevice.values.max() ?? 0) * 1_000
    }
}

// MARK: - Availability

extension Network {
    /// How long the sessions were up, of the interval; nothing while the MSEE has lost the core, whatever its sessions are (PM, MON).
    private mutating func availability(
        _ place: Int,
        _ list: [Int],
        _ msee: NodeIndex,
        _ interval: Duration,
        at now: Instant
    ) -> Int64 {
        let total = list.reduce(UInt64(0)) { $0 &+ sessions[$1].b.upNanoseconds(until: now) }
        let up = meter.advance(place, to: total)
        guard nodes[msee.index].isAlive, uplink(of: msee).map({ wires[$0].hasCarrier }) ?? true else { return 0 }
        return min(
            100_000,
            MetricArithmetic.percent(up, of: UInt64(clamping: interval.nanoseconds) &* UInt64(list.count))
        )
    }
}

// MARK: - Gateways

extension Network {
    /// Bits from a circuit's MSEEs that go through the gateway's instances.
    ///
    /// An MSEE counts what it sends to a virtual network, over FastPath too. What instances received, less what the
    /// connections without FastPath sent, is what those with FastPath sent through the gateway: exact for one such connection, else
    /// in proportion to what each sent in all.
    private mutating func connectionIn(_ place: Int, _ gateway: Int, _ connection: Int, _ interval: Duration) -> Int64 {
        let sent = sentBits(connection)
        let own = meter.advance(place, to: sent)
        guard topology.connections[connection].usesFastPath else {
            return MetricArithmetic.perSecond(own, interval)
        }
        let others = topology.gateways[gateway].connections.filter { $0 != connection }
        let plain = others.filter { !topology.connections[$0].usesFastPath }.reduce(UInt64(0)) { $0 &+ sentBits($1) }
        let fast = others.filter { topology.connections[$0].usesFastPath }.reduce(sent) { $0 &+ sentBits($1) }
        let received = receivedBits(gateway)
        let through = MetricArithmetic.ratio(received > plain ? received - plain : 0, sent, fast)
        let before = meter.last[place].other
        meter.last[place].other = UInt64(clamping: through)
        let gained = UInt64(clamping: through) > before ? UInt64(clamping: through) - before : 0
        return MetricArithmetic.perSecond(min(gained, own), interval)
    }

    private func sentBits(_ connection: Int) -> UInt64 {
        meter.endpoints[connection].reduce(0) { $0 &+ bits($1) }
    }

    private func receivedBits(_ gateway: Int) -> UInt64 {
        meter.instances[gateway].reduce(0) { $0 &+ bits($1) }
    }

    /// 5-tuples from on-premises that have started and whose packets go through an instance.
    private func inboundTuples(through instance: NodeIndex, at now: Instant) -> Int {
        guard let timeZero else { return 0 }
        return flows.reduce(0) { sum, flow in
            guard timeZero + flow.plan.start <= now else { return sum }
            return sum + flow.outcomes.count { $0.map { isInbound($0, through: instance) } ?? false }
        }
    }

    private func isInbound(_ outcome: PathOutcome, through instance: NodeIndex) -> Bool {
        guard let place = outcome.nodes.firstIndex(of: instance) else { return false }
        // From an MSEE over the fabric; what a machine sends does not come this way.
        return outcome.nodes[..<place].contains { nodes[$0.index].role == .msee }
    }

    private mutating func flowCreation(
        _ place: Int,
        _ instance: NodeIndex,
        _ interval: Duration,
        at now: Instant
    ) -> Int64 {
        let active = UInt64(inboundTuples(through: instance, at: now))
        let before = meter.last[place].count
        meter.last[place].count = active
        return MetricArithmetic.perSecond(active > before ? active - before : 0, interval)
    }
}
