import Firewall
public import NetworkTypes
import Packets
import Router
public import SimulatedTCP
public import Topology

/// A network at work: nodes, wires, flows and faults as one value.
///
/// An engine lets it handle what is due (``nextDeadline``, ``handleNext()``) and takes from it what happened (``journal``) and what crossed
/// the wires (``trace``). It reads no clock and draws from no source of chance but its seed, so a run is a function of topology and seed.
public struct Network: ~Copyable {
    public let blueprint: Blueprint
    public internal(set) var journal = Journal()
    public var trace = TraceBuffer()
    /// When flows started; `nil` while the network is still coming up.
    public internal(set) var timeZero: Instant?
    /// Ends the run this long after time zero, unless the scenario ends before; to be set before that moment.
    public var horizon: Duration?
    /// Set once the run is over.
    public internal(set) var isFinished = false

    var agenda: Agenda
    var pool = FramePool()
    var wires: [WireState]
    var nodes: [Node] = []
    var flows: [Flow] = []
    /// What firewalls remember; devices that share state have one table together.
    var connectionTables: [ConnectionTable]
    var conversations: [Conversation] = []
    var volumes: VolumeLedger
    /// Places of conversations by the ports of their servers; never iterated.
    var conversationPorts: [UInt16: Int] = [:]
    var gateways: [GatewayState] = []
    var bypasses: [BypassState] = []
    var sessions: [SessionState]
    var faults = FaultLedger()
    var limitWatches: [LimitWatch] = []
    /// Places in `limitWatches` of directions of wires that have dropped something; never iterated.
    var laneWatches: [Int: Int] = [:]
    /// What each circuit's connections carry at present.
    var bandwidths: [BitRate]
    /// What Resource Health says of each circuit.
    var circuitHealth: [String]
    /// Site failover tests of the run, in the order in which they began.
    public internal(set) var failoverTests: [FailoverTest] = []
    /// Step N is element N - 1.
    var steps: [Topology.Step]
    let generator: SeededGenerator
    let md5: MD5Function?
    let carriage: Carriage
    var outbox = Outbox()
    /// What probes show of paths through real devices; `nil` where all forwarding is our own, whose paths are known exactly.
    var observation: PathObservation?

    /// When something last happened that must settle before flows start.
    var lastActivity = Instant.zero
    /// How many programming events are due that must happen before flows start.
    var pendingPrograms = 0
    /// Something changed what the network does to packets, at this instant; paths have not been looked at since.
    var pathsChangedAt: Instant?
    /// The latest event that changed what the network does to packets.
    var lastForwardingCause: Int?
    /// Comments for the next frame that is recorded.
    var pendingComments: [String] = []
    /// What was refused already, so that the journal says it once.
    var refusals = Refusals()
    /// Used again for every walk.
    var walker = PathWalker()
    /// What is measured now and then.
    public var meter: MetricMeter
    /// Frames that crossed wires, a measure of work.
    public internal(set) var frameHops: UInt64 = 0

    /// Builds the network of a topology, silent until ``start(at:)``.
    ///
    /// - Parameters:
    ///   - md5: digest for simulated TCP sessions with a shared key; without it, such sessions never come up.
    ///   - carriage: who carries BGP, and whether real devices are real.
    public init(_ blueprint: Blueprint, seed: UInt64, md5: MD5Function?, carriage: Carriage = .simulated) {
        self.blueprint = blueprint
        self.md5 = md5
        self.carriage = carriage
        generator = SeededGenerator(seed: seed)
        let generator = generator
        wires = blueprint.wires.map { wire in
            var chance = generator.forked(for: wire.path)
            return WireState(wire, chance: chance.next())
        }
        connectionTables = blueprint.connectionTables.map(ConnectionTable.init(limit:))
        agenda = Agenda(wires: wires.count)
        meter = MetricMeter(blueprint)
        steps = blueprint.topology.scenario.steps
        bandwidths = blueprint.topology.circuits.map(\.bandwidth)
        circuitHealth = Array(repeating: "Available", count: bandwidths.count)
        sessions = Array(repeating: SessionState(), count: blueprint.sessions.count)
        for (index, plan) in blueprint.nodes.enumerated() {
            nodes.append(Node(plan, index: NodeIndex(index), carriage: carriage))
        }
        for (index, wire) in wires.enumerated() {
            nodes[wire.a.node.index].ports[Int(wire.a.port)] = Node.Port(wire: UInt32(index), side: .a)
            nodes[wire.b.node.index].ports[Int(wire.b.port)] = Node.Port(wire: UInt32(index), side: .b)
        }
        for (index, session) in blueprint.sessions.enumerated() {
            nodes[session.a.node.index].sessions[session.a.neighbor] = index
            nodes[session.b.node.index].sessions[session.b.neighbor] = index
        }
        volumes = VolumeLedger(
            wires: blueprint.wires.count,
            nodes: blueprint.nodes.count,
            flows: blueprint.flows
        )
        flows = blueprint.flows.map(Flow.init)
        for place in flows.indices.dropFirst() where flows[place].plan.name == flows[place - 1].plan.name {
            (flows[place].partner, flows[place - 1].partner) = (place - 1, place)
        }
        prepareGateways()
        prepareConversations()
        prepareLimits()
        prepareDevices()
    }

    /// Wires' names in the order of their numbers in the trace.
    public var wirePaths: [String] { blueprint.wires.map(\.path) }

    public var topology: Topology { blueprint.topology }

    /// Starts every node.
    public mutating func start(at now: Instant) {
        lastActivity = now
        for index in nodes.indices where nodes[index].isAlive { boot(NodeIndex(index), at: now, cause: nil) }
        startGateways(at: now)
        agenda.schedule(.settle, at: now + topology.timing.quietPeriod)
    }
}

extension Network {
    /// Gives up the memory of journal events that have been written down elsewhere.
    public mutating func forgetJournal() { journal.forget() }
}
