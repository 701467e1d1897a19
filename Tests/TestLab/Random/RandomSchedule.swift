import NetworkTypes
public import Topology

/// Steps drawn from a seed: every verb, every kind of target, at times that overlap.
public struct RandomSchedule {
    public private(set) var steps: [YAML] = []
    /// When the last step has begun or been undone.
    public private(set) var end: Duration = .zero
    private let topology: Topology
    private var chance: Chance
    private let restoresAll: Bool
    /// What has to be restored by a step of its own.
    private var open: [Topology.Target] = []

    /// - Parameter restoresAll: whether everything is as it was at the end.
    public init(_ topology: Topology, seed: UInt64, restoresAll: Bool) {
        self.topology = topology
        self.restoresAll = restoresAll
        chance = Chance(seed: seed, "schedule")
        for _ in 0..<chance.number(1...6) { addStep() }
        if restoresAll { addRestores() }
    }

    private mutating func addStep() {
        let at = chance.number(0...8_000)
        let verb = chance.one(of: Self.verbs)
        var targets: [Topology.Target] = []
        let candidates = candidates(verb)
        guard !candidates.isEmpty else { return }
        for _ in 0..<(chance.happens(25) ? 2 : 1) {
            let target = chance.one(of: candidates)
            if !targets.contains(target) { targets.append(target) }
        }
        var step: YAML = ["at": "\(at)ms"]
        step[verb] = .list(targets.map { .text(topology.path(of: $0).description) })
        var last = at
        switch verb {
        case "reset": break
        case "flap":
            let (period, count) = (chance.one(of: [200, 1_000, 4_000]), chance.number(1...4))
            step["period"] = "\(period)ms"
            step["count"] = "\(count)"
            last += period * count
        default:
            if verb == "blackhole", chance.happens(50) {
                step["direction"] = .text(chance.one(of: ["toCustomer", "toMicrosoft"]))
            }
            if verb == "announce" || verb == "withdraw" { addPrefixes(verb, targets[0], to: &step) }
            if chance.happens(60) {
                let duration = chance.happens(30) ? chance.number(10...900) : chance.number(1_000...12_000)
                step["for"] = "\(duration)ms"
                last += duration
            } else {
                open += targets.filter { !open.contains($0) }
            }
        }
        end = max(end, .milliseconds(last))
        steps.append(step)
    }

    private static let verbs =
        Array(repeating: "cut", count: 5) + Array(repeating: "blackhole", count: 5)
        + Array(repeating: "fail", count: 6) + ["flap", "flap", "reset", "reset", "shutdown", "shutdown", "withdraw"]
        + ["withdraw", "announce"]

    /// Prefixes that no host depends on are announced; any may be withdrawn.
    private mutating func addPrefixes(_ verb: String, _ target: Topology.Target, to step: inout YAML) {
        if verb == "announce" {
            step["prefixes"] = ["10.251.\(chance.number(0...3)).0/24"]
        } else if chance.happens(50), let prefix = site(of: target)?.prefixes.first {
            step["prefixes"] = [.text(prefix.description)]
        }
    }

    private func site(of target: Topology.Target) -> Topology.CustomerSite? {
        switch target {
        case .router(let index): topology.sites[topology.routers[index].site]
        case .core(let index): topology.sites[index]
        default: nil
        }
    }

    /// Undoes what is open by steps of their own, some of them sooner than others.
    private mutating func addRestores() {
        let all = open
        open.removeAll { target in all.contains { $0 != target && $0.covers(target) } }
        let early = open.filter { _ in chance.happens(40) }
        for targets in [early, open.filter { !early.contains($0) }] where !targets.isEmpty {
            let at = max(end, .milliseconds(8_000)) + .milliseconds(chance.number(1...8_000))
            steps.append([
                "at": .text("\(at.nanoseconds / 1_000_000)ms"),
                "restore": .list(targets.map { .text(topology.path(of: $0).description) }),
            ])
            end = max(end, at)
        }
    }

    private func candidates(_ verb: String) -> [Topology.Target] {
        switch verb {
        case "cut", "blackhole", "flap": wires
        case "fail": devices
        case "reset", "shutdown": sessions
        default: topology.routers.indices.map { .router($0) } + sitesWithLAN.map { .core(site: $0) }
        }
    }

    private var sitesWithLAN: [Int] { topology.sites.indices.filter { topology.sites[$0].lan != nil } }

    private var wires: [Topology.Target] {
        var targets: [Topology.Target] = []
        for (circuit, model) in topology.circuits.enumerated() {
            targets.append(.circuit(circuit))
            for role in Topology.Role.allCases {
                targets.append(.link(circuit: circuit, role: role, segment: nil))
                targets.append(.link(circuit: circuit, role: role, segment: .customer))
                if model.kind == .provider {
                    targets.append(.link(circuit: circuit, role: role, segment: .microsoft))
                }
            }
        }
        targets += topology.routers.indices.filter { topology.sites[topology.routers[$0].site].lan != nil }
            .map { .lan(router: $0) }
        return targets + sitesWithLAN.map { .lanCore(site: $0) }
    }

    private var devices: [Topology.Target] {
        var targets: [Topology.Target] = [.reflector(1), .reflector(2)]
        targets += topology.msees.indices.map { .msee($0) }
        targets += topology.routers.indices.map { .router($0) }
        targets += sitesWithLAN.map { .core(site: $0) }
        targets += topology.hosts.indices.map { .host($0) }
        targets += topology.machines.indices.map { .machine($0) }
        targets += topology.peeringLocations.indices.map { .peeringLocation($0) }
        targets += topology.circuits.indices.map { .circuit($0) }
        targets += topology.connections.indices.map { .connection($0) }
        for (circuit, model) in topology.circuits.enumerated() where model.kind == .provider {
            targets += Topology.Role.allCases.map { .provider(circuit: circuit, role: $0) }
        }
        for (gateway, model) in topology.gateways.enumerated() {
            targets.append(.gateway(gateway))
            targets += model.instances.indices.map { .gatewayInstance(gateway: gateway, instance: $0) }
        }
        for (region, model) in topology.regions.enumerated() {
            targets.append(.region(region))
            targets += model.zones.indices.map { .zone(region: region, zone: $0) }
        }
        return targets
    }

    private var sessions: [Topology.Target] {
        var targets: [Topology.Target] = topology.connections.indices.map { .connection($0) }
        targets += topology.circuits.indices.map { .circuit($0) }
        for (index, attachment) in topology.attachments.enumerated() {
            let link = topology.circuits[attachment.circuit].link(attachment.role)
            if link.ipv4 != nil { targets.append(.session(attachment: index, family: .ipv4)) }
            if link.ipv6 != nil { targets.append(.session(attachment: index, family: .ipv6)) }
        }
        return targets
    }
}
