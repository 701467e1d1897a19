import NetworkTypes

/// Gateways of a larger SKU, and circuits with more bandwidth: both grow in place, and neither shrinks (GW, FAQ).
extension TopologyBuilder {
    /// What a `resize` step makes of its targets.
    mutating func size(_ step: StepDocument, _ targets: [Topology.Target]) -> Topology.Size {
        if let bandwidth = step.bandwidth, step.sku == nil { return .circuit(bandwidth.value) }
        guard let sku = step.sku?.value else {
            missing(step.verb?.place, "'resize' needs the sku of a gateway, or the bandwidth of a circuit")
            return .gateway(.standard, scaleUnits: 1)
        }
        guard sku == .erGwScale else { return .gateway(sku, scaleUnits: 1) }
        var units = step.scaleUnits?.value ?? 1
        if step.scaleUnits == nil {
            for case .gateway(let index) in targets {
                units = Swift.max(units, topology.gateways[index].sku.equivalentScaleUnits)
            }
        }
        return .gateway(sku, scaleUnits: units)
    }

    /// Whether a step can make a gateway one of another SKU: a larger one of the same family.
    ///
    /// From ErGw1AZ to ErGw3AZ that includes ErGwScale, as the newer of two texts has it (SG).
    mutating func checkResize(_ step: StepDocument, of gateway: Topology.Gateway) {
        if let bandwidth = step.bandwidth {
            error(bandwidth.place, "a gateway is resized to another sku, and has no bandwidth of its own")
        }
        guard let sku = step.sku else {
            if let units = step.scaleUnits { error(units.place, "scaleUnits goes with sku: ErGwScale") }
            return
        }
        if sku.value.supportsZones != gateway.sku.supportsZones || gateway.sku == .erGwScale {
            error(
                sku.place,
                "a gateway of SKU \(gateway.sku.rawValue) is not resized to \(sku.value.rawValue), which is of another family",
                notes: ["a migration replaces it"]
            )
        } else if sku.value == .erGwScale {
            checkScale(step, sku, of: gateway)
        } else if let units = step.scaleUnits {
            error(units.place, "a gateway of SKU \(sku.value.rawValue) has no scale units")
        } else if sku.value.size <= gateway.sku.size {
            error(sku.place, "a gateway is resized up only, and this one is of SKU \(gateway.sku.rawValue)")
        }
    }

    private mutating func checkScale(_ step: StepDocument, _ sku: Located<GatewaySKU>, of gateway: Topology.Gateway) {
        let least = gateway.sku.equivalentScaleUnits
        let units = step.scaleUnits?.value ?? least
        if units < least {
            error(
                step.scaleUnits?.place,
                "a gateway is resized up only: \(units) scale units carry less than \(gateway.sku.rawValue)",
                notes: ["\(least) units carry as much"]
            )
        } else if gateway.firstInstances.count < 2 * units {
            error(
                sku.place,
                "gateway '\(gateway.name)' has room for \(gateway.firstInstances.count) instances, not for \(2 * units)",
                notes: ["a `resize` in the scenario of the file makes room for the instances of ErGwScale"]
            )
        }
    }

    /// Whether a circuit can get the bandwidth that a step wants: one that is sold, and more than it has.
    mutating func checkResize(_ step: StepDocument, of circuit: Topology.Circuit) {
        for key in [step.sku?.place, step.scaleUnits?.place] {
            if let key { error(key, "a circuit is resized to another bandwidth; its sku does not change here") }
        }
        guard let bandwidth = step.bandwidth else { return }
        checkBandwidth(bandwidth, circuit.kind, on: circuit.port.map { topology.directPorts[$0] })
        if bandwidth.value <= circuit.bandwidth {
            error(
                bandwidth.place,
                "circuit '\(circuit.name)' has \(circuit.bandwidth), and bandwidth changes upwards only",
                notes: ["less needs a new circuit"]
            )
        }
    }

    /// Instances that a gateway needs once the scenario has made it one of ErGwScale; `nil` if it does not.
    func scaledInstances(_ gateway: GatewayDocument, _ sku: GatewaySKU) -> Int? {
        guard sku.supportsZones, sku != .erGwScale, let name = gateway.name?.value else { return nil }
        let units = (document.scenario?.value.steps?.value ?? []).map(\.value).compactMap { step -> Int? in
            guard step.verb?.value == .resize, step.sku?.value == .erGwScale,
                step.targets?.value.contains(where: { $0.value == .gateway(name) }) ?? false
            else { return nil }
            return step.scaleUnits?.value ?? sku.equivalentScaleUnits
        }
        return units.max().map { 2 * $0 }
    }
}
