public import Network
public import NetworkTypes

/// Runs a network in virtual time: as fast as the processor allows, and always the same way.
///
/// The engine owns the clock; everything that happens is the network's doing.
public struct VirtualEngine: ~Copyable {
    public private(set) var network: Network
    /// The instant of the latest event.
    public private(set) var now = Instant.zero

    /// Starts a network; without `tracesFrames` what crosses its wires is forgotten.
    public init(_ network: consuming Network, tracesFrames: Bool = true) {
        self.network = network
        self.network.trace.isEnabled = tracesFrames
        self.network.start(at: now)
    }

    public var isFinished: Bool { network.isFinished }

    /// Handles what is due within the next `duration` of virtual time, or less if the run ends before.
    public mutating func run(for duration: Duration) {
        let limit = now + duration
        if let last = network.handle(until: limit) { now = last }
        if !network.isFinished { now = limit }
    }

    /// Lets the network come up, until flows start and the scenario begins.
    public mutating func runToTimeZero() {
        while !network.isFinished, network.timeZero == nil, let due = network.handleNext() { now = due }
    }

    /// Runs to the end of the scenario.
    public mutating func runToEnd() {
        while !network.isFinished { run(for: .seconds(1)) }
    }

    /// Ends the run here.
    public mutating func stop(reason: String) { network.stop(at: now, reason: reason) }

    /// Lends the network between two events, to take its trace for example.
    public mutating func withNetwork<Result, Failure: Error>(
        _ body: (inout Network) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(&network)
    }
}

extension VirtualEngine {
    /// The way that a 5-tuple of one of the blueprint's flows takes at this moment.
    public mutating func path(ofFlow flow: Int, tuple: Int) -> PacketPath { network.path(ofFlow: flow, tuple: tuple) }

    /// The way that a packet takes at this moment which a node sends in one of its routing domains.
    public mutating func path(
        from node: NodeIndex,
        domain: Int,
        _ source: IPAddress,
        to destination: IPAddress,
        port: UInt16 = 9
    ) -> PacketPath {
        network.path(from: node, domain: domain, source, to: destination, port: port)
    }
}
