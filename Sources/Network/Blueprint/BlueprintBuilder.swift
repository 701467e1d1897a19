import NetworkTypes
import Router
public import Topology

/// Takes a topology apart, one part of the network after the other.
struct BlueprintBuilder {
    var blueprint: Blueprint
    let topology: Topology
    private var nextMAC: UInt64 = 0x02E5_0000_0001

    init(_ topology: Topology) {
        self.topology = topology
        blueprint = Blueprint(topology: topology)
    }

    mutating func addNode(_ path: String, _ role: Blueprint.Node.Role, _ works: Blueprint.Works) -> NodeIndex {
        blueprint.nodes.append(Blueprint.Node(path: path, role: role, works: works))
        return NodeIndex(blueprint.nodes.count - 1)
    }

    mutating func addRouter(
        _ path: String,
        _ role: Blueprint.Node.Role,
        asn: ASN,
        id: IPv4Address,
        domains: [RouterConfiguration.Domain]
    ) -> NodeIndex {
        let seed = SeededGenerator(seed: 0).forked(for: path)
        var generator = seed
        let configuration = RouterConfiguration(
            name: path,
            asn: asn,
            routerID: RouterID(id),
            hashSeed: generator.next(),
            domains: domains
        )
        return addNode(path, role, .router(configuration))
    }

    /// Joins a new port of one node to a new port of another and returns the wire's index.
    mutating func addWire(
        _ path: String,
        _ a: NodeIndex,
        _ b: NodeIndex,
        latency: Duration,
        bandwidth: UInt64 = 0,
        clampedBandwidth: UInt64 = 0,
        mtu: Int? = nil
    ) -> Int {
        func newPort(of node: NodeIndex) -> Wire.End {
            defer { blueprint.nodes[node.index].portCount += 1 }
            return Wire.End(node: node, port: UInt16(clamping: blueprint.nodes[node.index].portCount))
        }
        let (first, second) = (newPort(of: a), newPort(of: b))
        var wire = Wire(path: path, a: first, b: second, latency: latency, bandwidth: bandwidth)
        wire.clampedBandwidth = clampedBandwidth
        wire.mtu = UInt16(clamping: mtu ?? 0)
        blueprint.wires.append(wire)
        return blueprint.wires.count - 1
    }

    mutating func newMAC() -> MACAddress {
        defer { nextMAC += 1 }
        return MACAddress(rawValue: nextMAC)
    }

    /// Changes the configuration of a node that is a router.
    mutating func configure<Result>(
        _ node: NodeIndex,
        _ change: (inout RouterConfiguration) -> Result
    ) -> Result {
        guard case .router(var configuration) = blueprint.nodes[node.index].works else {
            preconditionFailure("\(blueprint.nodes[node.index].path) is not a router")
        }
        // Taken out meanwhile, so that the change happens in place.
        blueprint.nodes[node.index].works = .lanSwitch(LANSwitch(stations: []))
        defer { blueprint.nodes[node.index].works = .router(configuration) }
        return change(&configuration)
    }

    /// Adds an interface and returns its place.
    mutating func addInterface(_ interface: RouterConfiguration.Interface, to node: NodeIndex) -> Int {
        configure(node) { configuration in
            configuration.interfaces.append(interface)
            return configuration.interfaces.count - 1
        }
    }

    /// Lends a machine the kernel of a namespace, if the topology names one.
    mutating func setKernel(_ namespace: String?, at node: NodeIndex, interface: Int) {
        let kernel = configure(node) { MachineKernel(namespace: namespace, $0.interfaces[interface]) }
        blueprint.nodes[node.index].kernel = kernel
    }

    mutating func addRoute(_ route: RouterConfiguration.Route, to node: NodeIndex) {
        configure(node) { $0.routes.append(route) }
    }

    mutating func addOverlayNeighbor(_ neighbor: RouterConfiguration.OverlayNeighbor, to node: NodeIndex) {
        configure(node) { $0.overlayNeighbors.append(neighbor) }
    }

    /// Adds a session, given as each end is configured for it, and returns its place.
    mutating func addSession(_ a: (NodeIndex, Neighbor), _ b: (NodeIndex, Neighbor)) -> Int {
        func add(_ node: NodeIndex, _ neighbor: Neighbor) -> Blueprint.Session.End {
            configure(node) { configuration in
                configuration.neighbors.append(neighbor)
                return Blueprint.Session.End(node: node, neighbor: configuration.neighbors.count - 1)
            }
        }
        let session = Blueprint.Session(path: a.1.path, a: add(a.0, a.1), b: add(b.0, b.1))
        blueprint.sessions.append(session)
        return blueprint.sessions.count - 1
    }

    func path(_ node: NodeIndex) -> String { blueprint.nodes[node.index].path }
}

extension Blueprint {
    /// Plans the network of a topology.
    ///
    /// O(size of the topology, and squared in the machines of one virtual network).
    public init(_ topology: Topology) {
        var builder = BlueprintBuilder(topology)
        builder.addBackbone()
        builder.addFabrics()
        builder.addMSEEs()
        builder.addGatewayInstances()
        builder.addMachines()
        builder.addServices()
        builder.addCircuits()
        builder.addSites()
        builder.addAttachments()
        builder.addWatches()
        builder.addConnections()
        builder.addGlobalReach()
        builder.addMicrosoftPeerings()
        builder.addInternet()
        builder.addFlows()
        self = builder.blueprint
    }
}
