import NetworkTypes
import Packets
import Topology

/// What limits do to packets, and how it becomes known.
extension Network {
    /// Gives every gateway instance its share of the gateway's rates.
    mutating func prepareLimits() {
        for (index, gateway) in topology.gateways.enumerated() {
            for instance in blueprint.gateways[index].instances {
                let node = nodes[instance.index]
                node.limitWatch = limitWatches.count
                limitWatches.append(LimitWatch(place: node.path, reason: "at its packet rate"))
                limitWatches.append(LimitWatch(place: node.path, reason: "at its bit rate"))
                limitWatches.append(LimitWatch(place: node.path, reason: "waiting when it stopped"))
            }
            setShares(of: index, gateway.firstInstances, gateway.limits, instances: gateway.initialInstanceCount)
            if let migration = gateway.migration { setShares(of: index, gateway.migratedInstances, migration.limits) }
        }
    }

    /// Sets what each of some instances of a gateway forwards at most: its share among them, or among as many as there are at first.
    mutating func setShares(
        of gateway: Int,
        _ places: [Int],
        _ limits: Topology.GatewayLimits,
        instances: Int? = nil
    ) {
        let share = limits.share(of: instances ?? places.count)
        for instance in places.map({ blueprint.gateways[gateway].instances[$0] }) {
            let node = nodes[instance.index]
            guard node.limit != nil else {
                var chance = generator.forked(for: "\(node.path)/limit")
                node.limit = RateLimit(
                    packetNanoseconds: share.packetInterval.nanoseconds,
                    bitsPerSecond: share.bitsPerSecond,
                    queueNanoseconds: limits.queue.nanoseconds,
                    chance: chance.next()
                )
                continue
            }
            node.limit?.packetNanoseconds = share.packetInterval.nanoseconds
            node.limit?.bitsPerSecond = share.bitsPerSecond
        }
    }

    /// A frame on its way through a device that forwards so much and no more.
    mutating func forward(_ frame: FrameHandle, from node: Node, port: UInt16, at now: Instant) {
        // The rates are those of the customer's packets, without what the overlay puts around them.
        let overhead = VXLANTunnel.byteCount + EthernetHeader.untaggedByteCount
        let byteCount = max(0, pool.byteCount(of: frame) - overhead)
        switch node.limit?.admit(byteCount: byteCount, at: now) ?? .passes {
        case .passes: transmit(frame, from: node, port: port, at: now)
        case .waits(let turn):
            agenda.schedule(
                .frameForwards(frame, node.index, port: port, generation: node.generation),
                at: turn
            )
        case .overflows(let rate): drop(frame, at: node.limitWatch + rate.rawValue, byteCount: byteCount, now)
        }
    }

    /// A frame's turn has come, unless the device has stopped meanwhile.
    mutating func frameForwards(
        _ frame: FrameHandle,
        _ index: NodeIndex,
        port: UInt16,
        generation: UInt32,
        at now: Instant
    ) {
        let node = nodes[index.index]
        if node.generation == generation, node.isAlive {
            transmit(frame, from: node, port: port, at: now)
        } else {
            lose(frame, to: node.limitWatch + 2, byteCount: pool.byteCount(of: frame), now)
        }
    }

    /// A frame for which there is no room before a wire.
    mutating func overflow(_ frame: FrameHandle, wire: Int, towards side: WireSide, byteCount: Int, at now: Instant) {
        let lane = 2 * wire + Int(side.rawValue)
        let watch = laneWatches[lane] ?? limitWatches.count
        if watch == limitWatches.count {
            laneWatches[lane] = watch
            let path = blueprint.wires[wire].path
            // Each connection of a circuit carries the circuit's rate and no more.
            let reason = path.hasPrefix("link/") ? "at the circuit's rate limit" : "at the wire's bandwidth"
            limitWatches.append(LimitWatch(place: path, reason: reason))
            limitWatches[watch].lane = lane
        }
        // Rate limiting of ExpressRoute Direct: over 120 % of the rate, and the link is held to the rate (RL).
        if wires[wire].clampedBandwidth > 0 { wires[wire].setClamped(true, towards: side) }
        drop(frame, at: watch, byteCount: byteCount, now)
    }

    private mutating func drop(_ frame: FrameHandle, at watch: Int, byteCount: Int, _ now: Instant) {
        lose(frame, to: watch, byteCount: byteCount, now)
        guard limitWatches[watch].episode == nil else { return }
        let (place, reason) = (limitWatches[watch].place, limitWatches[watch].reason)
        let fields = [JournalEvent.Field("reason", .string(reason))]
        let id = journal.record(.limitReached, place, at: now, causedBy: faults.lastStepEvent, fields)
        limitWatches[watch].begin(id)
        agenda.schedule(.limitCheck(UInt32(watch)), at: now + LimitWatch.calm)
    }

    /// Releases a frame and remembers who dropped it, and why.
    private mutating func lose(_ frame: FrameHandle, to watch: Int, byteCount: Int, _ now: Instant) {
        limitWatches[watch].drop(byteCount: byteCount, at: now)
        let (place, reason) = (limitWatches[watch].place, limitWatches[watch].reason)
        let tag = pool.tag(of: frame)
        if tag.traceRecord != 0 { trace.comment(tag.traceRecord, "dropped by \(place): \(reason)") }
        observe(lossOf: frame, at: place, reason: reason)
        if tag.probe != 0 {
            let probe = ProbeIdentity(tag.probe)
            if flows.indices.contains(probe.flow), flows[probe.flow].plan.application != .tcp {
                flows[probe.flow].drops.note(tag.sequence, tuple: probe.tuple, limit: watch)
            }
        }
        pool.release(frame)
    }

    /// Looks whether an episode is over.
    mutating func checkLimit(_ watch: Int, at now: Instant) {
        guard let episode = limitWatches[watch].episode else { return }
        let calmAt = limitWatches[watch].lastDrop + LimitWatch.calm
        guard calmAt <= now else { return agenda.schedule(.limitCheck(UInt32(watch)), at: calmAt) }
        let dropped = Int(clamping: limitWatches[watch].end())
        if let lane = limitWatches[watch].lane {
            wires[lane / 2].setClamped(false, towards: lane % 2 == 0 ? .a : .b)
        }
        journal.record(
            .limitEased,
            limitWatches[watch].place,
            at: now,
            causedBy: episode,
            [
                JournalEvent.Field("reason", .string(limitWatches[watch].reason)),
                JournalEvent.Field("dropped", .integer(dropped)),
            ]
        )
    }

    /// Packets and octets that a wire dropped for want of bandwidth, towards one of its ends.
    func dropped(byWire wire: Int, towards side: WireSide) -> (packets: UInt64, bytes: UInt64) {
        guard let watch = laneWatches[2 * wire + Int(side.rawValue)] else { return (0, 0) }
        return (limitWatches[watch].droppedPackets, limitWatches[watch].droppedBytes)
    }
}
