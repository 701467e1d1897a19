import NetworkTypes
import SimulatedTCP

/// A TCP flow at work: a client and a server with a connection between them for each 5-tuple.
///
/// The machines' own TCP is the same in both engines. It has the timers of a Linux host, not of a router.
struct Conversation {
    /// One of the two machines.
    struct End {
        var stack: TCPStack
        let node: NodeIndex
        let domain: UInt16
        /// The life of the machine that the connections belong to; they end with it.
        var generation: UInt32
        /// By 5-tuple.
        var connections: [ConnectionID?]
        var owners: [ConnectionID: Owner] = [:]
        var actions: [TCPAction] = []
        /// Segments that stacks before this one sent again.
        var retransmittedBefore: UInt64 = 0

        var retransmitted: UInt64 { retransmittedBefore &+ stack.counters.segmentsRetransmitted }

        /// Which 5-tuple a connection is of, and the how manieth of it.
        struct Owner {
            var tuple: Int
            var number: Int
        }

        mutating func connect(_ plan: FlowPlan, tuple: Int, number: Int, at now: Instant) {
            let id = stack.connect(
                from: plan.sourceAddress,
                localPort: plan.ports(ofTuple: tuple).source,
                to: plan.destinationAddress,
                port: plan.serverPort,
                options: Conversation.options,
                at: now,
                into: &actions
            )
            bind(id, to: Owner(tuple: tuple, number: number))
        }

        /// How many octets the connection's buffer has taken.
        mutating func send(_ bytes: [UInt8], on id: ConnectionID, at now: Instant) -> Int {
            stack.send(bytes, on: id, at: now, into: &actions)
        }

        mutating func receive(_ packet: RawSpan, at now: Instant) { stack.receive(packet, at: now, into: &actions) }
        mutating func handleDeadlines(at now: Instant) { stack.handleDeadlines(at: now, into: &actions) }
        mutating func abort(_ id: ConnectionID, at now: Instant) { stack.abort(id, at: now, into: &actions) }

        mutating func bind(_ id: ConnectionID, to owner: Owner) {
            connections[owner.tuple] = id
            owners[id] = owner
        }

        mutating func unbind(_ id: ConnectionID) -> Owner? {
            guard let owner = owners.removeValue(forKey: id) else { return nil }
            if connections[owner.tuple] == id { connections[owner.tuple] = nil }
            return owner
        }
    }

    /// Places of the two directions among the network's flows.
    let forward: Int
    let reverse: Int
    var client: End
    var server: End
    /// Of the messages from client to server, and back.
    var meters: [StreamMeter]
    /// How many connections each 5-tuple has had.
    var opened: [Int]
    /// The latest of them that has been said to be broken, once for both ends.
    var lastBroken: [Int]
    var broken = 0
    /// When the next reminder is due.
    var deadline = Instant.distantFuture

    init(forward: Int, _ plan: FlowPlan, reverse: Int, _ back: FlowPlan, generator: SeededGenerator) {
        self.forward = forward
        self.reverse = reverse
        func end(_ plan: FlowPlan) -> End {
            End(
                stack: Self.stack(plan, generator, generation: 0),
                node: plan.source,
                domain: plan.sourceDomain,
                generation: 0,
                connections: Array(repeating: nil, count: plan.count)
            )
        }
        client = end(plan)
        server = end(back)
        meters = Array(repeating: StreamMeter(tuples: plan.count), count: 2)
        opened = Array(repeating: 0, count: plan.count)
        lastBroken = Array(repeating: 0, count: plan.count)
    }

    enum Side { case client, server }

    subscript(side: Side) -> End {
        get { side == .client ? client : server }
        _modify { if side == .client { yield &client } else { yield &server } }
    }

    /// The flow that an end sends, and the one that it receives.
    func outgoing(_ side: Side) -> Int { side == .client ? forward : reverse }
    func incoming(_ side: Side) -> Int { side == .client ? reverse : forward }

    /// The TCP of the host that sends a direction, as Linux has it: a second before anything is known of the path, then from 200 ms above the
    /// round trip, doubling; timers as late as with the 250 ticks a second of Debian's kernels.
    static func stack(_ plan: FlowPlan, _ generator: SeededGenerator, generation: UInt32) -> TCPStack {
        var configuration = TCPConfiguration()
        configuration.minimumRetransmissionTimeout = .milliseconds(200)
        configuration.timerTick = .milliseconds(4)
        configuration.leastVariation = .milliseconds(200)
        configuration.findsLossesByTime = true
        configuration.acknowledgesPushed = true
        configuration.maximumRetransmissionTimeout = .seconds(120)
        // Six further SYNs (net.ipv4.tcp_syn_retries).
        configuration.connectTimeout = min(.seconds(127), plan.timeout)
        configuration.maximumRetransmissionTime = plan.timeout
        configuration.maximumConnections = max(16, plan.count * 4)
        configuration.maximumEmbryonicConnections = max(16, plan.count * 2)
        let name = "\(plan.path)/\(plan.isAnswer ? "server" : "client")/\(generation)"
        var stack = TCPStack(configuration: configuration, generator: generator.forked(for: name))
        if plan.isAnswer { stack.listen(on: plan.sourceAddress, port: plan.serverPort, options: options) }
        return stack
    }

    static let options = TCPConnectionOptions(trafficClass: 0)
}
