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
        for entry in entries {
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
                passive: bfd.isPassive
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

    /// Runs the sessions whose deadlines have come; harmless when none has.
    public mutating func handleDeadlines(at now: Instant, into output: inout LivenessOutput) {
        for place in entries.indices {
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
        guard let place = place(of: packet, arrival) else { return }
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
                    LivenessChange(neighbor: neighbor, isUp: to == .up, diagnostic: diagnostic, reason: reason)
                )
            }
        }
        actions.removeAll(keepingCapacity: true)
    }
}
