/// A line of `show fib`.
public struct ForwardingRow: Codable, Hashable, Sendable {
    public var node: String
    public var domain: String
    public var network: String
    /// More than one share the flows.
    public var nextHops: [String]
    /// Those of them that packets may not take at present.
    public var dead: [String]

    public init(node: String, domain: String, network: String, nextHops: [String], dead: [String]) {
        self.node = node
        self.domain = domain
        self.network = network
        self.nextHops = nextHops
        self.dead = dead
    }
}

/// A line of `show flows`: 5-tuples of one direction of a flow that share a way.
public struct FlowRow: Codable, Hashable, Sendable {
    public var flow: String
    public var direction: String
    public var tuples: Int
    public var isDelivered: Bool
    public var via: [String]
    /// Where packets are lost, and why.
    public var place: String?
    public var reason: String?
    /// Of the whole direction, since time zero.
    public var sent: Int
    public var received: Int

    public init(
        flow: String,
        direction: String,
        tuples: Int,
        isDelivered: Bool,
        via: [String],
        place: String?,
        reason: String?,
        sent: Int,
        received: Int
    ) {
        self.flow = flow
        self.direction = direction
        self.tuples = tuples
        self.isDelivered = isDelivered
        self.via = via
        self.place = place
        self.reason = reason
        self.sent = sent
        self.received = received
    }
}

/// A line of `show nodes`.
public struct NodeRow: Codable, Hashable, Sendable {
    public var node: String
    public var isUp: Bool
    public var sessionsUp: Int
    public var sessions: Int

    public init(node: String, isUp: Bool, sessionsUp: Int, sessions: Int) {
        self.node = node
        self.isUp = isUp
        self.sessionsUp = sessionsUp
        self.sessions = sessions
    }
}

/// A line of `show faults`, and the answer to a fault.
public struct FaultRow: Codable, Hashable, Sendable {
    public var step: Int
    public var verb: String
    public var targets: [String]
    /// Since time zero.
    public var atSeconds: Double
    /// When it undoes itself, since time zero.
    public var untilSeconds: Double?
    /// What should be known about it.
    public var warnings: [String]

    public init(
        step: Int,
        verb: String,
        targets: [String],
        atSeconds: Double,
        untilSeconds: Double?,
        warnings: [String]
    ) {
        self.step = step
        self.verb = verb
        self.targets = targets
        self.atSeconds = atSeconds
        self.untilSeconds = untilSeconds
        self.warnings = warnings
    }
}

/// The answer to `show status`.
public struct StatusRow: Codable, Hashable, Sendable {
    public var topology: String
    public var process: Int32
    /// Where the lab leaves its files.
    public var directory: String
    /// Since time zero; `nil` while the network settles.
    public var elapsedSeconds: Double?
    public var sessionsUp: Int
    public var sessions: Int
    public var faults: Int

    public init(
        topology: String,
        process: Int32,
        directory: String,
        elapsedSeconds: Double?,
        sessionsUp: Int,
        sessions: Int,
        faults: Int
    ) {
        self.topology = topology
        self.process = process
        self.directory = directory
        self.elapsedSeconds = elapsedSeconds
        self.sessionsUp = sessionsUp
        self.sessions = sessions
        self.faults = faults
    }
}
