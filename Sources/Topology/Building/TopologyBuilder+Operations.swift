import NetworkTypes

/// What gateways may become while the scenario runs.
extension TopologyBuilder {
    /// The bounds of autoscaling; `nil` for a gateway of fixed size.
    mutating func scaling(_ gateway: GatewayDocument) -> Topology.Gateway.Scaling? {
        guard let written = gateway.scaleUnits, written.value.fixed == nil, let minimum = written.value.minimum,
            let maximum = written.value.maximum
        else { return nil }
        if minimum.value > maximum.value {
            error(maximum.place, "max is less than min")
            return nil
        }
        if minimum.value == maximum.value { return nil }
        if minimum.value < 2 { error(minimum.place, "a gateway that scales by itself has 2 units at least") }
        if let instances = gateway.instances {
            error(instances.place, "a gateway that scales by itself has two instances per unit")
        }
        let scaling = Topology.Gateway.Scaling(
            minimum: minimum.value,
            maximum: maximum.value,
            scaleOut: written.value.scaleOut?.value ?? Defaults.scaleOut.value,
            scaleIn: written.value.scaleIn?.value ?? Defaults.scaleIn.value,
            interval: delay(written.value.interval, Defaults.scaleInterval.value, limit: .seconds(86_400))
        )
        if scaling.scaleIn >= scaling.scaleOut {
            error(written.value.scaleIn?.place ?? written.place, "scaleIn is less than scaleOut")
        }
        if scaling.interval < .milliseconds(100) {
            error(written.value.interval?.place, "the load is looked at every 100ms at most")
        }
        return scaling
    }

    /// The second gateway of a migration, with the instances that it will have.
    mutating func migration(
        _ gateway: GatewayDocument,
        _ sku: GatewaySKU,
        _ region: Topology.Region
    ) -> (plan: Topology.Gateway.Migration, instances: [Topology.Gateway.Instance])? {
        guard let written = gateway.migration?.value, let target = written.sku else { return nil }
        if gateway.sku != nil, target.value.size < sku.size {
            error(
                target.place,
                "a gateway is not migrated from \(sku.rawValue) to the smaller \(target.value.rawValue)"
            )
        }
        let zones = target.value.supportsZones ? Array(region.zones.indices) : []
        let count = written.instances?.value ?? Swift.max(Defaults.gatewayInstances.value, zones.count)
        var limits = target.value.limits
        override(&limits, with: written.limits?.value)
        return (
            Topology.Gateway.Migration(sku: target.value, limits: limits),
            instances(count, zones, region, isInitial: false)
        )
    }

    /// So many instances, spread over zones in turn and over racks within each.
    func instances(
        _ count: Int,
        _ zones: [Int],
        _ region: Topology.Region,
        isInitial: Bool
    ) -> [Topology.Gateway.Instance] {
        (0..<count).map { number in
            Topology.Gateway.Instance(
                address: .any,
                addressIPv6: nil,
                zone: zones.isEmpty ? nil : zones[number % zones.count],
                rack: number / Swift.max(1, zones.count) % region.racks + 1,
                isInitial: isInitial
            )
        }
    }

    /// Whether a step can resize or migrate a target as it wants.
    mutating func checkOperation(_ step: StepDocument, on target: Topology.Target) {
        guard let verb = step.verb, verb.value == .resize || verb.value == .migrate else { return }
        switch target {
        case .gateway(let index):
            let gateway = topology.gateways[index]
            if verb.value == .resize {
                checkResize(step, of: gateway)
            } else if gateway.migration == nil {
                error(
                    verb.place,
                    "gateway '\(gateway.name)' has no 'migration'",
                    notes: ["migration: { sku: ErGw2AZ } in the gateway says what it is migrated to"]
                )
            }
        case .circuit(let index): checkResize(step, of: topology.circuits[index])
        default: error(verb.place, "'\(verb.value.rawValue)' is for whole gateways")
        }
    }
}

extension Defaults.Row where Value == Percentage {
    var text: String { "\(value.partsPerMillion / 10_000)%" }
}
