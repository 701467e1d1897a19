import NetworkTypes
import Router
import Topology

/// Operations on gateways: scaling, a larger SKU, migration to a second gateway in the same subnet (GW, SG, MIG).
extension Network {
    /// Begins an operation, or says why not.
    mutating func begin(_ operation: GatewayOperation, on gateway: Int, at now: Instant, cause: Int?) {
        if let obstacle = obstacle(to: operation, gateway) {
            let text = "cannot \(operation.kind.rawValue): \(obstacle)"
            journal.record(
                .warning,
                gateways[gateway].plan.path,
                at: now,
                causedBy: cause,
                [JournalEvent.Field("text", .string(text))]
            )
            return
        }
        var operation = operation
        operation.cause = record(.gatewayChanging, operation, gateway, at: now, cause: cause)
        gateways[gateway].operation = operation
        agenda.schedule(.gatewayOperation(UInt32(gateway)), at: now + topology.timing.length(of: operation.kind))
    }

    /// The time of an operation is over: it takes effect.
    mutating func finishOperation(of gateway: Int, at now: Instant) {
        guard let operation = gateways[gateway].operation else { return }
        let plan = topology.gateways[gateway]
        switch operation.kind {
        case .scale:
            setUnits(operation.units, of: gateway, at: now, cause: operation.cause)
        case .resize:
            guard let sku = operation.sku else { break }
            gateways[gateway].unitLimits = gateways[gateway].unitLimits.scaled(from: gateways[gateway].sku, to: sku)
            gateways[gateway].sku = sku
            if sku == .erGwScale { setUnits(operation.units, of: gateway, at: now, cause: operation.cause) }
            refreshShares(of: gateway)
        case .prepare:
            for place in plan.migratedInstances { deploy(place, of: gateway, at: now, cause: operation.cause) }
            refreshShares(of: gateway)
            gateways[gateway].migration = .prepared
        case .migrate:
            moveTraffic(operation, gateway, at: now)
            gateways[gateway].migration = .migrated
        case .commit:
            for place in plan.firstInstances { remove(place, of: gateway, at: now, cause: operation.cause) }
            gateways[gateway].migration = .committed
        case .abort:
            // The old instances have to be at work again before the new ones go.
            guard isAtWork(plan.firstInstances, of: gateway) else {
                takeTrafficBack(gateway, at: now, cause: operation.cause)
                agenda.schedule(.gatewayOperation(UInt32(gateway)), at: now + Self.checkInterval)
                return
            }
            for place in plan.migratedInstances { remove(place, of: gateway, at: now, cause: operation.cause) }
            gateways[gateway].migration = nil
        }
        gateways[gateway].operation = nil
        _ = record(.gatewayChanged, operation, gateway, at: now, cause: operation.cause)
    }

    private static let checkInterval = Duration.seconds(1)

    /// Why an operation cannot begin now.
    private func obstacle(to operation: GatewayOperation, _ gateway: Int) -> String? {
        let state = gateways[gateway]
        if let other = state.operation { return "'\(other.kind.rawValue)' is under way" }
        switch (operation.kind, state.migration) {
        case (.prepare, nil):
            // All resources have to be in succeeded state.
            let isSound = state.isDeployed.indices.allSatisfy { !state.isDeployed[$0] || state.health[$0].isHealthy }
            guard isSound else { return "an instance is unhealthy" }
            let count = addressSpaceCount(of: gateway)
            let limit = Defaults.addressSpacesAtCreation.value
            return count <= limit
                ? nil : "its networks have \(count) address spaces, and a new connection takes \(limit)"
        case (.prepare, _): return "it has been prepared"
        case (.migrate, .prepared?), (.commit, .migrated?): return nil
        case (.migrate, _): return "nothing is prepared"
        case (.commit, _): return "traffic has not been migrated"
        case (.abort, .prepared?), (.abort, .migrated?): return nil
        case (.abort, _): return "there is no migration to abort"
        case (.resize, nil):
            // An earlier step may have made it larger already.
            guard let sku = operation.sku, sku.size > state.sku.size else {
                return "it is of SKU \(state.sku.rawValue) already"
            }
            let isEnough = sku != .erGwScale || operation.units >= state.sku.equivalentScaleUnits
            return isEnough ? nil : "\(operation.units) scale units carry less than \(state.sku.rawValue)"
        case (.resize, .committed?): return "it has been migrated"
        case (.scale, nil): return nil
        case (.scale, _), (.resize, _): return "a migration locks the gateway"
        }
    }

    /// Address spaces that a gateway advertises, those that steps have announced included: the second gateway's connections have to be
    /// created with all of them (LNK).
    private func addressSpaceCount(of gateway: Int) -> Int {
        var spaces = Set(topology.networks(ofGateway: gateway).flatMap { topology.virtualNetworks[$0].addressSpace })
        if let instance = deployedInstances(of: gateway).first {
            for wish in faults.announcements(at: instance) {
                if wish.isOn { spaces.insert(wish.prefix) } else { spaces.remove(wish.prefix) }
            }
        }
        return spaces.count
    }

    private mutating func record(
        _ kind: JournalEvent.Kind,
        _ operation: GatewayOperation,
        _ gateway: Int,
        at now: Instant,
        cause: Int?
    ) -> Int {
        journal.record(
            kind,
            gateways[gateway].plan.path,
            at: now,
            causedBy: cause,
            [
                JournalEvent.Field("operation", .string(operation.kind.rawValue)),
                JournalEvent.Field("text", .string(operation.text(isOver: kind == .gatewayChanged))),
            ]
        )
    }

    // MARK: Instances

    /// Makes one of the planned instances.
    private mutating func deploy(_ place: Int, of gateway: Int, at now: Instant, cause: Int?) {
        guard !gateways[gateway].isDeployed[place] else { return }
        gateways[gateway].racks[place] = rack(forReplacing: place, of: gateway) ?? gateways[gateway].racks[place]
        gateways[gateway].isDeployed[place] = true
        let index = gateways[gateway].plan.instances[place]
        let id = recordInstance(.instanceAdded, place, gateway, at: now, cause: cause)
        if gateways[gateway].isAway[place] {
            gateways[gateway].isAway[place] = false
            resume(index, at: now, cause: id)
        } else {
            // It was about to go and has not gone yet.
            settleSessions(of: place, gateway, at: now, cause: id)
        }
    }

    /// Takes an instance away: its sessions close first, so that MSEEs use others, then it stops.
    private mutating func remove(_ place: Int, of gateway: Int, at now: Instant, cause: Int?) {
        guard gateways[gateway].isDeployed[place] else { return }
        gateways[gateway].isDeployed[place] = false
        settleSessions(of: place, gateway, at: now, cause: cause)
        agenda.schedule(
            .removeInstance(gateways[gateway].plan.instances[place]),
            at: now + Defaults.instanceDrainGrace.value
        )
    }

    /// An instance that has no sessions any more stops.
    mutating func removeInstance(_ index: NodeIndex, at now: Instant) {
        guard let (gateway, place) = gatewayInstance(index), !gateways[gateway].isDeployed[place],
            !gateways[gateway].isAway[place]
        else { return }
        gateways[gateway].isAway[place] = true
        stop(index, at: now, cause: gateways[gateway].lastOperationEvent ?? faults.lastStepEvent ?? 0)
        _ = recordInstance(.instanceRemoved, place, gateway, at: now, cause: nodes[index.index].lastForwardingCause)
    }

    private mutating func recordInstance(
        _ kind: JournalEvent.Kind,
        _ place: Int,
        _ gateway: Int,
        at now: Instant,
        cause: Int?
    ) -> Int {
        let fabric = blueprint.places.fabrics[topology.gateways[gateway].region]
        let id = journal.record(
            kind,
            nodes[gateways[gateway].plan.instances[place].index].path,
            at: now,
            causedBy: cause,
            [JournalEvent.Field("node", .string(nodes[fabric.index].path))]
        )
        gateways[gateway].lastOperationEvent = id
        return id
    }

    /// Closes the sessions of an instance, or opens those that nobody else keeps closed.
    private mutating func settleSessions(of place: Int, _ gateway: Int, at now: Instant, cause: Int?) {
        for session in gateways[gateway].plan.instanceSessions[place] {
            setShutDown(session, by: .a, isKeptClosed(session, by: .a), at: now, cause: cause)
        }
    }

    /// Whether a node is a gateway instance that is to carry no traffic: it is being removed, or traffic was moved to a second gateway.
    func isRetired(_ node: NodeIndex) -> Bool {
        guard nodes[node.index].role == .gatewayInstance, let (gateway, place) = gatewayInstance(node) else {
            return false
        }
        let state = gateways[gateway]
        return !state.isDeployed[place]
            || state.hasTrafficMoved && topology.gateways[gateway].firstInstances.contains(place)
    }

    private func isAtWork(_ places: [Int], of gateway: Int) -> Bool {
        places.allSatisfy { place in
            gateways[gateway].plan.instanceSessions[place].allSatisfy { sessions[$0].isUp }
        }
    }

    // MARK: Scaling

    private mutating func setUnits(_ units: Int, of gateway: Int, at now: Instant, cause: Int?) {
        gateways[gateway].units = units
        for place in topology.gateways[gateway].firstInstances {
            if place < 2 * units {
                deploy(place, of: gateway, at: now, cause: cause)
            } else {
                remove(place, of: gateway, at: now, cause: cause)
            }
        }
        refreshShares(of: gateway)
    }

    /// Gives the instances that there are their shares of what the gateway carries now.
    private mutating func refreshShares(of gateway: Int) {
        let model = topology.gateways[gateway]
        let state = gateways[gateway]
        let first = model.firstInstances.filter { state.isDeployed[$0] }
        setShares(of: gateway, first, state.unitLimits.times(units: state.units))
        if let migration = model.migration {
            setShares(of: gateway, model.migratedInstances, migration.limits)
        }
    }

    /// Looks whether an autoscaling gateway has too much to do, or too little.
    mutating func checkScale(of gateway: Int, at now: Instant) {
        guard let scaling = topology.gateways[gateway].scaling else { return }
        agenda.schedule(.scaleCheck(UInt32(gateway)), at: now + scaling.interval)
        let bytes = offeredBytes(gateway)
        let passed = bytes &- gateways[gateway].bytesAtLastCheck
        gateways[gateway].bytesAtLastCheck = bytes
        let state = gateways[gateway]
        guard state.operation == nil, state.migration == nil, timeZero != nil else { return }
        let limits = state.unitLimits.times(units: state.units)
        let seconds = Double(max(1, scaling.interval.nanoseconds)) / 1_000_000_000
        let bandwidth = Double(passed) * 8 / seconds / Double(limits.bitRate.bitsPerSecond)
        let flows = Double(activeFlows(through: gateway)) / Double(limits.flows)
        let load = max(bandwidth, flows)
        var units = state.units
        if load >= scaling.scaleOut.share { units += 1 } else if load <= scaling.scaleIn.share { units -= 1 }
        units = min(max(units, scaling.minimum), scaling.maximum)
        guard units != state.units else { return }
        begin(GatewayOperation(kind: .scale, units: units), on: gateway, at: now, cause: nil)
    }

    /// Octets that instances were asked to forward so far, what they dropped included.
    private func offeredBytes(_ gateway: Int) -> UInt64 {
        gateways[gateway].plan.instances.reduce(0) { sum, instance in
            let node = nodes[instance.index]
            let dropped = limitWatches[node.limitWatch].droppedBytes &+ limitWatches[node.limitWatch + 1].droppedBytes
            return sum &+ (node.limit?.bytes ?? 0) &+ dropped
        }
    }

    // MARK: Migration

    /// The old instances close their sessions: MSEEs, which know the new ones already, use those.
    private mutating func moveTraffic(_ operation: GatewayOperation, _ gateway: Int, at now: Instant) {
        gateways[gateway].hasTrafficMoved = true
        for place in topology.gateways[gateway].firstInstances {
            settleSessions(of: place, gateway, at: now, cause: operation.cause)
        }
    }

    private mutating func takeTrafficBack(_ gateway: Int, at now: Instant, cause: Int?) {
        guard gateways[gateway].hasTrafficMoved else { return }
        gateways[gateway].hasTrafficMoved = false
        for place in topology.gateways[gateway].firstInstances {
            settleSessions(of: place, gateway, at: now, cause: cause)
        }
    }
}

extension Percentage {
    fileprivate var share: Double { Double(partsPerMillion) / 1_000_000 }
}
