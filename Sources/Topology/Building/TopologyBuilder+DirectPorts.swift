import NetworkTypes

/// Port pairs of ExpressRoute Direct and what circuits on them have to keep to (DIR, FP).
extension TopologyBuilder {
    mutating func buildDirectPorts() {
        var names: [String: Place] = [:]
        for port in (document.directPorts?.value ?? []).map(\.value) {
            claim(port.name, "a port pair", in: &names)
            let bandwidth = port.bandwidth?.value.value ?? DirectPortDocument.Speed.ten.value
            topology.directPorts.append(
                Topology.DirectPort(
                    name: port.name?.value ?? "",
                    peeringLocation: index(
                        of: port.peeringLocation,
                        in: topology.peeringLocations.map(\.name),
                        "peering location"
                    ) ?? 0,
                    bandwidth: bandwidth,
                    encapsulation: port.encapsulation?.value ?? .qinQ,
                    fastPathLimit: port.fastPathLimit?.value ?? Self.fastPathLimit(ofPorts: bandwidth),
                    circuits: []
                )
            )
        }
    }

    /// What the ports of a direct circuit carry that has a pair to itself: the smaller of the two kinds that its bandwidth is sold on.
    static func portBandwidth(_ bandwidth: BitRate?) -> BitRate {
        let ten = DirectPortDocument.Speed.ten.value
        return bandwidth ?? ten > ten ? DirectPortDocument.Speed.hundred.value : ten
    }

    static func fastPathLimit(ofPorts bandwidth: BitRate) -> Int {
        bandwidth > DirectPortDocument.Speed.ten.value
            ? Defaults.fastPathLimitDirect100G.value : Defaults.fastPathLimitDirect10G.value
    }

    /// The outer tag that Azure gives a circuit of a pair with 802.1ad; which one is unconfirmed.
    func serviceVLAN(of circuit: Int, on port: Topology.DirectPort) -> UInt16? {
        port.encapsulation == .qinQ ? UInt16(clamping: 1_000 + circuit % 3_000) : nil
    }

    /// Whether a circuit fits on a port pair.
    mutating func checkPort(
        _ port: Topology.DirectPort,
        _ circuit: CircuitDocument,
        _ kind: Topology.Circuit.Kind,
        _ locations: [Int]
    ) {
        if kind != .direct { error(circuit.port?.place, "a port pair is for direct circuits") }
        if !locations.isEmpty, locations != [port.peeringLocation] {
            let name = topology.peeringLocations[port.peeringLocation].name
            error(circuit.peeringLocation?.place, "port pair '\(port.name)' is in peering location '\(name)'")
        }
        if let limit = circuit.fastPathLimit {
            error(limit.place, "the limit is that of port pair '\(port.name)', for all of its circuits together")
        }
        if port.encapsulation == .dot1Q, let tag = circuit.privatePeering?.value.sTag {
            error(tag.place, "port pair '\(port.name)' has no outer tags", notes: ["encapsulation: qinQ has them"])
        }
    }

    /// What circuits of one pair must not have in common, and what they must.
    mutating func checkDirectPorts() {
        for port in topology.directPorts {
            checkSubscription(of: port)
            checkTags(on: port)
            checkCables(of: port)
        }
    }

    private func document(ofCircuit index: Int) -> CircuitDocument? { document.circuits?.value[index].value }

    /// Twice the ports' bandwidth can be subscribed.
    private mutating func checkSubscription(of port: Topology.DirectPort) {
        var sum: UInt64 = 0
        for index in port.circuits {
            sum += topology.circuits[index].bandwidth.bitsPerSecond
            guard sum > port.bandwidth.bitsPerSecond * 2 else { continue }
            error(
                document(ofCircuit: index)?.bandwidth?.place,
                "the circuits of port pair '\(port.name)' have \(BitRate(bitsPerSecond: sum)) together",
                notes: ["\(BitRate(bitsPerSecond: port.bandwidth.bitsPerSecond * 2)) can be subscribed at most"]
            )
            return
        }
    }

    /// Outer tags, or without them those of peerings, tell circuits apart.
    private mutating func checkTags(on port: Topology.DirectPort) {
        var owners: [UInt16: Int] = [:]
        for index in port.circuits {
            let circuit = topology.circuits[index]
            let tags: [UInt16] =
                port.encapsulation == .qinQ
                ? circuit.privatePeering.serviceVLAN.map { [$0] } ?? []
                : [circuit.privatePeering.vlan] + (circuit.microsoftPeering.map { [$0.vlan] } ?? [])
            for tag in tags {
                if let owner = owners[tag], owner != index {
                    let peering = document(ofCircuit: index)?.privatePeering?.value
                    error(
                        (port.encapsulation == .qinQ ? peering?.sTag?.place : peering?.vlan?.place)
                            ?? document(ofCircuit: index)?.name?.place,
                        "circuit '\(topology.circuits[owner].name)' has tag \(tag) on port pair '\(port.name)' already"
                    )
                }
                owners[tag] = index
            }
        }
    }

    /// A port is one cable, which ends at one router.
    private mutating func checkCables(of port: Topology.DirectPort) {
        for role in Topology.Role.allCases {
            let attachments = port.circuits.compactMap { topology.circuits[$0].link(role).attachment }
            guard let first = attachments.first else { continue }
            for attachment in attachments
            where topology.attachments[attachment].router != topology.attachments[first].router {
                let name = topology.routers[topology.attachments[first].router].name
                error(
                    attachmentPlaces[attachment],
                    "the \(role) cable of port pair '\(port.name)' ends at router '\(name)'"
                )
            }
        }
    }
}
