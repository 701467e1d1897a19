public import BFD
public import NetworkTypes

/// The BFD sessions beside a router's BGP sessions: they begin when BGP is up, or about to be, and end with it (RFC 5882 §4).
///
/// It stands next to the ``Router``, not inside, so that an owner can run it where routes cannot delay it. Events and the time
/// go in, packets and changes come out.
public struct LivenessTable: Sendable {
    private struct Entry: Sendable {
        var neighbor: Int
        var session: BFDSession
    }

    private let neighbors: [Neighbor]
    private let generator: SeededGenerator
    private var entries: [Entry] = []
    private var nextDiscriminator: UInt32
    private var actions: [BFDSession.Action] = []
    /// The process that runs BFD hangs: what depends on it neither speaks nor listens.
    public var isFrozen = false

    /// - Parameter firstDiscriminator: discriminators count up from here; not zero.
    public init(neighbors: [Neighbor], generator: SeededGenerator, firstDiscriminator: UInt32 = 1) {
        self.neighbors = neighbors
        self.generator = generator
        nextDiscriminator = firstDiscriminator
    }

    /// When ``handleDeadlines(at:into:)`` is wanted next.
    ///
    /// Complexity: O(sessions).
    public var nextDeadline: Instant? {
        var earliest: Instant?
        for entry in entries where runs(entry) {
            if let deadline = entry.session.nextDeadline, deadline < earliest ?? .distantFuture { earliest = deadline }
        }
        return earliest
    }

    /// The BGP session with a neighbour is up or about to be; does nothing if BFD is not configured or runs already.
    public mutating func start(_ neighbor: Int, at now: Instant, into output: inout LivenessOutput) {
        guard let bfd = neighbors[neighbor].bfd, !entries.contains(where: { $0.neighbor == neighbor }) else { return }
        let discriminator = nextDiscriminator
        nextDiscriminator = nextDiscriminator == .max ? 1 : nextDiscriminator + 1
        let session = BFDSession(
            configuration: BFDConfiguration(
                interval: bfd.interval,
                multiplier: bfd.multiplier,
                localDiscriminator: discriminator,
                passive: bfd.isPassive,
                controlPlaneIndependent: bfd.isControlPlaneIndependent
            ),
            generator: generator.forked(for: "bfd/\(discriminator)")
        )
        entries.append(Entry(neighbor: neighbor, session: session))
        run(.enable, entries.count - 1, at: now, into: &output)
    }

    /// The BGP session ended; a neighbour that BFD still reaches is told that this is on purpose.
    public mutating func stop(_ neighbor: Int, at now: Instant, into output: inout LivenessOutput) {
        guard let place = entries.firstIndex(where: { $0.neighbor == neighbor }) else { return }
        if entries[place].session.state == .up { run(.disable, place, at: now, into: &output) }
        entries.remove(at: place)
    }

    /// The BGP session ended, but its routes stay in use: so does a BFD session that says whether the peer still forwards
    /// (RFC 5882 §4.3); any other ends.
    public mutating func retain(_ neighbor: Int, at now: Instant, into output: inout LivenessOutput) {
        guard let session = session(neighbor: neighbor), session.state == .up, session.isControlPlaneIndependent
        else { return stop(neighbor, at: now, into: &output) }
    }

    /// The process that runs BFD is gone without a word; what does not depend on the control plane goes on.
    public mutating func crash(where isMeant: (Neighbor) -> Bool) {
        entries.removeAll { isMeant(neighbors[$0.neighbor]) }
    }

    /// Runs the sessions whose deadlines have come; harmless when none has.
    public mutating func handleDeadlines(at now: Instant, into output: inout LivenessOutput) {
        for place in entries.indices where runs(entries[place]) {
            guard let deadline = entries[place].session.nextDeadline, deadline <= now else { continue }
            run(.deadlineReached, place, at: now, into: &output)
        }
    }

    /// A control packet arrived; one that no session may take is dropped.
    public mutating func receive(
        _ packet: ControlPacket,
        _ arrival: ControlPacketArrival,
        at now: Instant,
        into output: inout LivenessOutput
    ) {
        guard let place = place(of: packet, arrival), runs(entries[place]) else { return }
        let neighbor = neighbors[entries[place].neighbor]
        guard arrival.destinationPort == neighbor.controlPort,
            !neighbor.isOnLink || SingleHop.accepts(timeToLive: arrival.timeToLive)
        else { return }
        run(.received(packet), place, at: now, into: &output)
    }

    /// The session beside a neighbour's BGP session, if one runs.
    public func session(neighbor: Int) -> BFDSession? {
        entries.first { $0.neighbor == neighbor }?.session
    }

    /// The session that a packet is for: by its discriminator once that is known, else by who sent it (RFC 5880 §6.3).
    private func place(of packet: ControlPacket, _ arrival: ControlPacketArrival) -> Int? {
        entries.firstIndex { entry in
            let neighbor = neighbors[entry.neighbor]
            guard neighbor.remoteAddress == arrival.source, neighbor.domain ?? 0 == arrival.domain else {
                return false
            }
            return packet.yourDiscriminator == 0
                || packet.yourDiscriminator == entry.session.configuration.localDiscriminator
        }
    }

    private func runs(_ entry: Entry) -> Bool {
        !isFrozen || neighbors[entry.neighbor].bfd?.isControlPlaneIndependent == true
    }

    private mutating func run(
        _ event: BFDSession.Event,
        _ place: Int,
        at now: Instant,
        into output: inout LivenessOutput
    ) {
        entries[place].session.handle(event, at: now, into: &actions)
        let neighbor = entries[place].neighbor
        for action in actions {
            switch action {
            case .send(let packet):
                output.packets.append(LivenessOutput.Packet(neighbor: neighbor, packet: packet))
            case .stateChanged(let from, let to, let diagnostic, let reason):
                // Who ends a session on purpose, here or there, says nothing about the path.
                guard to == .up || from == .up && reason.isFailure else { continue }
                output.changes.append(
                    LivenessChange(
                        neighbor: neighbor,
                        isUp: to == .up,
                        diagnostic: diagnostic,
                        reason: reason,
                        isControlPlaneIndependent: entries[place].session.isControlPlaneIndependent
                    )
                )
            }
        }
        actions.removeAll(keepingCapacity: true)
    }
}
