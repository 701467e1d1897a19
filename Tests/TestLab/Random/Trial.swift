import Network
import NetworkTypes
import Topology
import VirtualEngine

/// A random network under a random schedule of faults, and what must be true of it afterwards.
public struct Trial {
    public let seed: UInt64
    public let yaml: YAML
    public let restoresAll: Bool
    private let end: Duration

    /// - Parameter rate: probes of each flow.
    public init(seed: UInt64, rate: String = "4/s") throws {
        self.seed = seed
        var yaml = RandomEdge(seed: seed).yaml
        if case .list(let flows)? = yaml["flows"] {
            yaml["flows"] = .list(
                flows.map { flow in
                    var flow = flow
                    flow["rate"] = .text(rate)
                    return flow
                }
            )
        }
        let lab = try Lab(yaml, seed: seed)
        restoresAll = seed % 2 == 0
        let schedule = RandomSchedule(lab.topology, seed: seed, restoresAll: restoresAll)
        end = schedule.end
        for step in schedule.steps {
            var scenario = yaml["scenario"] ?? [:]
            scenario.append(step, to: "steps")
            yaml["scenario"] = scenario
        }
        self.yaml = yaml
    }

    /// Runs the schedule and returns every sentence that says what is wrong afterwards.
    ///
    /// - Parameter waits: whether the network gets the time that it needs; without it, much is wrong.
    public func problems(waits: Bool = true) throws -> [String] {
        let lab = try Lab(yaml, seed: seed)
        lab.run(to: .zero)
        let fresh = lab.snapshot()
        lab.run(to: end)
        var problems: [String] = []
        var waited = Duration.zero
        // Hold timers of ends that hear nothing run out within this time.
        let patience = Duration.seconds(!lab.hasSilence ? 3 : lab.hasSlowLAN ? 200 : 25)
        guard waits else {
            return (restoresAll ? lab.snapshot().differences(from: fresh) : []) + lab.lostPackets(at: end)
        }
        repeat {
            waited += waited < patience ? patience : .seconds(2)
            lab.run(to: end + waited)
            problems = restoresAll ? lab.snapshot().differences(from: fresh) : []
            problems += lab.lostPackets(at: end + waited)
        } while waited < patience + .seconds(150) && (!problems.isEmpty || !lab.isQuiet)
        if !lab.isQuiet { problems.append("the network does not come to rest") }
        problems += lab.loops()
        if lab.timeGoesBack { problems.append("the journal's time goes back") }
        lab.engine.stop(reason: "until")
        return problems + lab.disagreements(tolerance: .microseconds(10), flight: .milliseconds(50))
    }
}

extension Lab {
    var timeGoesBack: Bool {
        let events = engine.network.journal.events
        return zip(events, events.dropFirst()).contains { $1.time < $0.time }
    }

    var isQuiet: Bool { (engine.network.quietTime(at: engine.now) ?? .zero) >= .seconds(3) }

    /// Whether somebody has to notice that frames do not come without seeing a carrier go.
    ///
    /// That is so where a wire swallows frames, and for the others on a LAN of which one wire is cut.
    var hasSilence: Bool {
        engine.network.blueprint.wires.contains {
            !engine.network.carriesFrames($0.path)
                && (engine.network.hasCarrier($0.path) || $0.path.hasPrefix("lan/"))
        }
    }

    /// A LAN without BFD finds silence by a hold timer of three minutes.
    var hasSlowLAN: Bool { topology.sites.contains { $0.lan != nil && $0.lan?.bfd == nil } }

    /// 5-tuples that are lost although there is a way for them.
    func lostPackets(at now: Duration) -> [String] {
        let network = engine.network.blueprint
        var working: Set<String> = []
        for node in network.nodes {
            if let index = engine.network.node(node.path), engine.network.isAlive(index) { working.insert(node.path) }
        }
        var carrying: Set<String> = []
        for wire in network.wires where engine.network.carriesFrames(wire.path) { carrying.insert(wire.path) }
        let ways = Reachability(topology, at: now, works: { working.contains($0) }, carries: { carrying.contains($0) })
        var problems: [String] = []
        for (place, plan) in network.flows.enumerated() {
            guard let flow = topology.flows.first(where: { $0.name == plan.name }),
                ways.hasWay(flow, plan.direction)
            else { continue }
            for tuple in 0..<plan.count {
                let path = engine.path(ofFlow: place, tuple: tuple)
                if !path.isDelivered { problems.append("\(plan.name) \(plan.direction) \(tuple): \(path.line)") }
            }
        }
        return problems
    }

    /// Packets that go round in circles, from every router to every address that somebody might send to.
    func loops() -> [String] {
        var destinations: Set<IPAddress> = []
        for host in topology.hosts {
            destinations.formUnion(
                [host.address.map(IPAddress.v4), host.addressIPv6.map(IPAddress.v6)].compactMap { $0 }
            )
        }
        for machine in topology.machines {
            destinations.formUnion(
                [machine.address.map(IPAddress.v4), machine.addressIPv6.map(IPAddress.v6)].compactMap { $0 }
            )
        }
        // Addresses that nobody has, in prefixes that somebody announces.
        let prefixes =
            topology.sites.flatMap(\.prefixes) + topology.virtualNetworks.flatMap(\.addressSpace)
            + topology.routers.flatMap(\.originate) + (0...3).compactMap { IPPrefix("10.251.\($0).0/24") }
        destinations.formUnion(prefixes.compactMap { $0.address(at: 250) })
        var problems: [String] = []
        for (place, node) in engine.network.blueprint.nodes.enumerated() {
            let domains = engine.network.domains(of: NodeIndex(place))
            for (domain, name) in domains.enumerated() {
                for destination in destinations.sorted() {
                    let source = IPAddress(destination.family == .ipv4 ? "192.0.2.1" : "2001:db8::1") ?? destination
                    let path = engine.path(from: NodeIndex(place), domain: domain, source, to: destination)
                    if path.isLoop { problems.append("\(node.path) \(name) to \(destination): \(path.line)") }
                }
            }
        }
        return problems
    }
}
