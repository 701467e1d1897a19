public import Network
import NetworkTypes
public import Topology
import VirtualEngine

/// Between which ends of flows packets can travel while some things are broken: found from the topology, what works of it, and
/// the rules of who may speak with whom, without a look at any table.
public struct Reachability {
    private let topology: Topology
    private let works: (String) -> Bool
    private let carries: (String) -> Bool
    private let now: Duration

    /// - Parameters:
    ///   - works: whether the device with that path does.
    ///   - carries: whether the wire with that path carries frames both ways.
    ///   - now: time in the scenario, which decides what steps still hold.
    public init(
        _ topology: Topology,
        at now: Duration,
        works: @escaping (String) -> Bool,
        carries: @escaping (String) -> Bool
    ) {
        self.topology = topology
        self.now = now
        self.works = works
        self.carries = carries
    }

    /// Whether there is a way for a flow's packets in a direction.
    public func hasWay(_ flow: Topology.Flow, _ direction: FlowPlan.Direction) -> Bool {
        let (from, to) = direction == .forward ? (flow.from, flow.to) : (flow.to, flow.from)
        switch (from, to) {
        case (.host(let host), .machine(let machine)):
            return isUp(host: host) && isUp(machine: machine)
                && attachments(of: topology.hosts[host].site, flow.family).contains { reaches($0, machine: machine) }
        case (.machine(let machine), .host(let host)):
            return isUp(host: host) && isUp(machine: machine)
                && attachments(of: topology.hosts[host].site, flow.family).contains {
                    reaches($0, machine: machine) && announces($0, host: host, flow.family)
                }
        case (.host(let first), .host(let second)):
            return isUp(host: first) && isUp(host: second) && (1...2).contains { works("reflector/\($0)") }
                && attachments(of: topology.hosts[first].site, flow.family).contains { near in
                    attachments(of: topology.hosts[second].site, flow.family).contains { far in
                        areJoined(near.circuit, far.circuit) && announces(far, host: second, flow.family)
                    }
                }
        case (.machine(let first), .machine(let second)):
            return isUp(machine: first) && isUp(machine: second) && haveCommonMSEE(first, second)
        case (.service, _), (_, .service), (.internet, _), (_, .internet):
            preconditionFailure("random topologies have no public services and no Internet")
        }
    }

    // MARK: Customer

    private func isUp(host: Int) -> Bool {
        let site = topology.sites[topology.hosts[host].site]
        return works("host/\(site.name)/\(topology.hosts[host].name)") && works("core/\(site.name)")
            && carries("lan/\(site.name)/core")
    }

    /// The uses of connections by a site's routers that can exchange routes of a family and packets.
    private func attachments(of site: Int, _ family: AddressFamily) -> [Topology.Attachment] {
        topology.sites[site].routers.flatMap { topology.routers[$0].attachments }.filter { index in
            let attachment = topology.attachments[index]
            let circuit = topology.circuits[attachment.circuit]
            let router = topology.routers[attachment.router].name
            let link = "\(circuit.name)/\(attachment.role)"
            let segments =
                circuit.kind == .direct ? ["link/\(link)"] : ["link/\(link)/customer", "link/\(link)/microsoft"]
            return works("router/\(router)") && carries("lan/\(topology.sites[site].name)/\(router)")
                && segments.allSatisfy(carries) && (circuit.kind == .direct || works("provider/\(link)"))
                && works(msee(attachment.circuit, attachment.role)) && !isShut(attachment: index, family)
        }.map { topology.attachments[$0] }
    }

    /// Whether Microsoft hears of a host's prefix there.
    private func announces(_ attachment: Topology.Attachment, host: Int, _ family: AddressFamily) -> Bool {
        let place = topology.hosts[host]
        let address = family == .ipv4 ? place.address.map(IPAddress.v4) : place.addressIPv6.map(IPAddress.v6)
        return topology.sites[place.site].prefixes.contains { prefix in
            address.map(prefix.contains) ?? false && !isWithdrawn(prefix, .core(site: place.site))
                && !isWithdrawn(prefix, .router(attachment.router))
        }
    }

    // MARK: Azure

    private func msee(_ circuit: Int, _ role: Topology.Role) -> String {
        topology.path(of: .msee(topology.circuits[circuit].link(role).msee)).description
    }

    private func isUp(machine: Int) -> Bool { works(topology.path(of: .machine(machine)).description) }

    private func reaches(_ attachment: Topology.Attachment, machine: Int) -> Bool {
        isLinked(attachment.circuit, to: machine)
    }

    /// Whether a circuit exchanges routes with a living instance of a machine's gateway.
    private func isLinked(_ circuit: Int, to machine: Int) -> Bool {
        topology.connections.indices.contains { index in
            let connection = topology.connections[index]
            let gateway = topology.gateways[connection.gateway]
            return connection.circuit == circuit
                && gateway.virtualNetwork == topology.machines[machine].virtualNetwork
                && works("fabric/\(topology.regions[gateway.region].name)") && !isShut(.connection(index))
                && gateway.instances.indices.contains { works("gateway/\(gateway.name)/instance/\($0)") }
        }
    }

    private func haveCommonMSEE(_ first: Int, _ second: Int) -> Bool {
        topology.circuits.indices.contains { circuit in
            isLinked(circuit, to: first) && isLinked(circuit, to: second)
                && Topology.Role.allCases.contains { works(msee(circuit, $0)) }
        }
    }

    private func areJoined(_ first: Int, _ second: Int) -> Bool {
        topology.globalReach.contains { $0.circuits.contains(first) && $0.circuits.contains(second) }
    }

    // MARK: Steps

    /// What steps that still hold did to targets for which `isMeant` holds, the latest last.
    private func verbs(_ isMeant: (Topology.Target) -> Bool) -> [Topology.Verb] {
        topology.scenario.steps.filter { step in
            step.at <= now && step.restoresAfter.map { step.at + $0 > now } ?? true
                && step.targets.contains { target in
                    isMeant(target)
                        && !topology.scenario.steps.contains { other in
                            other.at <= now && other.undoes.contains(step.number)
                                && other.targets.contains { $0.covers(target) }
                        }
                }
        }.map(\.verb)
    }

    private func isShut(_ target: Topology.Target) -> Bool {
        verbs { $0 == target }.contains { $0 == .shutdown(grace: nil) || $0 == .fail(.powerLoss) }
    }

    private func isShut(attachment index: Int, _ family: AddressFamily) -> Bool {
        let circuit = topology.attachments[index].circuit
        return verbs { $0 == .session(attachment: index, family: family) || $0 == .circuit(circuit) }
            .contains(.shutdown(grace: nil))
    }

    private func isWithdrawn(_ prefix: IPPrefix, _ target: Topology.Target) -> Bool {
        let decisions = verbs { $0 == target }.compactMap { verb -> Bool? in
            switch verb {
            case .withdraw(let prefixes): prefixes.isEmpty || prefixes.contains(prefix) ? true : nil
            case .announce(let prefixes): prefixes.isEmpty || prefixes.contains(prefix) ? false : nil
            default: nil
            }
        }
        return decisions.last ?? false
    }
}
